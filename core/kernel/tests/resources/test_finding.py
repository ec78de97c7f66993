"""Search, filters, counts and columns of a list, and what is said to those who ask amiss."""

from typing import Any

import msgspec
import pytest

from kontor_core.customers.domain import merge_customers
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Invalid, KontorError, NotFound
from kontor_core.foundation.filters import FilterError
from kontor_core.foundation.privacy.classes import Data
from kontor_core.resources.listing import COUNTED_TO
from kontor_core.resources.verbs import json_rows


def names(town: Any, actor: Actor, **query: Any) -> list[str]:
    info = town.app.resources.named("customers")
    return [row.f0 for row in town.app.resources.page(actor, info, fields=["name"], **query).rows]


def test_search_folds_umlauts_and_case(town: Any) -> None:
    found = [names(town, town.actors["all"], search=t) for t in ("mü", "MU", "mu", "Mü", " mü ")]

    assert {name for page in found for name in page} == {"Müller", "muller"}
    assert {len(page) for page in found} == {10}


def test_search_finds_sharp_s_under_both_spellings(town: Any) -> None:
    found = [names(town, town.actors["all"], search=typed) for typed in ("straße", "strasse")]

    assert found[0] == found[1]
    assert set(found[0]) == {"Straße", "Strasse"}


def test_search_looks_at_visible_rows_only(town: Any) -> None:
    actor = town.actors["own"]
    expected = [m.name for m in town.visible(actor) if m.name == "Zander"]

    assert names(town, actor, search="zan") == expected


def test_search_takes_no_character_for_a_pattern(town: Any) -> None:
    for typed in ("%", "_", "'", '"', "*", "☃", "m%"):
        assert names(town, town.actors["all"], search=typed) == [], typed


def test_search_that_no_name_can_hold_is_refused(town: Any) -> None:
    for typed in ("\x00", "a\x1fb", "\ud800", "a" * 201):
        with pytest.raises(Invalid) as caught:
            names(town, town.actors["all"], search=typed)

        assert list(caught.value.problems()) == ["search"], typed


def test_page_goes_on_within_a_search(town: Any) -> None:
    app, actor = town.app, town.actors["all"]
    info = app.resources.named("customers")

    first = app.resources.page(actor, info, fields=(), search="mü", limit=6)
    rest = app.resources.page(
        actor, info, fields=(), search="mü", limit=6, cursor=first.next.encode()
    )

    assert (len(first.rows), len(rest.rows), rest.next) == (6, 4, None)


def test_filter_reaches_facets_and_custom_fields(town: Any) -> None:
    app, actor = town.app, town.actors["all"]
    info = app.resources.named("customers")
    chosen = [m for m in town.customers if m.card.get("points") == 2]
    for made in chosen[:2]:
        version = app.resources.get(actor, info, made.id, ()).version
        app.resources.change(actor, info, made.id, {"custom.size": "XL"}, version)

    by_facet = app.resources.page(actor, info, fields=(), filter="club.points = 2")
    by_both = app.resources.page(
        actor, info, fields=(), filter='club.points = 2 and custom.size = "XL"'
    )

    assert {row.f0 for row in by_facet.rows} == {m.id for m in chosen}
    assert {row.f0 for row in by_both.rows} == {m.id for m in chosen[:2]}


def test_same_filter_with_another_value_finds_other_rows(town: Any) -> None:
    written = [f'name = "{name}"' for name in ("Zander", "Apfel")]

    found = [set(names(town, town.actors["all"], filter=text)) for text in written]

    assert found == [{"Zander"}, {"Apfel"}]


def test_count_is_of_visible_rows(town: Any) -> None:
    app = town.app
    info = app.resources.named("customers")
    for actor in town.actors.values():
        seen = town.visible(actor)

        counts = (
            app.resources.count(actor, info),
            app.resources.count(actor, info, filter='name = "Zander"'),
            app.resources.count(actor, info, search="zan"),
        )

        zander = len([m for m in seen if m.name == "Zander"])
        assert counts == (len(seen), zander, zander)


def test_count_ends_one_past_ten_thousand(town: Any, many_visits: Any) -> None:
    many_visits(town.customers[0].id, 10_003)
    visits = town.app.resources.named("club.visits")

    assert town.app.resources.count(town.actors["all"], visits) == COUNTED_TO + 1
    assert town.app.resources.count(town.actors["all"], visits, filter='place = "7"') == 1


def test_merged_customers_are_in_no_list_and_no_count(town: Any) -> None:
    app, actor = town.app, town.actors["all"]
    info = app.resources.named("customers")
    with app.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=town.customers[1].id, merged=[town.customers[2].id])

    page = app.resources.page(actor, info, fields=(), limit=100)

    assert town.customers[2].id not in {row.f0 for row in page.rows}
    assert app.resources.count(actor, info) == 44
    assert app.resources.get(actor, info, town.customers[2].id, ()).version > 1


def test_rows_in_json_carry_the_names_people_write(town: Any) -> None:
    info = town.app.resources.named("customers")

    page = town.app.resources.page(
        town.actors["all"],
        info,
        fields=["name", "club.points"],
        filter="club.points = 2",
        limit=1,
    )

    (row,) = msgspec.json.decode(json_rows(page))
    assert sorted(row) == ["club.points", "id", "name"]


def test_masked_columns_are_empty_and_cannot_be_asked_for(town: Any, staff: Any) -> None:
    shown = frozenset({Data.PUBLIC, Data.INTERNAL})
    blind = staff.user(Level.ALL, read=shown)
    app = town.app
    info = app.resources.named("customers")

    assert set(names(town, blind)) == {None}
    for query in ({"sort": "name"}, {"filter": 'name = "Zander"'}):
        with pytest.raises(KontorError):
            app.resources.page(blind, info, **query)


UNKNOWN: list[tuple[dict[str, Any], str, str]] = [
    ({"sort": "nmae"}, "sort", "name"),
    ({"sort": "phase"}, "sort", "number"),
    ({"sort": "--name"}, "sort", "name"),
    ({"fields": ["nmae"]}, "fields", "name"),
    ({"fields": ["points"]}, "fields", "club.points"),
    ({"fields": [""]}, "fields", ""),
]


def test_unknown_name_is_refused_with_a_hint(town: Any) -> None:
    info = town.app.resources.named("customers")

    for query, field, hint in UNKNOWN:
        with pytest.raises(Invalid) as caught:
            town.app.resources.page(town.actors["all"], info, **query)

        assert list(caught.value.problems()) == [field], query
        assert hint in caught.value.text("en"), query


def test_filter_that_cannot_be_read_is_refused(town: Any) -> None:
    for written in (
        *("name ~", "nmae = 1", 'club.points > "x"', "(" * 400, 'name = "a', "\x00"),
        *("name = 1 1", 'name = "\x00"', "club.points = 99999999999999999999", "and" * 9),
    ):
        with pytest.raises((Invalid, FilterError)) as caught:
            names(town, town.actors["all"], filter=written)

        assert caught.value.status == 422, written


def test_unknown_resource_is_refused_with_the_nearest_name(town: Any) -> None:
    with pytest.raises(NotFound, match='Did you mean "customers"'):
        town.app.resources.named("custmers")


def test_resource_without_search_says_so(town: Any) -> None:
    affiliations = town.app.resources.named("affiliations")

    with pytest.raises(Invalid, match="no search"):
        town.app.resources.page(town.actors["all"], affiliations, search="x")


def test_limit_stays_between_one_and_the_most(town: Any) -> None:
    found = [len(names(town, town.actors["all"], limit=limit)) for limit in (-5, 0, 3, 10_000)]

    assert found == [1, 1, 3, 45]
