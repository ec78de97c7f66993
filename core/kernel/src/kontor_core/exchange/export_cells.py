"""Values of rows as cells of a file, a column at a time, so that the import reads them back.

``Manner.NAMES`` is for programs: field names, stored values, ids. ``Manner.LABELS`` is for people:
labels and choices in their language, records by their titles, local times.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from kontor_core.exchange.formulas import guarded
from kontor_core.foundation import clock
from kontor_core.foundation.fields import Field, FieldSpec
from kontor_core.foundation.i18n import Locale, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.money import minor_digits
from kontor_core.foundation.values import Conventions
from kontor_core.foundation.values.showing import NO, YES

Column = Sequence[Any]
Convert = Callable[[Any], Any]

_LARGEST_NUMBER = 10**15  # what a spreadsheet keeps exactly
_TEXTS = frozenset({Kind.TEXT, Kind.LONGTEXT, Kind.EMAIL, Kind.URL})
_DECIMALS = frozenset({Kind.NUMBER, Kind.UNIT_PRICE, Kind.QUANTITY})


class Manner(StrEnum):
    NAMES = "names"
    LABELS = "labels"


@dataclass(frozen=True)
class Cells:
    """Turns columns of rows into columns of cells: texts, or typed ones for a workbook."""

    conventions: Conventions
    locale: Locale
    manner: Manner
    typed: bool = False
    titles: dict[tuple[str, str], str] = field(default_factory=dict)  # filled page by page

    def column(self, of: Field, values: Column, currencies: Column | None = None) -> Column:
        """Convert one column; ``currencies`` stand beside amounts of money."""
        kind = of.kind
        if kind in _TEXTS:
            return [v if v is None or v[:1].isalnum() else guarded(v) for v in values]
        if kind is Kind.MONEY:
            own = self.conventions.currency
            beside = currencies or [None] * len(values)
            return [
                None if v is None else self._amount(v, currency or own)
                for v, currency in zip(values, beside, strict=True)
            ]
        convert = self._convert(of.spec)
        return list(values) if convert is None else _each(convert, values)

    def _convert(self, spec: FieldSpec) -> Convert | None:
        kind = spec.kind
        if kind in _DECIMALS:
            return lambda value: self._number(Decimal(value))
        if kind is Kind.INT:
            return self._whole if self.typed else None
        if kind is Kind.BOOL:
            return None if self.typed else self._bool
        if kind is Kind.DATE:
            return date.fromisoformat if self.typed else None
        if kind is Kind.DATETIME:
            return self._moment if self.typed or self._for_people else None
        if kind in (Kind.CHOICE, Kind.CHOICES):
            return self._choices(spec)
        if kind is Kind.REF:
            return self._named(spec.ref) if self._for_people and spec.ref else None
        if kind is Kind.JSON:
            return lambda value: guarded(msgspec.json.encode(value).decode())
        return None  # phones and ids stay as they are

    @property
    def _for_people(self) -> bool:
        return self.manner is Manner.LABELS

    def _amount(self, minor: int, currency: str) -> Any:
        return self._number(Decimal(minor).scaleb(-minor_digits(currency)), plain=False)

    def _number(self, number: Decimal, *, plain: bool = True) -> Any:
        """Give a number as a text without needless zeros, or as one a workbook calculates with."""
        if plain:
            number = number.normalize()
        if self.typed and len(number.as_tuple().digits) <= 15:
            return number
        text = f"{number:f}"
        return text.replace(".", ",") if self._for_people and self.locale == "de" else text

    def _whole(self, number: int) -> Any:
        return number if abs(number) < _LARGEST_NUMBER else str(number)

    def _bool(self, value: bool) -> str:
        if self._for_people:
            return text_of(YES if value else NO, self.locale)
        return "true" if value else "false"

    def _moment(self, value: str) -> Any:
        local = clock.from_text(value).astimezone(self.conventions.tz)
        if self.typed:
            return local.replace(tzinfo=None)  # workbooks know no zones
        # without the fraction, which no spreadsheet shows
        return f"{local:%Y-%m-%d %H:%M:%S}"

    def _named(self, ref: str) -> Convert:
        def named(value: str) -> str:
            return guarded(self.titles.get((ref, value), value))

        return named

    def _choices(self, spec: FieldSpec) -> Convert:
        names = self._labels(spec) if self._for_people else {}
        if spec.kind is Kind.CHOICE:
            return lambda value: guarded(names.get(value, str(value)))
        return lambda value: guarded(", ".join(names.get(one, str(one)) for one in value))

    def _labels(self, spec: FieldSpec) -> Mapping[str, str]:
        """Give the labels that lead back to their choice; the others stay as they are stored."""
        choices = self.conventions.choices(spec)
        found: dict[str, str] = {}
        for choice in choices:
            label = text_of(choice.label, self.locale)
            same = [other for other in choices if label.casefold() in _words(other)]
            if same == [choice] and not any(mark in label for mark in ",;|\n"):
                found[choice.value] = label
        return found


def _words(choice: Any) -> set[str]:
    texts = (choice.value, text_of(choice.label, "de"), text_of(choice.label, "en"))
    return {text.casefold() for text in texts}


class _Memory(dict[Any, Any]):
    """Stored value -> cell; a page repeats itself, and a look-up is cheap."""

    def __init__(self, convert: Convert) -> None:
        super().__init__({None: None})
        self._convert = convert

    def __missing__(self, value: Any) -> Any:
        self[value] = cell = self._convert(value)
        return cell


def _each(convert: Convert, values: Column) -> Column:
    """Convert what is there; equal values of a page once."""
    try:
        return list(map(_Memory(convert).__getitem__, values))
    except TypeError:  # lists and objects of JSON have no hash
        return [None if value is None else convert(value) for value in values]
