"""Canaries in core's own tables: a value that stays behind would be seen."""

from kontor_core.foundation.storage.models import METADATA
from kontor_core.foundation.storage.storage import Storage
from kontor_sdk.testing.canary import plant, scan


def test_every_text_of_core_is_seen_in_the_raw_file(sqlite_storage: Storage) -> None:
    database = sqlite_storage.database
    assert database.path is not None

    planted = plant(database.engine, METADATA)

    found = {hit.marker for hit in scan([database.path], planted.markers_of())}
    assert found == set(planted.markers_of())
    assert {"core_customer", "core_contact", "core_event", "core_event_failure"} <= {
        table for table, _ in planted.markers
    }
    assert ("core_event", "personal") in planted.markers
