"""What is committed works on any machine and says nothing about the one it was made on."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
DISTRIBUTIONS = sorted(
    path.parent
    for pattern in ("core/*/pyproject.toml", "sdk/pyproject.toml", "plugins/*/*/pyproject.toml")
    for path in ROOT.glob(pattern)
)
PLUGINS = [path for path in DISTRIBUTIONS if path.is_relative_to(ROOT / "plugins")]
FIVE_QUESTIONS = [
    "What is it for?",
    "What does it add?",
    "What does it need?",
    "What personal data does it keep?",
    "How is it removed?",
]
# Addresses that are kept in a lock file or a configuration by accident.
REGISTRIES = re.compile(
    r"//[\w.-]*(?:registry|npmjs|yarnpkg|pypi|pythonhosted|artifactory|nexus)[\w-]*\.[\w.-]+", re.I
)
HOMES = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z][\w.-]*/")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def committed() -> dict[str, str]:
    """Every text file that git knows, by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("This is not a git checkout.")
    texts = {}
    for path in filter(None, listed.stdout.split("\0")):
        try:
            texts[path] = (ROOT / path).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or deleted and not committed yet
    return texts


def hosts_of_this_machine() -> set[str]:
    """The hosts that pip and npm are told to use here."""
    settings = [value for key, value in os.environ.items() if re.match("(?i)pip_|npm_|uv_", key)]
    configured = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    settings.extend(re.split(r"[\s'\"=]+", configured.stdout))
    npmrc = Path.home() / ".npmrc"
    if npmrc.exists():
        settings.extend(re.split(r"[\s=]+", npmrc.read_text()))
    hosts = {urlsplit(word).hostname for text in settings for word in text.split() if "//" in word}
    return {host for host in hosts if host and host not in ("localhost", "127.0.0.1")}


def test_no_committed_file_names_a_package_registry(committed: dict[str, str]) -> None:
    hosts = hosts_of_this_machine()

    found = [
        path
        for path, text in committed.items()
        if REGISTRIES.search(text) or any(host in text for host in hosts)
    ]

    assert found == []


def test_no_committed_file_holds_a_path_of_one_machine(committed: dict[str, str]) -> None:
    own = [f"{path}/" for path in (ROOT, Path.home()) if len(path.parts) > 2]

    found = [
        path
        for path, text in committed.items()
        if HOMES.search(text) or any(prefix in text for prefix in own)
    ]

    assert found == []


def test_lock_files_hold_hashes_and_no_addresses(committed: dict[str, str]) -> None:
    locks = {path: text for path, text in committed.items() if path.endswith("package-lock.json")}

    assert [path for path, text in locks.items() if '"resolved"' in text] == []
    assert [path for path, text in locks.items() if '"integrity"' not in text] == []


def test_constraints_are_exact_and_cover_every_dependency() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#")]

    assert [line for line in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
    pinned = {canonicalize_name(line.partition("==")[0]) for line in pins}
    own = {canonicalize_name(project(path)["name"]) for path in [ROOT, *DISTRIBUTIONS]}
    needed = {
        canonicalize_name(Requirement(text).name)
        for path in [ROOT, *DISTRIBUTIONS]
        for text in project(path)["dependencies"]
    }
    assert needed - pinned - own == set()


def project(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((path / "pyproject.toml").read_text())["project"]
    return found


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=name)
def test_every_package_tells_type_checkers_that_it_is_typed(distribution: Path) -> None:
    packages = [path.parent for path in (distribution / "src").glob("*/__init__.py")]

    assert packages != []
    assert [name(path) for path in packages if not (path / "py.typed").exists()] == []


@pytest.mark.parametrize("distribution", DISTRIBUTIONS, ids=name)
def test_every_distribution_says_what_it_is_and_for_whom(distribution: Path) -> None:
    readme = (distribution / "README.md").read_text()

    title, _, rest = readme.partition("\n")
    assert title == f"# {project(distribution)['name']}"
    assert len(rest.strip().split("\n\n")[0]) > 80
    assert "For whom" in readme or distribution in PLUGINS


@pytest.mark.parametrize("plugin", PLUGINS, ids=name)
def test_the_readme_of_a_plugin_answers_five_questions(plugin: Path) -> None:
    headings = re.findall(r"^## (.*)$", (plugin / "README.md").read_text(), re.M)

    assert headings[:5] == FIVE_QUESTIONS


def test_pip_is_given_folders_as_paths() -> None:
    """A bare ``sdk`` would be fetched from the registry, where it is somebody else's package."""
    line = next(
        line
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if line.startswith("DISTRIBUTIONS")
    )
    named = line.partition("=")[2].split()

    assert named
    assert [folder for folder in named if not folder.startswith("./")] == []
