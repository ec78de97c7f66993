"""Amounts added up over a list: of all that one may see, and of nothing else."""

from decimal import Decimal
from typing import Any

from kontor_core.foundation.privacy.classes import Data
from kontor_core.hooks.declarations.ui import Agg


def test_an_amount_is_added_up_over_what_one_may_see(town: Any) -> None:
    info = town.app.resources.named("customers")

    for actor in town.actors.values():
        found = town.app.resources.totals(actor, info, "club.points")

        seen = town.visible(actor)
        points = [made.card.get("points") for made in seen]
        assert sum(one.n for one in found) == len(seen)
        assert sum(one.amount or 0 for one in found) == sum(p for p in points if p is not None)


def test_a_filter_and_a_search_hold_for_the_sum_too(town: Any) -> None:
    info, actor = town.app.resources.named("customers"), town.actors["all"]

    found = town.app.resources.totals(
        actor, info, "club.points", filter="club.points > 1", search="mü"
    )

    fitting = [
        made.card["points"]
        for made in town.visible(actor)
        if (made.card.get("points") or 0) > 1 and made.name in ("Müller", "muller")
    ]
    assert sum(one.n for one in found) == len(fitting)
    assert sum(one.amount or 0 for one in found) == sum(fitting)


def test_who_may_not_read_an_amount_gets_no_sum(town: Any, staff: Any) -> None:
    info = town.app.resources.named("customers")
    reader = staff.user(read=frozenset({Data.PUBLIC}))

    assert town.app.resources.totals(reader, info, "club.points") == []


def test_a_column_comes_to_the_same_on_both_databases(town: Any) -> None:
    info, resources = town.app.resources.named("customers"), town.app.resources

    for actor in town.actors.values():
        cards = [made.card for made in town.visible(actor)]
        for name in ("points", "price"):
            known = [card[name] for card in cards if card.get(name) is not None]
            found = {
                how: [
                    (one.n, one.value)
                    for one in resources.aggregate(actor, info, f"club.{name}", how)
                ]
                for how in Agg
            }

            wanted = {
                Agg.SUM: sum(known),
                Agg.AVG: Decimal(sum(known)) / (len(known) or 1),
                Agg.MIN: min(known, default=0),
                Agg.MAX: max(known, default=0),
                Agg.COUNT: len(known),
            }
            assert found == {how: [(len(known), v)] if known else [] for how, v in wanted.items()}
            assert [type(value) for _, value in found[Agg.SUM]] == [type(sum(known))] * bool(known)
