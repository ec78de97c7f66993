"""Sorting by several fields: every page of every order, with ties, gaps and both directions."""

import random
from itertools import chain
from typing import Any

import pytest

from kontor_core.foundation.errors import Invalid

from .test_pages import SORTS, backward, forged, forward

TRIES = 12


def in_order(made: list[Any], sort: str) -> list[str]:
    """Sort in Python, last key first: ties by id, rows without a value last in any direction."""
    keys = sort.split(",")
    rows = sorted(made, key=lambda one: one.id, reverse=keys[0].startswith("-"))
    for part in reversed(keys):
        key: Any = SORTS[part.removeprefix("-")]
        having = [one for one in rows if key(one) is not None]
        lacking = [one for one in rows if key(one) is None]
        rows = sorted(having, key=key, reverse=part.startswith("-")) + lacking
    return [one.id for one in rows]


def test_any_order_is_walked_whole_and_back(town: Any) -> None:
    chance = random.Random(20261122)  # noqa: S311  # which orders are tried, the same every time
    for _ in range(TRIES):
        names = chance.sample(sorted(SORTS), chance.choice((2, 2, 3)))
        sort = ",".join(chance.choice(("", "-")) + name for name in names)
        actor = town.actors[chance.choice(("all", "all", "own", "team", "teams"))]
        limit = chance.choice((1, 2, 4, 7))
        expected = in_order(town.visible(actor), sort)
        last = (len(expected) - 1) // limit * limit

        there = list(forward(town.app, actor, sort=sort, limit=limit))
        back = list(backward(town.app, actor, sort=sort, limit=limit))

        assert list(chain(*there)) == expected, (sort, limit)
        assert list(chain(*reversed(back))) == expected[:last], (sort, limit)


def test_a_sort_that_makes_no_sense_is_refused(town: Any) -> None:
    info, actor = town.app.resources.named("customers"), town.actors["all"]

    for sort, said in (
        ("name,-name", "already"),
        ("name,number,club.points,club.price", "at most"),
        ("name,phase", "Cannot sort"),
    ):
        with pytest.raises(Invalid, match=said):
            town.app.resources.page(actor, info, sort=sort)


def test_cursor_of_one_field_does_not_serve_an_order_of_two(town: Any) -> None:
    info, actor = town.app.resources.named("customers"), town.actors["all"]
    good = town.customers[0].id

    for cursor in (forged("name,-club.points", '"x"', good),):
        with pytest.raises(Invalid) as caught:
            town.app.resources.page(actor, info, sort="name,-club.points", cursor=cursor)

        assert list(caught.value.problems()) == ["cursor"]
