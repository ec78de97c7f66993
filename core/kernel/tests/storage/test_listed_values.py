"""Statements with lists of values: their text is written out once for each length."""

from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM, Actor, acting_as
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id, String

_customer = columns(Customer)
_NAMED = (
    select(_customer.name)
    .where(
        _customer.id.in_(bindparam("ids", expanding=True, type_=Id())),
        _customer.phase.in_(["active", "prospect"]),
        _customer.name != bindparam("besides", type_=String()),
    )
    .order_by(_customer.name)
)


class _Name(msgspec.Struct):
    name: str


def test_lists_of_every_length_find_what_they_name(storage: Storage, staff: Any) -> None:
    reader = staff.user(Level.OWN)
    own = [_made(storage, f"Kunde {n}", reader) for n in range(3)]
    foreign = _made(storage, "Fremd", None)

    def names(ids: list[str], besides: str = "") -> list[str]:
        with acting_as(reader):
            params = {"ids": ids, "besides": besides}
            return [one.name for one in storage.reader(reader).read(_NAMED, _Name, params)]

    assert names(own[:1]) == ["Kunde 0"]
    assert names(own) == ["Kunde 0", "Kunde 1", "Kunde 2"]
    assert names([own[2]]) == ["Kunde 2"]
    assert names([]) == []
    assert names([*own[:2], foreign], besides="Kunde 0") == ["Kunde 1"]


def _made(storage: Storage, name: str, owner: Actor | None) -> str:
    with storage.unit(SYSTEM) as uow:
        values = {
            "name": name,
            "number": name,
            "phase": "active",
            "owner_id": owner.id if owner else None,
        }
        return uow.create(Customer, values).id
