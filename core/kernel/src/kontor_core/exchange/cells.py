"""Cells become values: each different text of a column is checked once, by the one door in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import compress
from typing import Any

from kontor_core.exchange.reach import PHOTO
from kontor_core.exchange.sources import DAY_ZERO, Chunk, Fault, Picture
from kontor_core.exchange.targets import Target, TargetField
from kontor_core.foundation import clock
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import FieldSpec, column_type
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.bulk import stored
from kontor_core.foundation.values.cleaning import clean_with, cleaner
from kontor_core.foundation.values.conventions import Conventions

_REMEMBERED = 100_000
_FIRST_DAY, _LAST_DAY = 366, 2_958_465


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is not taken: where it stands, which cell is to blame and why."""

    line: int
    column: str
    value: str
    reason: Label


@dataclass(frozen=True, slots=True)
class Bad:
    """What stands in place of a value that could not be read."""

    reason: Label


class Memory(dict[Any, Any]):
    """Raw cell -> value or Bad; most columns repeat themselves, and a look-up is cheap."""

    def __init__(self, read: Callable[[object], Any], convert: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read
        self._convert = convert
        self.any_bad = False

    def __missing__(self, raw: Any) -> Any:
        try:
            if isinstance(raw, Fault):
                raise Invalid(raw.reason)
            value = self._convert(self._read(raw))
        except Invalid as error:
            self.any_bad = True
            value = Bad(next(iter(error.problems().values()), error.message))
        if len(self) > _REMEMBERED:
            self.clear()
        self[raw] = value
        return value


class Unremembered(Memory):
    """For cells that are large and never the same."""

    def __setitem__(self, raw: Any, value: Any) -> None: ...


class Reader:
    """Reads the chunks of one file for one target."""

    def __init__(
        self,
        target: Target,
        mapping: Mapping[str, str],
        conventions: Conventions,
        *,
        day_zero: datetime = DAY_ZERO,
    ) -> None:
        self._mapping = {column: target.fields[name] for column, name in mapping.items()}
        self._memories = {
            column: (Unremembered if f.name == PHOTO else Memory)(
                _cleaner(f, conventions, day_zero), _convert(f)
            )
            for column, f in self._mapping.items()
        }
        # an amount is read in the currency that stands beside it in its row
        self._beside = _currency_columns(self._mapping)
        for column in self._beside:
            field_ = self._mapping[column]
            self._memories[column] = Memory(_amounts(field_, conventions), _convert(field_))

    def read(self, chunk: Chunk) -> "CheckedRows":
        """Check every mapped cell; rows with a bad one are reported and left out."""
        columns: dict[str, Sequence[Any]] = {}
        blamed: dict[int, Problem] = {}
        for column, target in self._mapping.items():
            raw = chunk.columns[column]
            memory = self._memories[column]
            beside = self._beside.get(column)
            cells = raw if beside is None else zip(raw, chunk.columns[beside], strict=True)
            values = list(map(memory.__getitem__, cells))
            columns[target.name] = values
            if memory.any_bad:
                for index, value in enumerate(values):
                    if type(value) is Bad and index not in blamed:
                        blamed[index] = Problem(
                            chunk.lines[index], column, _short(raw[index]), value.reason
                        )
        problems = [Problem(m.line, "", m.text, m.reason) for m in chunk.malformed]
        lines: Sequence[int] = chunk.lines
        if blamed:
            problems += blamed.values()
            keep = [index not in blamed for index in range(len(lines))]
            lines = list(compress(lines, keep))
            columns = {name: list(compress(v, keep)) for name, v in columns.items()}
        sources = {f.name: column for column, f in self._mapping.items()}
        return CheckedRows(lines, columns, sources, problems)


@dataclass(slots=True)
class CheckedRows:
    """Rows whose cells are all readable; what an importer refuses is added to ``problems``."""

    lines: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    sources: Mapping[str, str]  # field -> the file's own name of its column
    problems: list[Problem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.lines)

    def column(self, name: str) -> Sequence[Any]:
        found = self.columns.get(name)
        return found if found is not None else [None] * len(self.lines)

    def refuse(self, index: int, column: str, reason: Label) -> None:
        values = self.columns.get(column)
        value = _short(values[index]) if values is not None else ""
        self.problems.append(
            Problem(self.lines[index], self.sources.get(column, column), value, reason)
        )

    def part(self, start: int, stop: int) -> "CheckedRows":
        """Give some of the rows, with a list of problems of their own."""
        columns = {name: values[start:stop] for name, values in self.columns.items()}
        return CheckedRows(self.lines[start:stop], columns, self.sources)

    def records(self) -> Iterable[dict[str, Any]]:
        """Give the rows one by one, fields without a value left out."""
        names = list(self.columns)
        for row in zip(*self.columns.values(), strict=True):
            yield {n: v for n, v in zip(names, row, strict=True) if v is not None}


def _cleaner(
    field_: TargetField, conventions: Conventions, day_zero: datetime
) -> Callable[[object], Any]:
    if field_.name == PHOTO:
        return _picture
    clean = cleaner(_read_as(field_.spec), field_.name, conventions)
    if field_.spec.kind in (Kind.DATE, Kind.DATETIME):
        return lambda raw: clean(_day(raw, day_zero) if isinstance(raw, Decimal) else raw)
    if field_.spec.kind is not Kind.TEXT:
        return clean
    longest = field_.spec.max_length

    def read(raw: object) -> Any:
        if isinstance(raw, str):
            if raw.isascii() and raw.isprintable():  # most of all cells: nothing to mend
                text = raw.strip()
                if 0 < len(text) <= longest:
                    return text
            raw = _one_line(raw)  # a line break in a name is a spreadsheet's layout, no mistake
        return clean(raw)

    return read


def _picture(raw: object) -> Any:
    if raw is None or isinstance(raw, Picture):
        return raw
    raise Invalid({PHOTO: L("Bilder kommen nur aus vCards.", en="Pictures come from vCards only.")})


def _one_line(text: str) -> str:
    return " ".join(text.split()) if len(text.splitlines()) > 1 else text


def _currency_columns(mapping: Mapping[str, TargetField]) -> dict[str, str]:
    """Give, for the column of each amount, the column of its currency where the file has one."""
    columns = {field_.name: column for column, field_ in mapping.items()}
    found = {}
    for column, field_ in mapping.items():
        if field_.spec.kind is Kind.MONEY and field_.spec.currency:
            prefix, dot, _ = field_.name.rpartition(".")
            beside = columns.get(f"{prefix}{dot}{field_.spec.currency}")
            if beside is not None:
                found[column] = beside
    return found


def _amounts(field_: TargetField, conventions: Conventions) -> Callable[[object], Any]:
    """Read amounts with their currencies; a currency that is none is refused on its own."""

    def read(pair: Any) -> Any:
        raw, currency = pair
        if isinstance(raw, Fault):
            raise Invalid(raw.reason)
        code = currency.strip().upper() if isinstance(currency, str) else ""
        named = replace(conventions, currency=code) if len(code) == 3 else conventions
        return clean_with(field_.spec, raw, field_.name, named)

    return read


def _day(number: Decimal, day_zero: datetime) -> Any:
    """Give the day or moment that a workbook keeps as a number of days, unless it is none."""
    days = number + (day_zero - DAY_ZERO).days
    if not _FIRST_DAY <= days <= _LAST_DAY:
        return number
    whole = int(days)
    moment = DAY_ZERO + timedelta(days=whole, seconds=round(float(days - whole) * 86_400))
    return moment.isoformat(" ") if days != whole else moment.date()


def _read_as(spec: FieldSpec) -> FieldSpec:
    """Take links as texts: files name a customer by number, not by id."""
    return replace(spec, kind=Kind.TEXT) if spec.kind is Kind.REF else spec


def _convert(field_: TargetField) -> Callable[[Any], Any]:
    if field_.name == PHOTO:
        return lambda picture: picture
    if field_.name.startswith("custom."):
        return as_json
    return stored(column_type(field_.spec.kind))


def as_json(value: Any) -> Any:
    """Give a value in the form it has inside a JSON column."""
    if isinstance(value, datetime):
        return clock.as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def as_given(kind: Kind, value: Any) -> Any:
    """Turn a stored value back into one that domain functions take."""
    type_: Any = column_type(kind)
    scale = getattr(type_, "scale", None)
    if value is None or scale is None:
        return value
    return Decimal(value).scaleb(-scale)


def _short(value: object) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= 200 else text[:199] + "…"
