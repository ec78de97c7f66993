"""Counts: dear where there are many rows, so SQLite is asked again only after a write."""

from typing import Any

import pytest

from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.shares import Share


def test_what_anybody_writes_is_counted_at_once(town: Any) -> None:
    app, info = town.app, town.app.resources.named("customers")
    before = app.resources.count(SYSTEM, info)

    with app.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "Neu"})
    after = app.resources.count(SYSTEM, info)
    with app.unit(SYSTEM) as uow:
        uow.delete(uow.get(Customer, town.customers[0].id))

    assert (after, app.resources.count(SYSTEM, info)) == (before + 1, before)


def test_each_reader_counts_what_they_may_see_however_often_they_ask(town: Any) -> None:
    app, info = town.app, town.app.resources.named("customers")

    def counted() -> dict[str, int]:
        return {name: app.resources.count(actor, info) for name, actor in town.actors.items()}

    seen = {name: len(town.visible(actor)) for name, actor in town.actors.items()}
    assert (counted(), counted()) == (seen, seen)

    stranger = town.actors["stranger"]
    with app.unit(SYSTEM) as uow:
        uow.replace_shares([town.customers[2].id], [Share(town.customers[2].id, str(stranger.id))])
    assert counted() == {**seen, "stranger": seen["stranger"] + 1}


def test_a_count_of_another_filter_is_another_count(town: Any) -> None:
    app, info = town.app, town.app.resources.named("customers")

    def counted(text: str) -> int:
        number: int = app.resources.count(SYSTEM, info, filter=text)
        return number

    names = [one.name for one in town.customers]
    for _ in range(2):
        assert counted('name = "Zander"') == names.count("Zander")
        assert counted('name = "Apfel"') == names.count("Apfel")


def test_as_long_as_nobody_writes_sqlite_counts_once(town: Any) -> None:
    app, info = town.app, town.app.resources.named("customers")
    run: list[str] = []
    if not app.database.is_sqlite:
        pytest.skip("PostgreSQL has no number that tells for nothing whether somebody wrote")
    app.resources.count(SYSTEM, info)
    app.database.reading().set_trace_callback(run.append)

    app.resources.count(SYSTEM, info)

    assert run == ["PRAGMA data_version"]
