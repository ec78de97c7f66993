"""What a column comes to over a list: of all that one may see, the same on both databases."""

from decimal import Decimal
from typing import Any

from kontor_core.hooks.declarations.ui import Agg


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
