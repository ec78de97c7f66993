"""What the company owes a person: to say what it holds, and to erase it."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.events import ContactErased
from kontor_core.contacts.models import Affiliation, Contact
from kontor_core.customers.events import CustomerErased
from kontor_core.customers.models import PERSON, Customer
from kontor_core.events.failures import blank_errors
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.privacy.erasure import Plan, carry_out, clean_files, plan_erasure
from kontor_core.foundation.privacy.export import export_subject, require_privacy
from kontor_core.foundation.privacy.reach import Start, SystemRead
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did; ``clean`` is False while a reader holds old pages of the file."""

    plan: Plan
    clean: bool


class _Found(msgspec.Struct):
    id: str


_contact, _customer, _affiliation = columns(Contact), columns(Customer), columns(Affiliation)
_contact_id = bindparam("contact_id", type_=Id())
_SAME_PERSON = select(_contact.id).where(
    (_contact.id == _contact_id) | (_contact.merged_into_id == _contact_id)
)
_PRIVATE = (
    select(_customer.id)
    .join_from(
        Customer.__table__,  # type: ignore[attr-defined]  # mapped classes have one
        Affiliation.__table__,  # type: ignore[attr-defined]  # as above
        _affiliation.customer_id == _customer.id,
    )
    .where(_customer.kind == PERSON)
    .where(_affiliation.contact_id.in_(bindparam("ids", expanding=True, type_=Id())))
)
_SIGNPOSTS = select(_customer.id).where(
    _customer.merged_into_id.in_(bindparam("ids", expanding=True, type_=Id()))
)


def subject_of(read: SystemRead, contact_id: str) -> Start:
    """Give the records that are the person; raises NotFound.

    The contact with what was merged into it, and as a private customer the customer too. At a
    company the person is only somebody the company knows: the company stays.
    """
    people = _closure(read, _SAME_PERSON, {contact_id})
    if not people:
        raise NotFound("contact", contact_id)
    private = {row.id for row in read(_PRIVATE, _Found, {"ids": sorted(people)})}
    while private:
        signposts = {row.id for row in read(_SIGNPOSTS, _Found, {"ids": sorted(private)})}
        if signposts <= private:
            break
        private |= signposts
    return {"contact": frozenset(people), "customer": frozenset(private)}


def export_contact(storage: Storage, actor: Actor, contact_id: str) -> dict[str, Any]:
    """Give all that is held of a person, in the form of ``export_subject``."""
    require_privacy(actor)
    start = subject_of(storage.system_reader().read, contact_id)
    return export_subject(storage, actor, start)


def plan_contact_erasure(storage: Storage, actor: Actor, contact_id: str) -> Plan:
    """Say what erasing a person would do, and do nothing."""
    require_privacy(actor)
    read = storage.system_reader().read
    return plan_erasure(storage.schema, read, subject_of(read, contact_id))


def erase_contact(storage: Storage, actor: Actor, contact_id: str) -> Erased:
    """Erase a person; raises Refused when somebody must keep what is held.

    One transaction, then the files: what is gone from the rows is gone from the disk as well.
    Whoever may erase erases everything: plugins work past the rights of the one who asks, so that
    nothing stays and nothing refuses because a row is somebody else's.
    """
    require_privacy(actor)
    with storage.unit(SYSTEM) as uow:
        start = subject_of(uow.system_read, contact_id)
        plan = plan_erasure(storage.schema, uow.system_read, start)
        carry_out(uow, plan)
        blank_errors(uow, sorted(chain.from_iterable(start.values())))
        told = [
            *(ContactErased(contact_id=record) for record in sorted(start["contact"])),
            *(CustomerErased(customer_id=record) for record in sorted(start["customer"])),
        ]
        for event in told:
            uow.publish(event).actor_id = actor.id
    return Erased(plan, clean_files(storage.database, plan.tables))


def _closure(read: SystemRead, statement: Any, start: set[str]) -> set[str]:
    """Follow signposts until nobody new is found."""
    found: set[str] = set()
    waiting = set(start)
    while waiting:
        record = waiting.pop()
        rows = {row.id for row in read(statement, _Found, {"contact_id": record})}
        waiting |= rows - found - {record}
        found |= rows
    return found
