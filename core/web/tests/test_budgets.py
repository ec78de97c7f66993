"""What a page may weigh, and what the build may bring along."""

import gzip
import json
import re
from pathlib import Path

import pytest

from kontor_web.ui import kit
from kontor_web.ui.assets import DIST, manifest

FRONTEND = Path(__file__).parents[1] / "frontend"


@pytest.mark.parametrize(
    ("name", "kilobytes"), [("kontor.css", 15), ("kontor.js", 40), ("charts.js", 260)]
)
def test_a_file_stays_within_its_budget(name, kilobytes) -> None:
    size = (DIST / f"{manifest()[name]}.gz").stat().st_size

    assert size <= kilobytes * 1024


def test_a_list_of_fifty_rows_stays_within_its_budget() -> None:
    fragment = kit.render("de", "parts/list")

    assert fragment.count("<tr id=") == 50
    assert len(gzip.compress(fragment.encode())) <= 12 * 1024


def shipped_packages() -> set[str]:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    return {
        f"{key.removeprefix('node_modules/')} {entry['version']}"
        for key, entry in lock["packages"].items()
        if key and not entry.get("dev")
    }


def test_every_shipped_package_is_named_with_its_licence() -> None:
    notice = (DIST / "THIRD_PARTY.txt").read_text()
    named = set(re.findall(r"^(\S+ \d+\.\d+\.\d+\S*) \([\w.-]+\)$", notice, re.MULTILINE))

    assert named == shipped_packages()


def test_shipped_licences_are_permissive() -> None:
    notice = (DIST / "THIRD_PARTY.txt").read_text()
    licences = set(re.findall(r"^\S+ \d+\.\d+\.\d+\S* \(([\w.-]+)\)$", notice, re.MULTILINE))

    assert licences <= {"0BSD", "Apache-2.0", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"}


def test_the_lock_file_pins_by_content_and_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    packages = {key: entry for key, entry in lock["packages"].items() if key}

    assert [key for key, entry in packages.items() if "resolved" in entry] == []
    assert [key for key, entry in packages.items() if "integrity" not in entry] == []


def test_direct_dependencies_are_pinned_exactly() -> None:
    package = json.loads((FRONTEND / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}.values()

    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
