"""Telephone numbers that ring nowhere: the ones kept free for films and books.

Bundesnetzagentur, Mitteilung 148/2021 ("Drama Numbers"): a thousand numbers in each of five towns,
and some of the mobile networks.
"""

from random import Random

LANDLINES = {
    "Berlin": "+493023125",
    "Frankfurt": "+496990009",
    "Hamburg": "+494066969",
    "Köln": "+492214710",
    "München": "+498999998",
}
MOBILE_BLOCKS = ("+4917139200", "+49176040690")
MOBILES = (
    *("+4915228817386", "+4915228895456", "+4915254599371"),
    *("+491729925904", "+491729968532", "+491729973185", "+491729973186", "+491729980752"),
    *("+491749091317", "+491749464308"),
)


class Numbers:
    """Hands out each number once; None when an area has no more of them."""

    def __init__(self, random: Random) -> None:
        self._free = {
            area: [f"{prefix}{number:03}" for number in range(1000)]
            for area, prefix in LANDLINES.items()
        }
        blocks = [f"{prefix}{number:02}" for prefix in MOBILE_BLOCKS for number in range(100)]
        self._free[""] = [*MOBILES, *blocks]
        for numbers in self._free.values():
            random.shuffle(numbers)

    def landline(self, area: str) -> str | None:
        """Give a number of a town; a mobile one where the town has none to spare."""
        return self._take(area) or self.mobile()

    def mobile(self) -> str | None:
        return self._take("")

    def _take(self, area: str) -> str | None:
        numbers = self._free.get(area)
        return numbers.pop() if numbers else None
