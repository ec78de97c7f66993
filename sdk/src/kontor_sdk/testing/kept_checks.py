"""What must hold of files and tags that a plugin's records keep: they go where the record goes."""

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from kontor_sdk.flow import RecordRef, Refused
from kontor_sdk.testing.broken import hold
from kontor_sdk.testing.rows import Rows

if TYPE_CHECKING:
    from kontor_sdk.testing.kit import Kontor


def keeping(kontor: "Kontor", key: str) -> list[str]:
    """Give the entities of a plugin whose records keep files and tags."""
    schema = kontor.app.storage.schema
    entities = kontor.app.registries.entities.values()
    return [one.id for one in entities if one.owner == key and schema.subject(one.id)]


def check_kept(kontor: "Kontor", key: str) -> None:
    """Merge, export and erase a person whose records of the plugin keep files and tags."""
    from kontor_core.contacts.privacy import erase_contact, export_contact
    from kontor_core.customers.domain import own_contact
    from kontor_core.customers.models import Customer
    from kontor_core.foundation.access.identities import SYSTEM

    survivor = kontor.customer({"kind": "person", "name": "Erna Kanarienvogel"})
    merged = kontor.customer({"kind": "person", "name": "Erna Kanari"})
    records = [*_records(kontor, key, survivor), *_records(kontor, key, merged)]
    before = _kept(kontor, records)
    bare = sorted({one.entity for one, kept in before.items() if not kept})
    hold(not bare, f"Nothing can be kept with {', '.join(bare)}.")

    kontor.merge(survivor, merged)
    after = _kept(kontor, records)
    lost = sorted({one.entity for one in records if after[one] != before[one]})
    hold(not lost, f"Merging two customers lost what {', '.join(lost)} kept.")

    with kontor.unit() as uow:
        contact = own_contact(uow, uow.get(Customer, survivor.id))
    assert contact is not None, "a private customer owns one person"
    own = [one for one in records if _is_of_customer(kontor, one.entity)]
    held = export_contact(kontor.app.storage, SYSTEM, contact.id)["held"]
    told = {row["id"] for rows in held.values() for row in rows}
    missing = sorted({one.entity for one in own if not set(before[one]) <= told})
    hold(not missing, f"The export of a person leaves out what {', '.join(missing)} keeps.")

    with suppress(Refused):
        erase_contact(kontor.app.storage, SYSTEM, contact.id)
        left = sorted({one.entity for one, kept in _kept(kontor, own).items() if kept})
        hold(not left, f"An erasure leaves what {', '.join(left)} keeps.")


def _records(kontor: "Kontor", key: str, customer: RecordRef) -> list[RecordRef]:
    """Make a record of each kind, and rows of each table that any record may keep with it."""
    made = Rows(kontor, key).below(customer, 1)
    records = [RecordRef(one, made[one][0]) for one in keeping(kontor, key) if made.get(one)]
    registries = kontor.app.registries
    owners = {registries.entities[rule.entity].owner for rule in kontor.app.storage.schema.kept}
    for record in records:
        for owner in sorted(owners - {key}):
            Rows(kontor, owner).below(record, 1)
    return records


def _kept(kontor: "Kontor", records: Sequence[RecordRef]) -> dict[RecordRef, list[str]]:
    found: dict[RecordRef, list[str]] = {}
    with kontor.unit() as uow:
        for record in records:
            found[record] = [
                row.id
                for rule in kontor.app.storage.schema.kept
                for row in uow.find_all(
                    kontor.app.registries.entity(rule.entity).model, subject_id=record.id
                )
            ]
    return found


def _is_of_customer(kontor: "Kontor", entity: str) -> bool:
    """Tell whether records belong to a customer, and not only point at one."""
    schema = kontor.app.storage.schema
    rule = schema.entity(entity)
    return rule is not None and schema.root(rule).entity == "customer"
