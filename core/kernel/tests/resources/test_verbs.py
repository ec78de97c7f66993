"""Create, change, delete: one door for forms, API and command line."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound, Stale
from kontor_core.foundation.ids import new_id


@pytest.fixture
def customers(town: Any) -> Any:
    return town.app.resources.named("customers")


def values(town: Any, info: Any, record_id: str) -> Any:
    return town.app.resources.get(SYSTEM, info, record_id).values


def test_record_comes_from_the_domain_function(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(SYSTEM, customers, {"name": "  Neu GmbH "})

    made = values(town, customers, saved.id)
    assert (made["name"], made["phase"], made["number"][:2]) == ("Neu GmbH", "prospect", "K-")
    assert saved.version == 1


def test_facet_and_custom_fields_are_written_with_the_record(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(
        SYSTEM,
        customers,
        {"name": "Neu", "custom.score": "7", "club.points": "12", "club.price": "1,250"},
    )

    made = values(town, customers, saved.id)
    assert (made["custom.score"], made["club.points"], made["club.price"]) == (
        7,
        12,
        Decimal("1.25"),
    )


def test_change_of_a_facet_alone_leaves_the_record(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(SYSTEM, customers, {"name": "Neu", "club.points": 1})

    after = town.app.resources.change(SYSTEM, customers, saved.id, {"club.points": 2}, 1)

    assert values(town, customers, saved.id)["club.points"] == 2
    assert after.version == 1


def test_bad_facet_value_undoes_the_whole_record(town: Any, customers: Any) -> None:
    before = town.app.resources.count(SYSTEM, customers)

    with pytest.raises(Invalid) as caught:
        town.app.resources.create(SYSTEM, customers, {"name": "Halb", "club.points": "many"})

    assert list(caught.value.problems()) == ["club.points"]
    assert town.app.resources.count(SYSTEM, customers) == before


def test_every_problem_is_named_at_once(town: Any, customers: Any) -> None:
    with pytest.raises(Invalid) as caught:
        town.app.resources.create(
            SYSTEM, customers, {"nmae": "X", "id": new_id(), "version": 3, "updated_at": "now"}
        )

    assert sorted(caught.value.problems()) == ["id", "nmae", "updated_at", "version"]
    assert 'did you mean "name"' in caught.value.text("en").lower()


def test_custom_field_problem_names_the_field_as_it_was_written(town: Any, customers: Any) -> None:
    with pytest.raises(Invalid) as caught:
        town.app.resources.create(SYSTEM, customers, {"name": "X", "custom.score": "viel"})

    assert list(caught.value.problems()) == ["custom.score"]


def test_stale_version_is_refused_for_change_and_delete(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(SYSTEM, customers, {"name": "Alt"})
    town.app.resources.change(SYSTEM, customers, saved.id, {"name": "Neu"}, 1)

    with pytest.raises(Stale):
        town.app.resources.change(SYSTEM, customers, saved.id, {"name": "Anders"}, 1)
    with pytest.raises(Stale):
        town.app.resources.delete(SYSTEM, customers, saved.id, 1)

    assert values(town, customers, saved.id)["name"] == "Neu"


def test_stale_version_refuses_a_facet_change_too(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(SYSTEM, customers, {"name": "Alt", "club.points": 1})
    town.app.resources.change(SYSTEM, customers, saved.id, {"name": "Neu"}, 1)

    with pytest.raises(Stale):
        town.app.resources.change(SYSTEM, customers, saved.id, {"club.points": 2}, 1)

    assert values(town, customers, saved.id)["club.points"] == 1


def test_deleted_record_takes_its_facet_along(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(SYSTEM, customers, {"name": "Fort", "club.points": 1})

    town.app.resources.delete(SYSTEM, customers, saved.id, saved.version)

    with pytest.raises(NotFound):
        town.app.resources.get(SYSTEM, customers, saved.id)
    assert town.app.resources.count(SYSTEM, customers, filter="club.points = 1") == len(
        [m for m in town.customers if m.card.get("points") == 1]
    )


def test_hidden_missing_and_senseless_ids_answer_the_same(town: Any, customers: Any) -> None:
    stranger = town.actors["stranger"]
    hidden = town.customers[0].id
    ask = town.app.resources

    messages = set()
    for wanted in (hidden, new_id(), "", "7", "' OR 1=1 --", "x" * 36, "\x00"):
        for call in (
            lambda i: ask.get(stranger, customers, i),
            lambda i: ask.change(stranger, customers, i, {"name": "X"}, 1),
            lambda i: ask.delete(stranger, customers, i, 1),
        ):
            with pytest.raises(NotFound) as caught:
                call(wanted)
            messages.add(caught.value.text("en").replace(wanted, "").replace("  ", " "))

    assert messages == {"customer does not exist or you may not see it."}


def test_visible_but_not_editable_is_forbidden(town: Any, customers: Any, staff: Any) -> None:
    reader = staff.user({"read": Level.ALL, "edit": Level.OWN, "delete": Level.NONE})
    made = town.customers[0]
    version = town.app.resources.get(reader, customers, made.id, ()).version

    for values_ in ({"name": "X"}, {"club.points": 9}):
        with pytest.raises(Forbidden):
            town.app.resources.change(reader, customers, made.id, values_, version)
    with pytest.raises(Forbidden):
        town.app.resources.delete(reader, customers, made.id, version)


def test_facet_takes_the_permission_it_asks_for(town: Any, customers: Any, staff: Any) -> None:
    editor = staff.user(Level.ALL)
    granting = editor.with_profile(replace(editor.profile, permissions=frozenset({"club.grant"})))
    made = town.app.resources.create(editor, customers, {"name": "Neu"})

    with pytest.raises(Forbidden) as caught:
        town.app.resources.change(editor, customers, made.id, {"club.points": 9}, 1)
    town.app.resources.change(granting, customers, made.id, {"club.points": 9}, 1)

    assert list(caught.value.problems()) == ["club.points"]
    assert "club.grant" in caught.value.text("en")
    assert values(town, customers, made.id)["club.points"] == 9


def test_read_only_resource_takes_no_change(town: Any) -> None:
    users = town.app.resources.named("users")
    user = str(town.actors["own"].id)
    verbs = town.app.resources

    for call in (
        lambda: verbs.create(SYSTEM, users, {"name": "X", "email": "x@kontor.example"}),
        lambda: verbs.change(SYSTEM, users, user, {"name": "X"}, 1),
        lambda: verbs.delete(SYSTEM, users, user, 1),
    ):
        with pytest.raises(Forbidden, match="cannot be changed here"):
            call()


def test_unchanged_values_write_nothing(town: Any, customers: Any) -> None:
    saved = town.app.resources.create(SYSTEM, customers, {"name": "Gleich"})
    head = town.app.log.head()

    after = town.app.resources.change(SYSTEM, customers, saved.id, {"name": "Gleich"}, 1)

    assert (after.version, town.app.log.head()) == (1, head)
