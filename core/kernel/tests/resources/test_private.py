"""Rows that are a user's own: theirs whatever their role says, and nobody else's to write."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import EVERYTHING, Profile
from kontor_core.foundation.errors import Forbidden, NotFound
from kontor_core.foundation.storage.models import columns, model_of


class _Found(msgspec.Struct):
    id: str


def _model(town: Any) -> Any:
    return model_of("club_pin")


def _seen(town: Any, actor: Actor) -> set[str]:
    statement = select(columns(_model(town)).id)
    return {row.id for row in town.app.reader(actor).read(statement, _Found)}


def _pin(town: Any, actor: Actor, **values: Any) -> str:
    with town.app.unit(actor) as uow:
        return str(uow.create(_model(town), {"user_id": actor.id, **values}).id)


def test_a_private_row_is_its_users_whatever_roles_say(town: Any) -> None:
    boss, own = town.actors["all"].with_profile(EVERYTHING), town.actors["own"]
    nobody = town.actors["stranger"].with_profile(Profile(levels={}))
    pins = {actor.id: _pin(town, actor, hint="a") for actor in (boss, own, nobody)}

    assert {actor.id: _seen(town, actor) for actor in (boss, own, nobody)} == {
        user: {pin} for user, pin in pins.items()
    }
    assert _seen(town, SYSTEM) == set(pins.values())


def test_nobody_writes_the_private_row_of_another(town: Any) -> None:
    boss, own = town.actors["all"].with_profile(EVERYTHING), town.actors["own"]
    pin = _pin(town, own)
    model = _model(town)

    with pytest.raises(Forbidden), town.app.unit(boss) as uow:
        uow.create(model, {"user_id": own.id})
    with pytest.raises(NotFound), town.app.unit(boss) as uow:
        uow.change(model, pin, {"hint": "read"})
    with pytest.raises(Forbidden), town.app.unit(own) as uow:
        uow.change(model, pin, {"user_id": boss.id})
    with town.app.unit(own) as uow:
        uow.change(model, pin, {"hint": "mine"})
        uow.delete(uow.get(model, pin))
    assert _seen(town, SYSTEM) == set()


def test_who_sees_the_record_sees_whose_rows_hang_on_it_and_writes_none(town: Any) -> None:
    actors = town.actors
    made = next(one for one in town.customers if one.owner == actors["own"].id)
    pin = _pin(town, actors["own"], customer_id=made.id)

    for actor in actors.values():
        sees = made in town.visible(actor)
        assert _seen(town, actor) == ({pin} if sees else set())
        if actor.id != actors["own"].id:
            with pytest.raises((Forbidden, NotFound)), town.app.unit(actor) as uow:
                uow.delete(uow.get(_model(town), pin))


def test_nobody_pins_what_they_do_not_see(town: Any) -> None:
    stranger = town.actors["stranger"]
    hidden = next(one for one in town.customers if one not in town.visible(stranger))

    with pytest.raises(NotFound):
        _pin(town, stranger, customer_id=hidden.id)


def test_records_of_any_kind_are_filtered_by_them(town: Any) -> None:
    actor = town.actors["all"]
    customers, visits = (town.app.resources.named(one) for one in ("customers", "club.visits"))
    first, second = town.customers[:2]
    visit = town.app.resources.create(SYSTEM, visits, {"customer_id": first.id, "place": "Hall"})
    town.app.resources.create(SYSTEM, visits, {"customer_id": first.id, "place": "Yard"})
    _pin(town, actor, customer_id=second.id)
    _pin(town, actor, record_id=visit.id)
    _pin(town, town.actors["own"].with_profile(EVERYTHING), record_id=visit.id)

    found = {
        info.name: {
            row.f0
            for row in town.app.resources.page(
                actor, info, filter="club.user_id = me()", fields=()
            ).rows
        }
        for info in (customers, visits)
    }

    assert found == {"customers": {second.id}, "club.visits": {visit.id}}
