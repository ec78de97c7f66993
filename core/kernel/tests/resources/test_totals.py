"""Amounts added up over a list: of all that one may see, and of nothing else."""

from typing import Any

from kontor_core.foundation.privacy.classes import Data


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
