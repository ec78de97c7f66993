"""Files without a row: swept at night, but never in haste and never without knowing everybody."""

import io
import os

import pytest

from kontor_core.foundation.storage.sweeping import GRACE_SECONDS, sweep
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor

pytestmark = pytest.mark.plugins("documents")


def put(kontor: Kontor, *, age: float) -> str:
    blobs = kontor.app.storage.blobs
    blob_id = blobs.put(io.BytesIO(b"x"))
    moment = kontor.clock.now().timestamp() - age
    os.utime(blobs.path(blob_id), (moment, moment))
    return blob_id


def keep(kontor: Kontor, customer: RecordRef, blob_id: str) -> None:
    values = {
        "subject": "customer",
        "subject_id": customer.id,
        "name": "a",
        "size": 1,
        "media_type": "text/plain",
    }
    with kontor.unit() as uow:
        model = kontor.app.registries.entity("documents.document").model
        uow.create(model, {**values, "blob_id": blob_id})


def test_file_goes_when_its_customer_was_deleted(kontor: Kontor) -> None:
    customer, other = kontor.customer(), kontor.customer()
    gone, kept = (put(kontor, age=GRACE_SECONDS + 60) for _ in range(2))
    keep(kontor, customer, gone)
    keep(kontor, other, kept)
    kontor.delete(customer)

    swept = sweep(kontor.app.storage)

    assert swept == 1
    assert list(kontor.app.storage.blobs.all()) == [kept]


def test_file_that_waits_for_its_row_is_left_alone(kontor: Kontor) -> None:
    put(kontor, age=60)

    assert sweep(kontor.app.storage) == 0


def test_nothing_is_swept_while_a_plugin_that_owns_tables_is_not_loaded(kontor: Kontor) -> None:
    put(kontor, age=GRACE_SECONDS + 60)
    with kontor.app.database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE sleeping_scan (blob_id BLOB)")

    assert sweep(kontor.app.storage) == 0
