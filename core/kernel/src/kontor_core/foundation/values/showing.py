"""Values of rows as people read them, and as the controls of a form hold them."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

import msgspec
import phonenumbers
from babel import Locale as BabelLocale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from kontor_core.foundation import clock
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import CLDR, L, Locale, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.money import minor_digits
from kontor_core.foundation.values.conventions import Conventions, Options

YES, NO = L("Ja", en="Yes"), L("Nein", en="No")

Show = Callable[[FieldSpec, Any, Locale, Conventions], str]


@cache
def babel_locale(locale: Locale) -> BabelLocale:
    """Give the rules by which dates and numbers are written."""
    return BabelLocale.parse(CLDR[locale])


def shown(
    spec: FieldSpec,
    value: Any,
    locale: Locale,
    *,
    options: Options | None = None,
    currency: str = "EUR",
    tz: tzinfo = UTC,
) -> str:
    """Give a value of a row for people to read; empty when there is none.

    A REF is shown by its id: who lists rows fetches titles in one query and shows those.
    """
    if value is None or value == "":
        return ""
    conventions = Conventions(options or {}, currency, tz=tz)
    return _SHOW.get(spec.kind, _plain)(spec, value, locale, conventions)


def as_input(
    spec: FieldSpec, value: Any, locale: Locale, *, currency: str = "EUR", tz: tzinfo = UTC
) -> str:
    """Give a value as a form control holds it; ``clean`` reads it back unchanged."""
    if value is None:
        return ""
    conventions = Conventions(currency=currency, tz=tz)
    return _INPUT.get(spec.kind, _plain)(spec, value, locale, conventions)


@lru_cache(maxsize=4096)
def whole(number: int, locale: Locale) -> str:
    """Write a whole number as people of this language do: the same counts stand on many pages."""
    text: str = format_decimal(number, locale=babel_locale(locale))
    return text


def written_day(day: date) -> L:
    """Write a day in both languages, as fields show it: 21.11.2026, 21 Nov 2026."""
    return L(_written(_DAY, day, "de"), en=_written(_DAY, day, "en"))


def written_moment(at: datetime, tz: tzinfo) -> L:
    """Write a moment as it is in a time zone, as fields show it: 21.11.2026, 19:00."""
    return L(_written(_TIME, at, "de", tz), en=_written(_TIME, at, "en", tz))


_DAY, _TIME = FieldSpec("", Kind.DATE), FieldSpec("", Kind.DATETIME)


def _written(spec: FieldSpec, value: date, locale: Locale, tz: tzinfo = UTC) -> str:
    return shown(spec, value, locale, tz=tz)


def _plain(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return str(value)


def _number(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    number = Decimal(value)
    # a unit price has at least cents, and all the decimals that it has
    digits = "00####" if spec.kind is Kind.UNIT_PRICE else "######"
    return format_decimal(number, format=f"#,##0.{digits}", locale=babel_locale(locale))


def _money(spec: FieldSpec, value: Any, locale: Locale, conventions: Conventions) -> str:
    major = Decimal(value).scaleb(-minor_digits(conventions.currency))
    return format_currency(major, conventions.currency, locale=babel_locale(locale))


def _bool(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return text_of(YES if value else NO, locale)


def _date(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return format_date(_as_date(value), "medium", locale=babel_locale(locale))


def _datetime(spec: FieldSpec, value: Any, locale: Locale, conventions: Conventions) -> str:
    local = _as_moment(value).astimezone(conventions.tz)
    return format_datetime(local, _MOMENT[locale], locale=babel_locale(locale))


_MOMENT: Mapping[Locale, str] = {"de": "dd.MM.y, HH:mm", "en": "d MMM y, HH:mm"}


def _choice(spec: FieldSpec, value: Any, locale: Locale, conventions: Conventions) -> str:
    for choice in conventions.choices(spec):
        if choice.value == value:
            return text_of(choice.label, locale)
    return str(value)  # a choice that the definition no longer has


def _choices(spec: FieldSpec, value: Any, locale: Locale, conventions: Conventions) -> str:
    return ", ".join(_choice(spec, part, locale, conventions) for part in value)


def _phone(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return str(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _json(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _as_date(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _as_moment(value: Any) -> datetime:
    return clock.from_text(value) if isinstance(value, str) else value


def _decimal_input(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return _mark(Decimal(value), locale)


def _money_input(spec: FieldSpec, value: Any, locale: Locale, conventions: Conventions) -> str:
    return _mark(Decimal(value).scaleb(-minor_digits(conventions.currency)), locale)


def _mark(number: Decimal, locale: Locale) -> str:
    text = f"{number:f}"
    return text.replace(".", ",") if locale == "de" else text


def _bool_input(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return "true" if value else "false"


def _date_input(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return _as_date(value).isoformat()


def _datetime_input(spec: FieldSpec, value: Any, locale: Locale, conventions: Conventions) -> str:
    local = _as_moment(value).astimezone(conventions.tz).replace(tzinfo=None)
    # a control without seconds stays without them; one with them loses nothing
    return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")


def _choices_input(spec: FieldSpec, value: Any, locale: Locale, _: Conventions) -> str:
    return ",".join(value)


_SHOW: Mapping[Kind, Show] = {
    Kind.INT: _number,
    Kind.NUMBER: _number,
    Kind.UNIT_PRICE: _number,
    Kind.QUANTITY: _number,
    Kind.MONEY: _money,
    Kind.BOOL: _bool,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.PHONE: _phone,
    Kind.JSON: _json,
}

_INPUT: Mapping[Kind, Show] = {
    Kind.NUMBER: _decimal_input,
    Kind.UNIT_PRICE: _decimal_input,
    Kind.QUANTITY: _decimal_input,
    Kind.MONEY: _money_input,
    Kind.BOOL: _bool_input,
    Kind.DATE: _date_input,
    Kind.DATETIME: _datetime_input,
    Kind.CHOICES: _choices_input,
    Kind.PHONE: _phone,
    Kind.JSON: _json,
}
