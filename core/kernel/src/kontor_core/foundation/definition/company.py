"""Company, database, branding, plugins, phases and labels of a definition."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import phonenumbers
from babel.numbers import list_currencies
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from kontor_core.foundation.definition.defaults import PHASES
from kontor_core.foundation.definition.model import (
    Branding,
    Company,
    DatabaseSettings,
    Durability,
    Phase,
)
from kontor_core.foundation.definition.problems import KEY, Section
from kontor_core.foundation.i18n import LOCALES, L, Locale

DEFAULT_URL = "sqlite:///kontor.db"
COLORS = tuple(f"c{number}" for number in range(1, 9))

DURABILITIES = ("full", "normal")
HEX = re.compile(r"#[0-9a-fA-F]{6}")
LABEL_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}")
_INK, _INK_DARK = "#ffffff", "#04201f"  # what stands on the accent: tokens.css
_LEAST_CONTRAST = 4.5


def read_company(section: Section, folder: Path) -> Company:
    company = Company(
        name=section.text("name", folder.name or "Kontor"),
        currency=section.one_of(
            "currency", sorted(list_currencies()), "EUR", L("Die Währung", en="currency")
        ),
        language=cast(
            Locale, section.one_of("language", LOCALES, "de", L("Die Sprache", en="language"))
        ),
        region=section.one_of(
            "region", sorted(phonenumbers.SUPPORTED_REGIONS), "DE", L("Das Land", en="country")
        ),
        timezone=_timezone(section),
    )
    section.close()
    return company


def _timezone(section: Section) -> str:
    name = section.text("timezone", "Europe/Berlin")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        what = L("Die Zeitzone", en="time zone")
        section.problems.add_unknown(
            (*section.path, "timezone"), name, sorted(available_timezones()), what
        )
        return "UTC"
    return name


def read_database(
    section: Section, folder: Path, environ: Mapping[str, str], secret: str | None
) -> DatabaseSettings:
    """Read ``[database]``; ``secret`` is the URL that environment or secret file give."""
    written = section.text("url", DEFAULT_URL)
    url = secret or written
    try:
        parsed = make_url(url)
        backend = parsed.get_backend_name()
    except (ArgumentError, ValueError):
        parsed, backend = make_url(DEFAULT_URL), ""
    if backend not in ("sqlite", "postgresql"):
        section.wrong(
            "url",
            "Das ist keine Datenbank-URL. Sie beginnt mit sqlite:/// oder postgresql://.",
            "This is no database URL. It begins with sqlite:/// or postgresql://.",
        )
    elif secret is None and parsed.password:
        section.wrong(
            "url",
            "Ein Kennwort gehört nicht in die Datei. Setzen Sie KONTOR_DATABASE_URL oder "
            "KONTOR_DATABASE_URL_FILE.",
            "A password does not belong in the file. Set KONTOR_DATABASE_URL or "
            "KONTOR_DATABASE_URL_FILE.",
        )
    elif backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            section.wrong(
                "url",
                "SQLite braucht eine Datei: sqlite:///kontor.db.",
                "SQLite needs a file: sqlite:///kontor.db.",
            )
        else:
            parsed = parsed.set(database=str(folder / str(parsed.database)))
    durability = section.one_of(
        "durability", DURABILITIES, "full", L("Die Haltbarkeit", en="durability")
    )
    forced = environ.get("KONTOR_DATABASE_DURABILITY") or durability
    if forced not in DURABILITIES:
        section.wrong(
            "durability",
            f"KONTOR_DATABASE_DURABILITY ist „{forced}“, erlaubt ist full oder normal.",
            f'KONTOR_DATABASE_DURABILITY is "{forced}", allowed is full or normal.',
        )
    section.close()
    return DatabaseSettings(parsed.render_as_string(hide_password=False), cast(Durability, forced))


def read_branding(section: Section) -> Branding:
    branding = Branding(
        accent=_accent(section, "accent", _INK),
        accent_dark=_accent(section, "accent_dark", _INK_DARK),
    )
    section.close()
    return branding


def _accent(section: Section, key: str, ink: str) -> str | None:
    value = section.text(key)
    if not value:
        return None
    if not HEX.fullmatch(value):
        section.wrong(
            key,
            "Das ist keine Farbe. Sie sieht so aus: #0f6b68.",
            "This is no colour. It looks like #0f6b68.",
        )
        return None
    ratio = contrast(value, ink)
    if ratio < _LEAST_CONTRAST:
        section.wrong(
            key,
            f"Schrift ({ink}) ist darauf nicht lesbar: Kontrast {ratio:.2f}, nötig sind 4.5.",
            f"Text ({ink}) cannot be read on it: contrast {ratio:.2f}, needed is 4.5.",
        )
        return None
    return value.lower()


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        p / 12.92 if p <= 0.04045 else float(((p + 0.055) / 1.055) ** 2.4) for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_plugins(section: Section) -> tuple[str, ...]:
    keys = section.texts("enabled") or ()
    for key in keys:
        if not KEY.fullmatch(key):
            section.wrong(
                "enabled",
                f"„{key}“ ist kein Schlüssel eines Plugins.",
                f'"{key}" is not the key of a plugin.',
            )
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        section.wrong("enabled", f"„{key}“ steht zweimal da.", f'"{key}" stands there twice.')
    section.close()
    return tuple(dict.fromkeys(keys))


def read_plugin_settings(section: Section) -> Mapping[str, Mapping[str, object]]:
    found: dict[str, Mapping[str, object]] = {}
    for key, _ in section.sections():
        value: Any = section.raw(key)
        if isinstance(value, dict):
            found[key] = value
    return found


def read_phases(root: Section) -> tuple[Phase, ...]:
    sections = root.tables("phases")
    found: list[Phase] = []
    for section in sections:
        key = section.name("key")
        phase = Phase(
            key=key,
            label=section.label("label", key),
            color=section.one_of("color", COLORS, "c8", L("Die Farbe", en="colour")),
            default=section.flag("default"),
        )
        section.close()
        if any(key and key == other.key for other in found):
            section.wrong("key", f"„{key}“ gibt es schon.", f'"{key}" exists already.')
        if phase.default and any(other.default for other in found):
            section.wrong(
                "default", "Nur eine Phase kann die erste sein.", "Only one phase can be the first."
            )
        found.append(phase)
    return tuple(found) or PHASES


def read_labels(section: Section) -> Mapping[str, L]:
    found: dict[str, L] = {}
    for name, value in section.items():
        if not LABEL_NAME.fullmatch(name):
            section.wrong(
                name,
                "Das ist weder ein Objekt (customer) noch ein Feld (customer.phase).",
                "This is neither an entity (customer) nor a field (customer.phase).",
            )
        if isinstance(value, str):
            found[name] = L(section.text(name))
        else:
            words = section.section(name)
            found[name] = L(words.required("de"), en=words.text("en"))
            words.close()
    return found
