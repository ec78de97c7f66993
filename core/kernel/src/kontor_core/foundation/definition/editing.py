"""Writing ``kontor.toml``: a first one, and plugins on and off with every comment kept."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit

from kontor_core.foundation.definition.loading import FILE_NAME, load, parse_definition
from kontor_core.foundation.definition.schema import FILE_NAME as SCHEMA_FILE
from kontor_core.foundation.definition.schema import write_schema
from kontor_core.foundation.errors import Conflict
from kontor_core.foundation.i18n import L, Locale

_TEMPLATE = """\
#:schema {schema}
# The CRM definition of {comment}: which CRM this company runs.
# `kontor definition check` says what is wrong here, with its line; `kontor definition diff`
# shows what a change would do. Passwords and keys never stand here but in the environment.

[company]
name = {name}
currency = "EUR"                # ISO 4217; what bare amounts mean
language = {language}                 # de or en
region = "DE"                   # country of phone numbers without a prefix
timezone = "Europe/Berlin"

[plugins]
enabled = {plugins}

# Settings of a plugin stand under its key; KONTOR_<KEY>_<NAME> in the environment goes before.
# [plugin.transactions]

[database]
url = "sqlite:///kontor.db"     # beside this file; or postgresql://kontor@host/kontor
# durability = "full"           # full or normal; normal may lose the last seconds in a power cut

# Phases of a relationship. Without any, Kontor has prospect, new, active, at_risk, lost, won_back.
# [[phases]]
# key = "prospect"
# label = "Interessent"
# label_en = "Prospect"
# color = "c6"                  # c1 petrol, copper, indigo, rose, olive, blue, violet, c8 grey
# default = true                # where new customers start

# Roles. Without any, Kontor has manager, agent and reader; administrator is always there.
# [roles.sales]
# label = "Vertrieb"
# label_en = "Sales"
# read = ["public", "internal", "personal"]     # classes of fields; also special
# permissions = []                              # such as "transactions.book"
# [roles.sales.grants]                          # levels: none, own, team, all
# "*" = {{ read = "team" }}
# customer = {{ read = "all", create = "own", edit = "own", export = "none" }}

# Fields of your own, for customer and contact; filters call this one custom.size.
# [[fields.customer]]
# name = "size"
# label = "Betriebsgröße"
# label_en = "Size"
# kind = "choice"               # text longtext int number money bool date datetime choice
#                               # choices email phone url
# data = "internal"             # public internal personal special
# options = ["klein", "mittel", "groß"]

# Your own words for things.
# [labels]
# customer = {{ de = "Mandant", en = "Client" }}
# customers = {{ de = "Mandanten", en = "Clients" }}

# [security]
# confirm_minutes = 10          # so long after their password people change rights unasked
# export_freely = 1000          # taking along more records at once asks for the password
# second_factor = ["administrator"]   # roles that sign in with a second factor; "*" is all

# [branding]
# accent = "#0f6b68"            # with white text on it: contrast at least 4.5
"""


def write_default(
    path: Path | str, *, name: str, plugins: Sequence[str] = (), language: Locale = "de"
) -> Path:
    """Write a first, commented definition with its schema beside it; an existing one is kept."""
    path = Path(path)
    if path.suffix != ".toml":
        path = path / FILE_NAME
    if path.exists():
        raise Conflict(
            L(f"{path} gibt es schon.", en=f"{path} exists already."),
        )
    text = _TEMPLATE.format(
        schema=SCHEMA_FILE,
        comment=" ".join(name.split()),
        name=tomlkit.item(name).as_string(),
        language=tomlkit.item(language).as_string(),
        plugins=tomlkit.item(list(plugins)).as_string(),
    )
    parse_definition(text, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, text)
    write_schema(path.parent)
    return path


def set_plugins(path: Path | str, keys: Sequence[str]) -> None:
    """Make these the enabled plugins; whatever else stands in the file stays as it is."""
    path = load(path).path
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    table: Any = document.setdefault("plugins", tomlkit.table())  # inline, dotted or plain
    enabled: Any = table.setdefault("enabled", tomlkit.array())
    for place in range(len(enabled) - 1, -1, -1):
        if enabled[place] not in keys:
            del enabled[place]
    for key in keys:
        if key not in enabled:
            enabled.append(key)
    text = tomlkit.dumps(document)
    parse_definition(text, path)
    _write(path, text)


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole, so that nobody ever reads half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".kontor-", suffix=".toml")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
