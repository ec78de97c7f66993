"""Company folders for tests: laid out once for each set of plugins, then copied."""

import shutil
import tomllib
from pathlib import Path

from kontor_sdk.testing.moments import living_at_noon

_DEFINITION = """\
[company]
name = "Testfirma"

[plugins]
enabled = [{plugins}]

[database]
url = "sqlite:///kontor.db"
durability = "normal"
"""


class Homes:
    """Gives fresh copies of migrated and seeded companies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[tuple[str, ...], str], Path] = {}

    def copy(self, plugins: tuple[str, ...], more: str, target: Path) -> Path:
        """Lay out a company with these plugins; ``more`` is added to its ``kontor.toml``."""
        made = self._made.get((plugins, more))
        if made is None:
            made = self._folder / str(len(list(self._folder.iterdir())))  # some were refused
            lay_out(made, plugins, more)
            self._made[plugins, more] = made
        shutil.copytree(made, target)
        return target


def lay_out(home: Path, plugins: tuple[str, ...], more: str = "") -> None:
    """Write a definition and bring its tables up to date; raises at the first broken plugin."""
    from kontor_core.app import KontorApp

    home.mkdir(parents=True)
    listed = ", ".join(f'"{key}"' for key in plugins)
    (home / "kontor.toml").write_text(_DEFINITION.format(plugins=listed) + more, encoding="utf-8")
    with living_at_noon():
        KontorApp.open(home, strict=True, migrate=True).close()


def plugins_beside(path: Path) -> tuple[str, ...]:
    """Give the keys that the project around a test file declares in its ``pyproject.toml``."""
    for folder in path.parents:
        file = folder / "pyproject.toml"
        if file.is_file():
            project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
            return tuple(project.get("entry-points", {}).get("kontor.plugins", ()))
    return ()
