"""From a row's value to what stands on the page: text, tags, links, or a lock."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from kontor_core.foundation import clock
from kontor_core.foundation.fields import Field, FieldSpec
from kontor_core.foundation.i18n import Locale, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.titles import Titles
from kontor_core.foundation.values import as_input, shown
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.resources.addresses import record_url, safe_url
from kontor_web.resources.avatars import avatar
from kontor_web.ui.views import EMPTY, MASKED, Tag, Value

_PEOPLE = frozenset({"user"})
_AS_THEY_ARE = frozenset({Kind.TEXT, Kind.LONGTEXT, Kind.EMAIL, Kind.URL})
_REPEATED = frozenset({Kind.REF, Kind.CHOICE, Kind.CHOICES})  # a few values, in all rows
_STATES = frozenset({"phase", "state", "status"})  # a dot marks a state among categories


class Presenter:
    """Shows values to one reader: their language, their zone, what they may see."""

    def __init__(self, call: Call, titles: Titles | None = None) -> None:
        self._call = call
        self._titles = titles or {}
        self.locale = call.locale
        self.conventions = call.kontor.storage.conventions
        self.tz = ZoneInfo(call.actor.timezone)
        self._classes = call.actor.profile.read_classes

    def masked(self, field: Field) -> bool:
        """Tell whether the reader's role hides this field."""
        return field.spec.data not in self._classes or field.spec.data is Data.SECRET

    def value(self, field: Field, row: Mapping[str, Any]) -> Value:
        """Show a field of a row; money finds its currency in the same row."""
        if self.masked(field):
            return MASKED
        raw = row.get(field.name)
        if raw is None or raw == "" or raw == []:
            return EMPTY
        spec = field.spec
        if spec.kind is Kind.REF:
            return self.reference(spec.ref or "", raw)
        if spec.kind in (Kind.CHOICE, Kind.CHOICES):
            return self._choice(field, raw)
        currency = self.currency(field, row) if spec.kind is Kind.MONEY else None
        return self.plain(spec, raw, currency=currency)

    def column(self, field: Field, *, day: bool = False) -> Callable[[Mapping[str, Any]], Value]:
        """Give what shows a field in each row of a list; what holds for all is decided here.

        ``day`` shows a moment by its day.
        """
        if self.masked(field):
            return lambda _row: MASKED
        if day:
            return partial(self.day, field)
        name, kind = field.name, field.kind
        if kind is Kind.TEXT:
            return lambda row: Value(text=row[name]) if row.get(name) else EMPTY
        if kind not in _REPEATED:
            return partial(self.value, field)
        known: dict[Any, Value] = {}

        def repeated(row: Mapping[str, Any]) -> Value:
            raw = row.get(name)
            key = tuple(raw) if isinstance(raw, list) else raw
            found = known.get(key)
            if found is None:
                found = known[key] = self.value(field, row)
            return found

        return repeated

    def day(self, field: Field, row: Mapping[str, Any]) -> Value:
        """Show a moment by its day; the machine still finds the hour."""
        exact = self.value(field, row)
        if exact.iso is None:
            return exact
        return replace(exact, text=_day(exact.iso, self.locale, self.tz))

    def plain(self, spec: FieldSpec, raw: Any, *, currency: str | None = None) -> Value:
        """Show a value that is neither a choice nor a reference."""
        currency = currency or self.conventions.currency
        if isinstance(raw, str) and spec.kind in _AS_THEY_ARE:
            text = raw
        elif isinstance(raw, list | dict):
            text = shown(spec, raw, self.locale, currency=currency, tz=self.tz)
        else:
            text = _text(spec.kind, raw, self.locale, currency, self.tz)
        kind = spec.kind.value
        if spec.kind is Kind.BOOL:
            return Value(kind=kind, text=text, on=bool(raw))
        if spec.kind in (Kind.DATE, Kind.DATETIME):
            return Value(kind=kind, text=text, iso=str(raw))
        if spec.kind is Kind.EMAIL:
            return Value(kind=kind, text=text, href=safe_url(f"mailto:{raw}"))
        if spec.kind is Kind.PHONE:
            return Value(kind=kind, text=text, href=safe_url(f"tel:{raw}"))
        if spec.kind is Kind.URL:
            return Value(kind=kind, text=text.removeprefix("https://"), href=safe_url(raw))
        return Value(kind=kind, text=text)

    def number(self, raw: Any) -> str:
        """Write a plain number as people of this language write it."""
        return _text(Kind.NUMBER, raw, self.locale, self.conventions.currency, self.tz)

    def reference(self, entity: str, record_id: str) -> Value:
        """Show another record by its title; one that may not be seen stays unnamed."""
        title = self._titles.get((entity, record_id))
        if title is None:
            return Value(kind="ref", text="…")
        if entity in _PEOPLE:
            return Value(kind="ref", text=title, avatar=avatar(title, record_id))
        info = self._call.kontor.resources.of_entity(entity)
        href = record_url(info, record_id) if info is not None else None
        return Value(kind="ref", text=title, href=href)

    def resource_of(self, entity: str | None) -> ResourceInfo | None:
        return self._call.kontor.resources.of_entity(entity) if entity else None

    def currency(self, field: Field, row: Mapping[str, Any]) -> str | None:
        """Give the currency of an amount in this row."""
        if field.kind is not Kind.MONEY or field.spec.currency is None:
            return None
        prefix = field.name.rpartition(".")[0]
        sibling = f"{prefix}.{field.spec.currency}" if prefix else field.spec.currency
        found: str | None = row.get(sibling)
        return found

    def _choice(self, field: Field, raw: Any) -> Value:
        chosen = raw if isinstance(raw, list) else [raw]
        by_value = {choice.value: choice for choice in self.conventions.choices(field.spec)}
        dot = field.name.rpartition(".")[2] in _STATES
        tags = []
        for one in chosen:
            choice = by_value.get(one)
            label = text_of(choice.label, self.locale) if choice else str(one)
            tags.append(Tag(text=label, color=choice.color if choice else "c8", dot=dot))
        return Value(kind="choice", tags=tuple(tags))

    def typed(self, field: Field, row: Mapping[str, Any]) -> str:
        """Give a value as a control of a form holds it."""
        raw = row.get(field.name)
        if field.kind is Kind.BOOL:
            return "1" if raw else ""
        currency = self.currency(field, row) or self.conventions.currency
        return as_input(field.spec, raw, self.locale, currency=currency, tz=self.tz)


@lru_cache(maxsize=8192)
def _text(kind: Kind, raw: Any, locale: Locale, currency: str, tz: ZoneInfo) -> str:
    """Format once what comes again and again: days, moments and amounts cost Babel much."""
    return shown(FieldSpec(label="", kind=kind), raw, locale, currency=currency, tz=tz)


@lru_cache(maxsize=8192)
def _day(moment: str, locale: Locale, tz: ZoneInfo) -> str:
    local = clock.from_text(moment).astimezone(tz)
    return shown(FieldSpec(label="", kind=Kind.DATE), local.date().isoformat(), locale)
