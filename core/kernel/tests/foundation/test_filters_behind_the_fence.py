"""Filters in the lists of real people: nobody finds what they may not see."""

import pytest

from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.fields import Field, spec_of
from kontor_core.foundation.filters import FilterError, parse, resolve
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.storage import Storage
from kontor_core.resources.listing import Lister
from kontor_core.resources.query import ListQuery


def fields_of(storage: Storage) -> dict[str, Field]:
    table = Customer.__table__
    found = {
        column.name: Field(column.name, "core", "customer", table.name, column.name, spec)
        for column in table.c
        if (spec := spec_of(column)) is not None
    }
    for key, spec in storage.custom_fields["customer"].items():
        name = f"custom.{key}"
        found[name] = Field(name, "custom", "customer", table.name, "custom", spec, json_key=key)
    return found


def names(storage: Storage, actor: Actor, written: str) -> list[str]:
    fields = fields_of(storage)
    node = resolve(
        parse(written),
        fields,
        readable=lambda field: field.spec.data in actor.profile.read_classes,
        conventions=storage.conventions,
    )
    query = ListQuery((fields["name"],), filter=node)
    rule = storage.schema.rule(Customer.__table__.name)
    return sorted(row.f0 for row in Lister(storage).page(actor, rule, query).rows)


@pytest.fixture
def people(storage, staff):
    team = staff.team()
    own, lead, boss = staff.user(Level.OWN), staff.user(Level.TEAM, teams=[team]), staff.user()
    with storage.unit(SYSTEM) as uow:
        for name, owner, size in (
            ("Müller Nord", own.id, "L"),
            ("Müller Süd", boss.id, "L"),
            ("Schmidt", own.id, "S"),
        ):
            create_customer(
                uow,
                {
                    "name": name,
                    "owner_id": owner,
                    "team_id": team if name == "Müller Süd" else None,
                    "custom": {"size": size, "founded_on": "2001-05-17", "score": 7},
                },
            )
    return own, lead, boss


@pytest.mark.parametrize(
    "written",
    [
        'name contains "MULLER"',
        'custom.size = "L"',
        'custom.size contains "l" and custom.score < 8',
        'custom.founded_on <= 2001-05-17 and not (name starts "schmidt")',
        'created_at >= today() and name != "Schmidt"',
    ],
)
def test_a_filter_finds_only_what_its_reader_may_see(storage, people, written):
    own, lead, boss = people

    assert names(storage, own, written) == ["Müller Nord"]
    assert names(storage, lead, written) == ["Müller Süd"]
    assert names(storage, boss, written) == ["Müller Nord", "Müller Süd"]


def test_me_is_whoever_asks(storage, people):
    own, _, boss = people

    assert names(storage, own, "owner = me()") == ["Müller Nord", "Schmidt"]
    assert names(storage, boss, "owner = me()") == ["Müller Süd"]


def test_a_masked_name_cannot_be_guessed_by_filtering(storage, staff, people):
    clerk = staff.user(read=frozenset({Data.PUBLIC, Data.INTERNAL}))
    masked = [
        field.name for field in fields_of(storage).values() if field.spec.data is Data.PERSONAL
    ]

    assert masked
    for name in masked:
        with pytest.raises(FilterError, match="does not exist or you may not see it"):
            names(storage, clerk, f"{name} is empty")
