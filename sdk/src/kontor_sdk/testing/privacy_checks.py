"""What must hold of a person's data in a plugin: an export finds it, an erasure removes it."""

import json
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from kontor_sdk.flow import RecordRef, Refused
from kontor_sdk.testing.broken import hold
from kontor_sdk.testing.canary import scan
from kontor_sdk.testing.rows import Rows
from kontor_sdk.testing.tables import rows_of

if TYPE_CHECKING:
    from kontor_sdk.testing.kit import Kontor


def check_privacy(kontor: "Kontor", key: str) -> None:
    """Export and erase a person with rows in every table; look into the files afterwards.

    Before that, whatever copies the person's texts has had its chance: subscriptions and jobs ran.
    A plugin that must keep them refuses the erasure, and keeps them.
    """
    from kontor_core.contacts.privacy import erase_contact, export_contact
    from kontor_core.foundation.access.identities import SYSTEM

    rows, storage = Rows(kontor, key), kontor.app.storage
    customer = kontor.customer({"kind": "person", "name": "Erna Kanarienvogel"})
    contact = _own_contact(kontor, customer)
    rows.below(customer, 2, beside={"contact": [contact]})
    kontor.deliver()
    kontor.run_jobs()
    markers = _personal_texts(kontor, key)

    held = json.dumps(
        export_contact(storage, SYSTEM, contact)["held"], ensure_ascii=False, default=str
    )
    missing = sorted({place for text, place in markers.items() if text not in held})
    hold(
        not missing,
        f"The export of a person does not find {', '.join(missing)}. Point at the customer or the "
        'person with link(...) or field(..., ref="customer").',
    )

    markers |= _stored_texts(kontor, key)  # an export names files, it does not hold them
    with suppress(Refused):
        erase_contact(storage, SYSTEM, contact)
        database = [path] if (path := kontor.app.database.path) else []
        hits = scan([*database, storage.blobs.folder], markers)
        left = sorted({markers[hit.marker] for hit in hits})
        hold(
            not left,
            f"After an erasure the file still holds the text of {', '.join(left)}. Keep personal "
            "text in columns that say so, and out of other columns, events and files.",
        )


def _own_contact(kontor: "Kontor", customer: RecordRef) -> str:
    from kontor_core.customers.domain import own_contact
    from kontor_core.customers.models import Customer

    with kontor.unit() as uow:
        contact = own_contact(uow, uow.get(Customer, customer.id))
    assert contact is not None, "a private customer owns one person"
    return contact.id


def _stored_texts(kontor: "Kontor", key: str) -> dict[str, str]:
    """Give the text of each stored file of the plugin, with the column that names it."""
    from kontor_core.foundation.fields import BLOB, spec_of

    found: dict[str, str] = {}
    blobs = kontor.app.storage.blobs
    for table, rows in rows_of(kontor.app.database, key).items():
        for column in kontor.app.storage.schema.rule(table).table.columns:
            spec = spec_of(column)
            if spec is not None and spec.ref == BLOB:
                for row in rows:
                    text = blobs.path(_id(row[column.name])).read_text()
                    found[text] = f"{table}.{column.name}"
    return found


def _id(raw: object) -> str:
    """Give an id as Python knows it; SQLite keeps its bytes."""
    return str(UUID(bytes=raw)) if isinstance(raw, bytes) else str(raw)


def _personal_texts(kontor: "Kontor", key: str) -> dict[str, str]:
    """Give each text in a personal column that an erasure has to take, with its place."""
    from kontor_core.foundation.fields import spec_of
    from kontor_core.foundation.privacy.classes import Data, Erase

    found: dict[str, str] = {}
    for table, rows in rows_of(kontor.app.database, key).items():
        columns = kontor.app.storage.schema.rule(table).table.c
        for row in rows:
            for name, value in row.items():
                spec = spec_of(columns[name])
                if spec is None or not isinstance(value, str) or spec.choices or spec.options:
                    continue
                if spec.data in (Data.PERSONAL, Data.SPECIAL) and spec.erase is not Erase.KEEP:
                    found[value] = f"{table}.{name}"
    return found
