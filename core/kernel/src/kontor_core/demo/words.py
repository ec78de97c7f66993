"""The words of a demo company: who works there, whom it deals with, what people talk about.

Kontor's own is a trader of office furniture in German. A company's folder may hold another one as
``demo.toml``, which every example does; an English company without one speaks as the English
example does.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kontor_core.demo.talks import BY_PHASE, BY_ROLE, COUNTS, GOODS, Talk
from kontor_core.foundation.errors import DefinitionError
from kontor_core.foundation.i18n import L, Locale
from kontor_core.hooks.declarations.contexts import DemoContext

FILE_NAME = "demo.toml"

_SHARES = {"customer": 0.77, "private": 0.13, "supplier": 0.05, "partner": 0.03, "press": 0.02}
_TEAMS = {"north": "Vertrieb Nord", "south": "Vertrieb Süd", "service": "Kundenservice"}

_ENGLISH = Path(__file__).parents[1] / "examples" / "manufacturing" / FILE_NAME


class Employee(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the staff; ``team`` is ``north``, ``south`` or ``service``."""

    name: str
    team: str
    role: str


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where values of a custom field come from; exactly one of these is given.

    ``pattern`` has a digit for each ``#``, ``days`` count from today.
    """

    of: tuple[str, ...] = ()
    pattern: str = ""
    between: tuple[int, int] | None = None
    days: tuple[int, int] | None = None


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    language: Locale = "de"
    size: int = 300
    domain: str = "hanse-handel.example"
    week: str = "KW {n}"
    missed: str = "{who} war nicht zu sprechen."
    shares: Mapping[str, float] = msgspec.field(default_factory=lambda: _SHARES)
    teams: Mapping[str, str] = msgspec.field(default_factory=lambda: _TEAMS)
    staff: tuple[Employee, ...] = (
        Employee("Sarah Lorenz", "north", "manager"),
        Employee("Jonas Petersen", "north", "agent"),
        Employee("Mira Aydin", "south", "manager"),
        Employee("Tobias Krüger", "south", "agent"),
        Employee("Katharina Brandt", "service", "agent"),
    )
    trades: tuple[str, ...] = ()  # none: those of the trader of furniture
    positions: tuple[str, ...] = ()
    second: tuple[str, ...] = (
        "Beirat", "Externe Beratung", "Projektleitung", "Datenschutz", "Hausverwaltung",
    )  # fmt: skip
    goods: tuple[tuple[str, str], ...] = GOODS
    counts: tuple[int, ...] = COUNTS
    talks: Mapping[str, tuple[Talk, ...]] = msgspec.field(default_factory=lambda: BY_PHASE)
    about: Mapping[str, tuple[Talk, ...]] = msgspec.field(default_factory=lambda: BY_ROLE)
    values: Mapping[str, Mapping[str, Value]] = {}  # by entity and field, from the first day
    later: Mapping[str, Value] = {}  # of customers, since they are more than prospects
    plugin: Mapping[str, Mapping[str, Any]] = {}


def words_of(ctx: DemoContext) -> Words:
    return msgspec.convert(ctx.words, Words)


def read_words(folder: Path, language: Locale) -> dict[str, Any]:
    """Read what ``Words`` are made from; raises DefinitionError where that is not possible."""
    path = folder / FILE_NAME
    if not path.is_file():
        if language == "de":
            return {}
        path = _ENGLISH
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        msgspec.convert(data, Words)
        return data
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        reason = f"{path.name}: {error}"
        raise DefinitionError(L(reason, en=reason), source=path.name) from None
