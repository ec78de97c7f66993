"""Keyset pages: whoever walks them meets every row they may see exactly once, in order."""

import base64
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest

from kontor_core.app import KontorApp
from kontor_core.contacts.domain import affiliate, create_contact
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.text import search_key

SORTS: dict[str, Callable[[Any], object]] = {
    "name": lambda made: search_key(made.name),
    "club.points": lambda made: made.card.get("points"),
    "club.price": lambda made: made.card.get("price"),
    "club.joined_on": lambda made: made.card.get("joined_on"),
    "club.seen_at": lambda made: made.card.get("seen_at"),
}
LEVELS = ("all", "own", "team", "teams", "stranger")


def forward(app: KontorApp, actor: Actor, **query: Any) -> Iterator[list[str]]:
    info = app.resources.named("customers")
    cursor = None
    while True:
        page = app.resources.page(actor, info, cursor=cursor, fields=(), **query)
        yield [row.f0 for row in page.rows]
        if page.next is None:
            return
        cursor = page.next.encode()


def backward(app: KontorApp, actor: Actor, **query: Any) -> Iterator[list[str]]:
    """Walk to the last page, then back to the first by ``previous`` alone."""
    info = app.resources.named("customers")
    page = app.resources.page(actor, info, fields=(), **query)
    while page.next is not None:
        page = app.resources.page(actor, info, cursor=page.next.encode(), fields=(), **query)
    while page.previous is not None:
        page = app.resources.page(actor, info, cursor=page.previous.encode(), fields=(), **query)
        yield [row.f0 for row in page.rows]


def in_order(made: list[Any], sort: str) -> list[str]:
    """Sort in Python: ties by id, rows without a value last in both directions."""
    key, down = SORTS[sort.removeprefix("-")], sort.startswith("-")
    having: Any = [(key(m), m.id) for m in made if key(m) is not None]
    lacking = [m.id for m in made if key(m) is None]
    return [id_ for _, id_ in sorted(having, reverse=down)] + sorted(lacking, reverse=down)


@pytest.mark.parametrize("level", LEVELS)
def test_walk_over_pages_is_the_whole_list_in_order(town: Any, level: str) -> None:
    actor = town.actors[level]
    for sort in SORTS:
        for direction in ("", "-"):
            expected = in_order(town.visible(actor), direction + sort)

            pages = list(forward(town.app, actor, sort=direction + sort, limit=4))

            assert list(chain(*pages)) == expected, direction + sort
            assert all(len(page) == 4 for page in pages[:-1])


@pytest.mark.parametrize("level", ["all", "teams"])
def test_walk_back_meets_the_same_rows(town: Any, level: str) -> None:
    actor = town.actors[level]
    for sort in ("name", "-name", "club.points", "-club.seen_at"):
        expected = in_order(town.visible(actor), sort)
        last = (len(expected) - 1) // 4 * 4

        pages = list(backward(town.app, actor, sort=sort, limit=4))

        assert list(chain(*reversed(pages))) == expected[:last], sort


def test_last_page_that_is_just_full_leads_nowhere(town: Any) -> None:
    actor = town.actors["all"]

    pages = list(forward(town.app, actor, sort="club.points", limit=15))

    assert [len(page) for page in pages] == [15, 15, 15]


def test_page_begins_where_a_deleted_row_ended_the_last_one(town: Any) -> None:
    app, actor = town.app, town.actors["all"]
    info = app.resources.named("customers")
    expected = in_order(town.customers, "name")
    page = app.resources.page(actor, info, fields=(), sort="name", limit=5)
    last = page.rows[-1].f0

    app.resources.delete(actor, info, last, app.resources.get(actor, info, last, ()).version)
    after = app.resources.page(
        actor, info, fields=(), sort="name", limit=5, cursor=page.next.encode()
    )

    assert [row.f0 for row in after.rows] == expected[5:10]


def test_contact_of_a_visible_customer_is_listed_once(town: Any) -> None:
    app, actor = town.app, town.actors["own"]
    mine = [m.id for m in town.visible(actor)][:2]
    people = app.resources.named("contacts")
    with app.unit(SYSTEM) as uow:
        made = create_contact(uow, {"family_name": "Weber", "customer_id": mine[0]})
        affiliate(uow, {"contact_id": made.id, "customer_id": mine[1]})

    found = app.resources.page(actor, people, fields=(), sort="name")

    assert [row.f0 for row in found.rows] == [made.id]


def test_child_rows_follow_the_shares_of_their_customer(town: Any) -> None:
    app = town.app
    visits = app.resources.named("club.visits")
    for n, made in enumerate(town.customers):
        place = None if n % 4 == 0 else f"Ort {n % 3}"
        app.resources.create(town.actors["all"], visits, {"customer_id": made.id, "place": place})

    for level in LEVELS:
        actor = town.actors[level]
        seen: list[str] = []
        cursor = None
        while True:
            page = app.resources.page(
                actor, visits, fields=["customer_id"], sort="-place", limit=6, cursor=cursor
            )
            seen += [row.f0 for row in page.rows]
            if page.next is None:
                break
            cursor = page.next.encode()

        assert sorted(seen) == sorted(made.id for made in town.visible(actor)), level


def test_values_of_sorted_columns_arrive_as_rows_have_them(town: Any) -> None:
    fields = ["club.price", "club.joined_on", "club.seen_at", "club.points"]

    page = town.app.resources.page(
        town.actors["all"],
        town.app.resources.named("customers"),
        fields=fields,
        sort="-club.points",
        limit=1,
    )

    card = max((m.card for m in town.customers), key=lambda card: card.get("points") or 0)
    row = page.rows[0]
    assert (type(row.f0), type(row.f1), row.f3) == (Decimal, str, card["points"])


def forged(sort: str, key: str, record_id: str) -> str:
    text = f'["{sort}",{key},"{record_id}",false,false]'
    return base64.urlsafe_b64encode(text.encode()).decode()


def test_damaged_cursor_is_refused(town: Any) -> None:
    info = town.app.resources.named("customers")
    good = town.customers[0].id
    damaged = ["=", "%%%", "bm9uc2Vuc2U", "é", forged("name", '"x"', "no id")]
    damaged += [forged("name", key, good) for key in ('{"a":1}', "7", "null", '"\\u0000"')]

    for cursor in damaged:
        with pytest.raises(Invalid) as caught:
            town.app.resources.page(town.actors["all"], info, sort="name", cursor=cursor)

        assert list(caught.value.problems()) == ["cursor"], cursor


def test_cursor_whose_key_is_no_value_of_the_field_is_refused(town: Any) -> None:
    info = town.app.resources.named("customers")

    for sort, key in (
        *(("club.points", k) for k in ('"many"', "1e300", "9223372036854775808", "true")),
        *(("club.price", k) for k in ('"dear"', '"1e999"', "1.5", '"NaN"')),
        *(("club.joined_on", k) for k in ('"yesterday"', "20240101")),
        *(("club.seen_at", k) for k in ('"noon"', '"2024-01-01T99:00:00Z"')),
    ):
        cursor = forged(sort, key, town.customers[0].id)
        with pytest.raises(Invalid) as caught:
            town.app.resources.page(town.actors["all"], info, sort=sort, cursor=cursor)

        assert list(caught.value.problems()) == ["cursor"], (sort, key)


def test_cursor_of_another_sort_is_refused(town: Any) -> None:
    app, actor = town.app, town.actors["all"]
    info = app.resources.named("customers")
    page = app.resources.page(actor, info, sort="name", limit=1)

    with pytest.raises(Invalid, match="another sort"):
        app.resources.page(actor, info, sort="-name", cursor=page.next.encode())
