"""Values from the environment or from secret files, never from the definition."""

from collections.abc import Mapping
from pathlib import Path

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L


def from_environment(name: str, environ: Mapping[str, str]) -> str | None:
    """Give the variable ``name``, or what the file named by ``<name>_FILE`` holds.

    None when neither is set; a trailing line end of the file is no part of the secret.
    """
    if environ.get(name):
        return environ[name]
    path = environ.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8"
        raise Invalid(
            L(
                f"{name}_FILE: Die Datei {path} ist nicht lesbar ({reason}).",
                en=f"{name}_FILE: the file {path} cannot be read ({reason}).",
            )
        ) from None
