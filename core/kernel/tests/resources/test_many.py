"""Filters over what a record has many of: a row that fits, none that does, none at all."""

from typing import Any

import pytest

from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Invalid

WANTED = {
    'club.place = "1"': {0},
    'club.place in ("0", "5")': {0, 1},
    'club.place = "0" and club.place = "1"': {0},
    'club.place != "1"': {1, 2},
    'not club.place = "0"': {2},
    "club.place is empty": {2},
    "not club.place is empty": {0, 1},
    'club.place starts "0" or name = "nobody"': {0, 1},
}


def test_records_are_found_by_one_row_of_many(town: Any) -> None:
    info, visits = (town.app.resources.named(one) for one in ("customers", "club.visits"))
    some = town.customers[:3]
    for n, place in ((0, "0"), (0, "1"), (1, "0")):
        values = {"customer_id": some[n].id, "place": place}
        town.app.resources.create(SYSTEM, visits, values)

    for text, wanted in WANTED.items():
        for actor in town.actors.values():
            page = town.app.resources.page(actor, info, filter=text, fields=(), limit=100)

            found = {row.f0 for row in page.rows}
            seen = {made.id for made in town.visible(actor)}
            expected = {some[n].id for n in wanted} & seen
            assert found & {made.id for made in some} == expected, text
            assert town.app.resources.count(actor, info, filter=text) == len(found)


def test_what_one_may_filter_by_is_no_field_of_the_record(town: Any) -> None:
    info = town.app.resources.named("customers")
    actor = town.actors["all"]

    assert "club.place" in info.filters
    assert "club.place" not in info.fields
    with pytest.raises(Invalid):
        town.app.resources.page(actor, info, fields=["club.place"])
