"""The one door in: form strings, JSON values and cells of a file become values of a field."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from math import isfinite
from typing import Any, NoReturn
from urllib.parse import urlsplit

import msgspec
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from kontor_core.foundation import ids
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Choice, FieldSpec
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.money import (
    PRICE_SCALE,
    QUANTITY_SCALE,
    Money,
    minor_digits,
    parse_decimal,
)
from kontor_core.foundation.text import clean_text, nearest
from kontor_core.foundation.values import times
from kontor_core.foundation.values.conventions import DEFAULT, Conventions, Options

_LARGEST_INT = 2**63 - 1
_JSON_DEPTH = 32
_WHOLE = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_HOST = re.compile(r"(?=.{1,253}$)[^\s.@\\/]{1,63}(\.[^\s.@\\/]{1,63})*", re.ASCII)
_SHOWN_CHOICES = 20

Read = Callable[[FieldSpec, Any, str, Conventions], Any]


def clean(
    spec: FieldSpec,
    raw: object,
    *,
    field: str,
    options: Options | None = None,
    currency: str = "EUR",
    region: str = "DE",
    tz: tzinfo = UTC,
) -> Any:
    """Give the Python value of a field for whatever came in; empty is None. Raises Invalid.

    Money is minor units as a number (JSON) and major units as a text (forms, files):
    ``1234`` and ``"12,34"`` are the same amount of euros.
    """
    return clean_with(spec, raw, field, Conventions(options or {}, currency, region, tz))


def cleaner(spec: FieldSpec, field: str, conventions: Conventions) -> Callable[[object], Any]:
    """Give ``clean`` for one field and many values: what an import calls per cell."""
    return lambda raw: clean_with(spec, raw, field, conventions)


def clean_with(spec: FieldSpec, raw: object, field: str, conventions: Conventions = DEFAULT) -> Any:
    if isinstance(raw, str):
        raw = raw.strip()
    value = None if raw is None or raw == "" else _READ[spec.kind](spec, raw, field, conventions)
    if value is None and spec.required:
        if spec.kind is Kind.BOOL:
            return False  # an unticked box sends nothing
        raise Invalid({field: L("Bitte ausfüllen.", en="Please fill in.")})
    return value


def _wrong(field: str, de: str, en: str) -> NoReturn:
    raise Invalid({field: L(de, en=en)})


def _quoted(raw: object) -> str:
    """Give what came in, short enough to be part of a message."""
    text = str(raw) if isinstance(raw, str | Decimal) else repr(raw)
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:61])
    return text[:60] + "…" if len(text) > 60 else text


def _not_a(field: str, raw: object, de: str, en: str) -> NoReturn:
    _wrong(field, f"„{_quoted(raw)}“ ist {de}", f'"{_quoted(raw)}" is {en}')


def _text(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> str | None:
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        raw = str(raw)  # article numbers of a Parquet file
    if not isinstance(raw, str):
        _not_a(field, raw, "kein Text.", "not a text.")
    multiline = spec.kind is Kind.LONGTEXT
    return clean_text(raw, max_length=spec.max_length, multiline=multiline, field=field) or None


def _whole(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> int:
    if isinstance(raw, str) and _WHOLE.fullmatch(raw):
        raw = int(raw)
    if isinstance(raw, float | Decimal) and isfinite(raw) and raw == int(raw):
        raw = int(raw)  # what a spreadsheet made of a whole number
    if not isinstance(raw, int) or isinstance(raw, bool):
        _not_a(field, raw, "keine ganze Zahl.", "not a whole number.")
    if abs(raw) > _LARGEST_INT:
        _wrong(field, "Diese Zahl ist zu groß.", "This number is too large.")
    return raw


def _decimal(scale: int) -> Read:
    def read(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> Decimal:
        if isinstance(raw, float):
            raw = repr(raw)
        if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
            _not_a(field, raw, "keine Zahl.", "not a number.")
        return parse_decimal(_clip(raw), scale=scale, field=field)

    return read


def _clip(raw: str | int | Decimal) -> str | int | Decimal:
    return _quoted(raw) if isinstance(raw, str) and len(raw) > 60 else raw


def _money(spec: FieldSpec, raw: Any, field: str, conventions: Conventions) -> int:
    if isinstance(raw, str | Decimal):
        currency = conventions.currency
        if isinstance(raw, str):
            raw = raw.removesuffix(currency).removesuffix("€").removeprefix("€").strip()
        value = parse_decimal(_clip(raw), scale=minor_digits(currency), field=field)
        return Money.of(value, currency).minor
    return _whole(spec, raw, field, conventions)


_TRUE = frozenset({"ja", "yes", "true", "wahr", "1", "x", "on", "j", "y"})
_FALSE = frozenset({"nein", "no", "false", "falsch", "0", "off", "n"})


def _bool(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).casefold() if isinstance(raw, str | int) else ""
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    return _not_a(field, raw, "weder ja noch nein.", "neither yes nor no.")


def _date(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return times.read_day(raw)
    except (ValueError, TypeError):
        return _not_a(
            field,
            raw,
            "kein Datum. Schreiben Sie 2026-11-21 oder 21.11.2026.",
            "not a date. Write 2026-11-21 or 21.11.2026.",
        )


def _datetime(spec: FieldSpec, raw: Any, field: str, conventions: Conventions) -> datetime:
    try:
        if isinstance(raw, datetime):
            return times.as_utc(raw, conventions.tz)
        if isinstance(raw, date):
            raw = raw.isoformat()
        return times.read_moment(raw, conventions.tz)
    except (ValueError, TypeError):
        return _not_a(
            field,
            raw,
            "kein Zeitpunkt. Schreiben Sie 2026-11-21 18:00 oder 21.11.2026 18:00.",
            "not a time. Write 2026-11-21 18:00 or 21.11.2026 18:00.",
        )


def _choice(spec: FieldSpec, raw: Any, field: str, conventions: Conventions) -> str:
    choices = conventions.choices(spec)
    for choice in choices:
        if choice.value == raw:
            return choice.value
    word = str(raw).casefold()
    for choice in choices:
        names = (choice.value, text_of(choice.label, "de"), text_of(choice.label, "en"))
        if word in (name.casefold() for name in names):
            return choice.value
    return _no_choice(choices, raw, field)


def _no_choice(choices: Sequence[Choice], raw: object, field: str) -> NoReturn:
    by_name = {
        name: choice.value
        for choice in choices
        for name in (choice.value, text_of(choice.label, "de"), text_of(choice.label, "en"))
    }
    meant = nearest(_quoted(raw), by_name)
    allowed = ", ".join(choice.value for choice in choices[:_SHOWN_CHOICES])
    if len(choices) > _SHOWN_CHOICES:
        allowed += ", …"
    de = f"keine der Möglichkeiten: {allowed}." if choices else "keine Möglichkeit: es gibt keine."
    en = f"none of the choices: {allowed}." if choices else "no choice: there are none."
    if meant:
        de += f" Meinten Sie „{by_name[meant]}“?"
        en += f' Did you mean "{by_name[meant]}"?'
    _not_a(field, raw, de, en)


def _choices(spec: FieldSpec, raw: Any, field: str, conventions: Conventions) -> list[str] | None:
    if isinstance(raw, str):
        raw = [part for part in map(str.strip, re.split(r"[,;|\n]", raw)) if part]
    if not isinstance(raw, list | tuple | set | frozenset):
        _not_a(field, raw, "keine Liste.", "not a list.")
    read = _ref if spec.ref else _choice  # several records, or several of a list
    found = [read(spec, part, field, conventions) for part in raw]
    return list(dict.fromkeys(found)) or None


def _ref(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> str:
    text = str(raw).lower()
    if not ids.is_id(text):
        _not_a(field, raw, "keine Kennung (UUID).", "not an id (UUID).")
    return text


def _email(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> str:
    try:
        found = validate_email(raw, check_deliverability=False)
    except (EmailNotValidError, TypeError, AttributeError):
        return _not_a(
            field,
            raw,
            "keine E-Mail-Adresse. Sie sieht so aus: name@firma.de.",
            "not an e-mail address. It looks like name@company.com.",
        )
    return f"{found.local_part}@{found.domain.lower()}"


def _phone(spec: FieldSpec, raw: Any, field: str, conventions: Conventions) -> str:
    try:
        number = phonenumbers.parse(str(raw), conventions.region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        _not_a(
            field,
            raw,
            "keine Telefonnummer. Schreiben Sie sie mit Vorwahl: 030 1234567 oder +43 1 234567.",
            "not a phone number. Write it with its prefix: 030 1234567 or +43 1 234567.",
        )
    if number.extension:
        _wrong(
            field,
            f"Die Durchwahl „{number.extension}“ gehört nicht zur Nummer. Notieren Sie sie.",
            f'The extension "{number.extension}" is no part of the number. Write it in a note.',
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _url(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> str:
    text = clean_text(raw, max_length=spec.max_length, field=field) if isinstance(raw, str) else ""
    full = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(full)
        host, _port = (parts.hostname or ""), parts.port
        host = host.encode("idna").decode() if not host.isascii() else host
    except ValueError:
        host, parts = "", urlsplit("")
    good = parts.scheme.lower() in ("http", "https") and _HOST.fullmatch(host) and "." in host
    if not good or parts.username is not None or " " in full:
        _not_a(
            field,
            raw,
            "keine Web-Adresse. Sie beginnt mit https:// oder http://.",
            "not a web address. It begins with https:// or http://.",
        )
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl()


def _json(spec: FieldSpec, raw: Any, field: str, _: Conventions) -> Any:
    if isinstance(raw, str):
        try:
            raw = msgspec.json.decode(raw)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            _not_a(field, raw, "kein JSON.", "not JSON.")
    _check_json(raw, field, _JSON_DEPTH)
    return raw


def _check_json(value: Any, field: str, depth: int) -> None:
    """Refuse what one of the databases cannot keep: deep nesting, NUL, surrogates."""
    if not depth:
        _wrong(
            field,
            f"Höchstens {_JSON_DEPTH} Ebenen tief.",
            f"At most {_JSON_DEPTH} levels deep.",
        )
    if isinstance(value, str):
        clean_text(value, max_length=len(value) + 1, multiline=True, field=field)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            _check_json(key, field, depth)
            _check_json(part, field, depth - 1)
    elif isinstance(value, list):
        for part in value:
            _check_json(part, field, depth - 1)


_READ: Mapping[Kind, Read] = {
    Kind.TEXT: _text,
    Kind.LONGTEXT: _text,
    Kind.INT: _whole,
    Kind.NUMBER: _decimal(PRICE_SCALE),
    Kind.MONEY: _money,
    Kind.UNIT_PRICE: _decimal(PRICE_SCALE),
    Kind.QUANTITY: _decimal(QUANTITY_SCALE),
    Kind.BOOL: _bool,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.REF: _ref,
    Kind.ID: _ref,
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.URL: _url,
    Kind.JSON: _json,
}
