"""Organisations that do not exist: invented stems, real trades."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from kontor_core.demo.names import spelled

_STEMS = (
    "Ahren Bark Birken Blanken Brahm Brink Dannen Dorn Eller Eschen Falken Fries Garl Gold Grams "
    "Grün Harms Hasel Heiden Hessel Holl Ihl Immen Jarl Jess Kalten Kirch Kott Krus Lauen Lind "
    "Lohn Marl Mohn Moor Neuen Nieder Ohl Oster Quell Quer Rams Rethen Rohr Saat Schil Sieden Sond "
    "Tarn Tell Uhlen Ummel Vier Volk Walt Wehren Wend Wester Wulf Zeven"
)
_ENDS = "beck bruch brook dahl feld hagen hoop horst kamp kroog mark rade rath siek stedt wisch"
_COMPANY = ("GmbH", "GmbH", "GmbH", "GmbH & Co. KG", "GmbH & Co. KG", "KG", "AG", "e. K.")
_OFFICE = ("PartG mbB", "PartG mbB", "GmbH")
_NONE = ("",)

_STAFF = (
    *("Geschäftsführung", "Einkauf", "Leitung Einkauf", "Buchhaltung", "Office-Management"),
    *("Facility-Management", "Assistenz der Geschäftsführung", "IT-Leitung", "Personal", "Empfang"),
)
_OFFICE_STAFF = ("Partner", "Kanzleileitung", "Sekretariat", "Buchhaltung", "Office-Management")
_SELLERS = ("Vertrieb", "Key-Account", "Innendienst", "Versand", "Buchhaltung")
_BUILDERS = ("Geschäftsführung", "Projektleitung", "Planung", "Montage")
_PRESS = ("Redaktion", "Chefredaktion", "Anzeigen")


@dataclass(frozen=True)
class Trade:
    """What organisations do: how they are named and who works there, the first one always."""

    pattern: str
    forms: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True)
class Organisation:
    name: str
    domain: str
    staff: tuple[str, ...]


_COMPANIES = (
    *("Bau", "Consulting", "Druck", "Elektrotechnik", "Energie", "Feinmechanik", "Gebäudetechnik"),
    *("Hausverwaltung", "Immobilien", "Kunststofftechnik", "Lebensmittel", "Logistik", "Optik"),
    *("Maschinenbau", "Medizintechnik", "Pharma", "Schiffsausrüstung", "Software", "Spedition"),
    *("Textil", "Touristik", "Umwelttechnik", "Verpackung", "Versicherungsmakler", "Werbung"),
)
_OFFICES = ("Architekten", "Ingenieure", "Rechtsanwälte", "Steuerberatung", "Wirtschaftsprüfung")
_HOUSES = ("Akademie", "Klinikum", "Pflegeheim", "Stadtwerke", "Stiftung", "Wohnungsgenossenschaft")
_BUYERS = (
    *(Trade(f"{{stem}} {what}", _COMPANY, _STAFF) for what in _COMPANIES),
    *(Trade(f"{{stem}} {what}", _OFFICE, _OFFICE_STAFF) for what in _OFFICES),
    *(Trade(f"{what} {{stem}}", _NONE, _STAFF) for what in _HOUSES),
)
_SUPPLIERS = tuple(
    Trade(f"{{stem}} {what}", ("GmbH", "GmbH & Co. KG", "AG"), _SELLERS)
    for what in ("Möbelwerke", "Leuchten", "Polster", "Papier", "Stahlmöbel", "Bürotechnik")
)
_PARTNERS = tuple(
    Trade(f"{{stem}} {what}", ("GmbH", "KG"), _BUILDERS)
    for what in ("Innenausbau", "Objektplanung", "Umzüge", "Montage")
)
_NEWSROOMS = tuple(
    Trade(f"{what} {{stem}}", _NONE, _PRESS) for what in ("Verlag", "Fachmedien", "Redaktionsbüro")
)
_TRADES = {"supplier": _SUPPLIERS, "partner": _PARTNERS, "press": _NEWSROOMS}


class Organisations:
    """Makes organisations, each stem once as long as there are fresh ones."""

    def __init__(
        self, random: Random, trades: Sequence[str] = (), positions: Sequence[str] = ()
    ) -> None:
        """Make up firms of these trades where people hold these positions, else of many."""
        self._random = random
        own = tuple(Trade(f"{{stem}} {what}", _COMPANY, tuple(positions)) for what in trades)
        self._trades = dict.fromkeys(_TRADES, own) if own else _TRADES
        self._buyers = own or _BUYERS
        self._stems: list[str] = []

    def next(self, role: str) -> Organisation:
        """Make one that is a customer, supplier, partner or newsroom."""
        trade = self._random.choice(self._trades.get(role, self._buyers))
        body = trade.pattern.format(stem=self._stem())
        name = f"{body} {self._random.choice(trade.forms)}".strip()
        return Organisation(name, f"{spelled(body)}.example", trade.staff)

    def _stem(self) -> str:
        if not self._stems:
            self._stems = [stem + end for stem in _STEMS.split() for end in _ENDS.split()]
            self._random.shuffle(self._stems)
        return self._stems.pop()
