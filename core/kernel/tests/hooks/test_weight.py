"""What is not needed is not imported: the command line's help least of all."""

import subprocess
import sys

import pytest

HEAVY = ("sqlmodel", "sqlalchemy", "pydantic", "alembic", "litestar", "polars", "pluggy")


def imported_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize("arguments", ["'--help'", "'--version'"])
def test_help_imports_no_plugin_and_no_storage(arguments: str) -> None:
    code = f"from kontor_core.cli.main import kontor\nkontor([{arguments}], standalone_mode=False)"

    found = imported_by(code)

    assert found & {*HEAVY, "kontor_notes", "kontor_transactions"} == set()


def test_declarations_bring_nothing_heavy() -> None:
    found = imported_by(
        "import kontor_core.hooks.declarations.ui, kontor_core.hooks.declarations.entities"
    )

    assert found & set(HEAVY) == set()


def test_scan_imports_no_plugin() -> None:
    found = imported_by("from kontor_core.hooks.discovery import scan; assert scan()")

    assert found & {*HEAVY, "kontor_notes", "kontor_transactions"} == set()
