"""What stands in the fields that a company added: the words say where from, choices by chance."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random

from kontor_core.demo.words import Value
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data

_DAY = len("2026-11-21")
_ANYTHING: Mapping[Kind, object] = {
    Kind.TEXT: "–", Kind.LONGTEXT: "–", Kind.INT: 1, Kind.NUMBER: "1", Kind.MONEY: 100,
    Kind.EMAIL: "info@firma.example", Kind.PHONE: "+493023125000",
    Kind.URL: "https://www.firma.example",
}  # fmt: skip
"""What stands in a field that must not be empty and that the words do not know."""


def custom_values(
    random: Random,
    fields: Mapping[str, FieldSpec],
    sources: Mapping[str, Value],
    now: datetime,
    *,
    others: bool = True,
) -> dict[str, object]:
    """Make values for the fields that have a source; ``others``: for choices and ticks as well."""
    found: dict[str, object] = {}
    for name, spec in fields.items():
        if name in sources:
            found[name] = _from_source(random, spec, sources[name], now)
        elif not others or (spec.data is Data.SPECIAL and not spec.required):
            continue
        elif spec.kind is Kind.BOOL:
            found[name] = random.random() < 0.7
        elif spec.kind is Kind.CHOICE:
            found[name] = random.choice(spec.choices).value
        elif spec.kind is Kind.CHOICES:
            count = random.choice((1, 1, 2, 3))
            chosen = random.sample(spec.choices, min(count, len(spec.choices)))
            found[name] = [choice.value for choice in chosen]
        elif spec.required:
            found[name] = _ANYTHING.get(spec.kind) or now.isoformat()[:_DAY]
    return found


def _from_source(random: Random, spec: FieldSpec, source: Value, now: datetime) -> object:
    if source.days is not None:
        return (now + timedelta(days=random.randint(*source.days))).date().isoformat()
    if source.between is not None:
        low, high = source.between
        number = round(low * (high / max(low, 1)) ** random.random())  # small ones are common
        return number * 100 if spec.kind is Kind.MONEY else number
    if source.pattern:
        return re.sub("#", lambda _: str(random.randint(0, 9)), source.pattern)
    value = random.choice(source.of)
    return [value] if spec.kind is Kind.CHOICES else value
