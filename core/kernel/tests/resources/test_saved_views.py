"""Saved views: who sees them, who changes them, and what becomes of deleted ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound, Stale
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.resources import saved_views
from kontor_core.resources.saved_views import views_of

HERE = "/customers"


@pytest.fixture
def unit(storage: Storage) -> Any:
    @contextmanager
    def unit_of(actor: Actor) -> Iterator[UnitOfWork]:
        with storage.unit(actor) as uow:
            yield uow

    return unit_of


@pytest.fixture
def anna(staff: Any) -> Actor:
    north = staff.team()
    found: Actor = staff.user(Level.OWN, teams=[north])
    return found


def names(storage: Storage, actor: Actor) -> list[str]:
    return [view.name for view in views_of(storage, actor, HERE).saved]


def test_a_view_is_private_until_it_is_shared(
    storage: Storage, staff: Any, anna: Actor, unit: Any
) -> None:
    mate, other = staff.user(Level.OWN, teams=anna.team_ids), staff.user(Level.OWN)
    with unit(anna) as uow:
        for visibility in ("private", "team", "all"):
            saved_views.save_view(uow, HERE, {"name": visibility, "visibility": visibility})

    assert names(storage, anna) == ["all", "private", "team"]
    assert names(storage, mate) == ["all", "team"]
    assert names(storage, other) == ["all"]
    assert views_of(storage, anna, "/relationships").saved == ()


def test_what_is_shared_is_changed_by_its_owner_alone(
    storage: Storage, staff: Any, anna: Actor, unit: Any
) -> None:
    other = staff.user(Level.ALL)
    with unit(anna) as uow:
        made = saved_views.save_view(uow, HERE, {"name": "North", "visibility": "all"})

    with pytest.raises(Forbidden), unit(other) as uow:
        saved_views.change_view(uow, made, {"name": "Mine"}, 1)
    with pytest.raises(Forbidden), unit(other) as uow:
        saved_views.delete_view(uow, made)
    with unit(anna) as uow:
        saved_views.change_view(uow, made, {"filter": 'phase = "active"'}, 1)

    view = views_of(storage, other, HERE).named(made)
    assert view is not None
    assert (view.name, view.filter, view.version) == ("North", 'phase = "active"', 2)


def test_a_private_view_does_not_even_exist_for_others(
    storage: Storage, staff: Any, anna: Actor, unit: Any
) -> None:
    other = staff.user(Level.ALL)
    with unit(anna) as uow:
        made = saved_views.save_view(uow, HERE, {"name": "North"})

    with pytest.raises(NotFound):
        saved_views.view_of(storage, other, made)


def test_two_who_change_a_view_do_not_overwrite_each_other(
    storage: Storage, anna: Actor, unit: Any
) -> None:
    with unit(anna) as uow:
        made = saved_views.save_view(uow, HERE, {"name": "North"})
    with unit(anna) as uow:
        saved_views.change_view(uow, made, {"sort": "-name"}, 1)

    with pytest.raises(Stale), unit(anna) as uow:
        saved_views.change_view(uow, made, {"sort": "name"}, 1)


def test_a_deleted_view_comes_back_for_its_owner(
    storage: Storage, staff: Any, anna: Actor, unit: Any
) -> None:
    other = staff.user(Level.ALL)
    with unit(anna) as uow:
        made = saved_views.save_view(uow, HERE, {"name": "North", "visibility": "all"})
    with unit(anna) as uow:
        saved_views.delete_view(uow, made)
    gone = names(storage, anna)

    with pytest.raises(NotFound), unit(other) as uow:
        saved_views.restore_view(uow, made)
    with unit(anna) as uow:
        saved_views.restore_view(uow, made)

    assert gone == []
    assert names(storage, anna) == ["North"]


def test_each_has_one_view_a_list_opens_with(
    storage: Storage, staff: Any, anna: Actor, unit: Any
) -> None:
    other = staff.user(Level.OWN)
    with unit(anna) as uow:
        saved_views.open_with(uow, HERE, "core.mine")
    with unit(anna) as uow:
        saved_views.open_with(uow, HERE, "core.others")
    found = [views_of(storage, one, HERE).usual for one in (anna, other)]
    with unit(anna) as uow:
        saved_views.open_with(uow, HERE, "")

    assert found == ["core.others", ""]
    assert views_of(storage, anna, HERE).usual == ""


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"name": "North", "visibility": "world"}, "visibility"),
        ({"name": "North", "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_a_view_is_refused_at_its_field(
    anna: Actor, unit: Any, values: dict[str, str], problem: str
) -> None:
    with pytest.raises(Invalid) as refused, unit(anna) as uow:
        saved_views.save_view(uow, HERE, values)

    assert list(refused.value.problems()) == [problem]


def test_who_is_in_no_team_cannot_share_with_one(staff: Any, unit: Any) -> None:
    alone = staff.user(Level.ALL)

    with pytest.raises(Invalid, match="team"), unit(alone) as uow:
        saved_views.save_view(uow, HERE, {"name": "North", "visibility": "team"})
