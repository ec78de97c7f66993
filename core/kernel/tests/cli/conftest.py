"""A company folder, and the command line run in this process."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.cli.main import main

DEFINITION = """
[company]
name = "Prüfstand"

[database]
durability = "normal"

[[fields.customer]]
name = "size"
label = "Größe"
kind = "text"
"""


@dataclass
class Said:
    code: int
    out: str
    err: str


Kontor = Callable[..., Said]


@pytest.fixture(scope="session")
def migrated_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("cli") / "home"
    home.mkdir()
    (home / "kontor.toml").write_text(DEFINITION)
    KontorApp.open(home, migrate=True).close()
    return home


@pytest.fixture
def home(migrated_home: Path, tmp_path: Path) -> Path:
    """Return a company of this test's own, with core's tables and nothing in them."""
    return Path(shutil.copytree(migrated_home, tmp_path / "home"))


@pytest.fixture
def kontor(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Kontor:
    """Run ``kontor`` with these words; in the folder ``home`` where a test made one."""
    for name in ("KONTOR_DATABASE_URL", "KONTOR_DATABASE_DURABILITY", "KONTOR_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*words: object, lang: str = "en", at: Path | None = None) -> Said:
        monkeypatch.setenv("KONTOR_LANG", lang)
        code = 0
        try:
            main(["--home", str(at or tmp_path / "home"), *map(str, words)])
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return run
