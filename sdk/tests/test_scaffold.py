"""A new plugin runs, is formatted and passes its tests before its author begins."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kontor_sdk import KontorError
from kontor_sdk.scaffold.command import _words, write_project

INSTALL = ["pip", "install", "-q", "--no-deps", "--no-build-isolation", "--no-index"]


def run(folder: Path, *command: str) -> str:
    paths = f"{folder / 'src'}{os.pathsep}{folder / 'site'}"
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "KONTOR_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_new_plugin_passes_its_own_tests_and_checks(tmp_path: Path) -> None:
    folder = tmp_path / "warranty"

    written = write_project(folder, "operative", "warranty")
    run(folder, *INSTALL, "--target", "site", ".")

    assert [file.relative_to(folder).as_posix() for file in written] == [
        "README.md",
        "pyproject.toml",
        "quality.toml",
        "src/kontor_warranty/models.py",
        "src/kontor_warranty/plugin.py",
        "src/kontor_warranty/queries.py",
        "src/kontor_warranty/ui.py",
        "tests/test_contract.py",
        "tests/test_plugin.py",
        "src/kontor_warranty/migrations/warranty_0001.py",
    ]
    assert run(folder, "ruff", "format", "--check", "src", "tests").endswith("already formatted\n")
    assert "passed" in run(folder, "pytest", "-q")
    told = run(folder, "kontor_core.cli.main", "plugins", "check", "warranty")
    assert told == "warranty keeps all 7 rules.\n"


@pytest.mark.parametrize(
    ("key", "entity", "resource"),
    [
        ("warranty", "warranty.warranty", "warranty.warranties"),
        ("contracts", "contracts.contract", "contracts.contracts"),
        ("policies", "policies.policy", "policies.policies"),
        ("boxes", "boxes.box", "boxes.boxes"),
        ("press", "press.press", "press.presses"),
        ("courses", "courses.course", "courses.courses"),
        ("news", "news.news", "news.newses"),
    ],
)
def test_rows_of_a_key_in_the_plural_are_named_by_one(key: str, entity: str, resource: str) -> None:
    words = _words("operative", key)

    assert (words["entity"], f"{key}.{words['plural']}") == (entity, resource)


@pytest.mark.parametrize(
    ("form", "key", "told"),
    [
        ("operative", "customers", 'The key "customers" is a word of Kontor itself'),
        ("operative", "web", 'The key "web" is a word of Kontor itself'),
        ("operative", "War", '"War" is not a key: 3 to 31 characters'),
        ("sales", "warranty", 'no form "sales": analytical, operative'),
    ],
)
def test_bad_names_are_refused_and_nothing_is_written(
    tmp_path: Path, form: str, key: str, told: str
) -> None:
    with pytest.raises(KontorError, match=told):
        write_project(tmp_path / "new", form, key)

    assert list(tmp_path.iterdir()) == []


def test_folder_with_files_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()

    with pytest.raises(KontorError, match="is not empty"):
        write_project(tmp_path, "operative", "warranty")

    assert [file.name for file in tmp_path.iterdir()] == ["kept"]
