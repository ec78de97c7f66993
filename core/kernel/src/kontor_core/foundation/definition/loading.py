"""``kontor.toml`` -> ``Definition``: everything that is wrong is said at once, with its line."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from kontor_core.foundation.definition.company import (
    read_branding,
    read_company,
    read_database,
    read_labels,
    read_phases,
    read_plugin_settings,
    read_plugins,
)
from kontor_core.foundation.definition.custom import read_custom_fields
from kontor_core.foundation.definition.lines import Lines
from kontor_core.foundation.definition.model import Definition
from kontor_core.foundation.definition.problems import DefinitionErrors, Problems, Section
from kontor_core.foundation.definition.rights import read_roles
from kontor_core.foundation.definition.securing import read_security
from kontor_core.foundation.errors import DefinitionError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.secrets import from_environment

FILE_NAME = "kontor.toml"
MAX_BYTES = 1_000_000

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


def load(path: Path | str, *, environ: Mapping[str, str] | None = None) -> Definition:
    """Read a definition from its file or the folder it stands in. Raises DefinitionErrors.

    ``KONTOR_DATABASE_URL`` (or ``_FILE``) and ``KONTOR_DATABASE_DURABILITY`` go before the file.
    """
    path = Path(path).absolute()
    if path.is_dir():
        path = path / FILE_NAME
    return parse_definition(_text(path), path, environ=os.environ if environ is None else environ)


def parse_definition(
    text: str, path: Path, *, environ: Mapping[str, str] | None = None
) -> Definition:
    """Read a definition from text; ``path`` says where it stands or would stand."""
    data = _decoded(text, path)
    lines = Lines(text)
    problems = Problems(path, lines)
    root = Section(data, problems)
    environ = environ or {}

    roles = read_roles(root.section("roles"))
    custom = read_custom_fields(root.section("fields"), tuple(roles))
    definition = Definition(
        path=path,
        company=read_company(root.section("company"), path.parent),
        plugins=read_plugins(root.section("plugins")),
        plugin_settings=read_plugin_settings(root.section("plugin")),
        phases=read_phases(root),
        roles=roles,
        custom_fields=tuple(custom.fields),
        special=custom.special,
        labels=read_labels(root.section("labels")),
        database=read_database(
            root.section("database"),
            path.parent,
            environ,
            from_environment("KONTOR_DATABASE_URL", environ),
        ),
        branding=read_branding(root.section("branding")),
        security=read_security(root.section("security"), roles),
        lines=lines,
    )
    root.close()
    if problems.found:
        raise DefinitionErrors(problems.found)
    return definition


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(
            path,
            f"Die Datei {path} gibt es nicht. „kontor init“ legt sie an.",
            f'The file {path} does not exist. "kontor init" makes it.',
        ) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _unreadable(path, f"Nicht lesbar: {reason}.", f"Not readable: {reason}.") from None
    if len(raw) > MAX_BYTES:
        raise _unreadable(path, "Größer als 1 MB.", "Larger than 1 MB.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _unreadable(
            path, "Die Datei ist nicht UTF-8.", "The file is not UTF-8.", line
        ) from None


def _decoded(text: str, path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _AT_LINE.search(message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        reason = _AT_LINE.sub("", message)
        raise _unreadable(
            path, f"Das ist kein TOML: {reason}.", f"This is not TOML: {reason}.", line
        ) from None
    except RecursionError:
        raise _unreadable(path, "Zu tief verschachtelt.", "Nested too deeply.") from None


def _unreadable(path: Path, de: str, en: str, line: int | None = None) -> DefinitionErrors:
    return DefinitionErrors([DefinitionError(L(de, en=en), line=line, source=path.name)])
