"""A folder of installed plugins, the way pip leaves them: metadata beside importable code."""

import sys
from pathlib import Path

from kontor_core.foundation.storage.models import METADATA
from kontor_core.hooks.discovery import Candidate, scan


class Site:
    """A folder on the path with a few installed distributions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(
        self,
        key: str,
        code: str | None = None,
        *,
        target: str | None = None,
        requires: tuple[str, ...] = (),
        sdk: str | None = ">=1,<2",
        name: str | None = None,
    ) -> None:
        """Put a plugin here: ``code`` as its module, or ``target`` where its code lies already."""
        name = name or f"kontor-{key}"
        if code is not None:
            package = self.folder / f"kontor_{key}"
            package.mkdir()
            (package / "__init__.py").write_text("")
            (package / "plugin.py").write_text(code)
        info = self.folder / f"{name.replace('-', '_')}-1.2.dist-info"
        info.mkdir()
        needs = [f"kontor-sdk{sdk}"] if sdk is not None else []
        lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.2", f"Summary: The {key}"]
        lines += [f"Requires-Dist: {need}" for need in (*needs, *requires)]
        (info / "METADATA").write_text("\n".join(lines) + "\n")
        target = target or f"kontor_{key}.plugin:Plug"
        (info / "entry_points.txt").write_text(f"[kontor.plugins]\n{key} = {target}\n")

    def forget(self) -> None:
        """Unload what was imported from here, tables included, for the next test."""
        packages = {path.name for path in self.folder.glob("kontor_*") if path.is_dir()}
        for name in [name for name in sys.modules if name.partition(".")[0] in packages]:
            del sys.modules[name]
        keys = tuple(f"{package.removeprefix('kontor_')}_" for package in packages)
        for table in [t for t in METADATA.tables.values() if t.name.startswith(keys)]:
            METADATA.remove(table)

    def candidates(self) -> list[Candidate]:
        return scan([str(self.folder)])


def plugin_code(
    key: str, body: str = "", *, models: str = "", requires: str = "()", optional: str = "()"
) -> str:
    """Write a healthy plugin; ``body`` adds hook methods to its class, ``models`` tables."""
    return f'''from datetime import date, timedelta
{"from kontor_sdk.models import *" if models else ""}
from kontor_sdk import *
from kontor_sdk.flow import *
from kontor_sdk.ui import *

{models}
class Plug(Plugin):
    info = PluginInfo("{key}", L("{key.title()}"), requires={requires}, optional={optional})

    @hookimpl
    def kontor_permissions(self):
        return [Permission("use", L("Benutzen", en="Use"))]
{body}
'''
