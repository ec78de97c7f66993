"""A stranger's plugin, written from the documentation: built, installed, tested and used."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "examples" / "plugins" / "vet"
PAGE = ROOT / "docs" / "plugins" / "events-and-jobs.md"
BLOCK = re.compile(r'^```python title="([^"]+)"\n(.*?)^```$', re.M | re.S)
OFFLINE = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]


def run(site: Path, *command: object, home: Path | None = None) -> str:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("KONTOR_")}
    env = {**plain, "PYTHONPATH": str(site), "KONTOR_LANG": "en"}
    if home is not None:
        env["KONTOR_HOME"] = str(home)
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        env=env,
        cwd=site.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel outside the tree and install it beside Kontor."""
    folder = tmp_path_factory.mktemp("stranger")
    made = copytree(PROJECT, folder / "vet", ignore=ignore_patterns("__pycache__"))
    site = folder / "site"
    site.mkdir()
    run(site, "pip", "wheel", "-q", *OFFLINE, "--wheel-dir", folder, made)
    (wheel,) = folder.glob("kontor_vet-*.whl")
    run(site, "pip", "install", "-q", *OFFLINE, "--target", site, wheel)
    return site


def test_it_passes_its_own_tests_from_the_wheel(site: Path) -> None:
    tests = site.parent / "vet" / "tests"

    told = run(site, "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tests.parent, tests)

    assert re.search(r"^\d\d passed", told, re.M)


def test_it_keeps_every_rule(site: Path) -> None:
    told = run(site, "kontor_core.cli.main", "plugins", "check", "vet")

    assert told == "vet keeps all 7 rules.\n"


def test_a_practice_works_with_it(site: Path) -> None:
    home = site.parent / "practice"

    def kontor(*words: str) -> str:
        return run(site, "kontor_core.cli.main", *words, home=home)

    kontor("init", str(home), "--plugin", "vet")
    customer = re.search(r'"id": "([^"]+)"', kontor("create", "customers", "name=Ohl", "--json"))
    assert customer is not None
    kontor("create", "vet.animals", f"customer_id={customer[1]}", "name=Bo", "species=dog")

    assert "Dog" in kontor("list", "vet.animals", "--fields", "name,species")


def test_the_page_quotes_it_word_for_word() -> None:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))

    assert len(blocks) > 7
    for file, block in blocks:
        assert block in (PROJECT / file).read_text(encoding="utf-8"), file


def test_it_imports_the_sdk_and_nothing_else_of_kontor() -> None:
    sources = [path.read_text(encoding="utf-8") for path in PROJECT.rglob("*.py")]

    assert {name for text in sources for name in re.findall(r"\bkontor_\w+", text)} <= {
        "kontor_sdk", "kontor_vet", "kontor_entities", "kontor_resources", "kontor_events",
        "kontor_jobs", "kontor_permissions", "kontor_subscriptions", "kontor_ui",
    }  # fmt: skip
