import subprocess
import sys
from pathlib import Path

MODELS = """
from kontor_core.foundation.fields import field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.models import plugin_base

Base = plugin_base("warranty")


class Claim(Base, table=True):
    reason: str = field(L("Grund", en="Reason"), Data.INTERNAL)


def describe(claim: Claim) -> str:
    return f"{claim.id} {claim.version + 1} {claim.reason.upper()}"
"""


def check(folder: Path, code: str) -> str:
    """What mypy says about a module under the settings of this repository."""
    module = folder / "models.py"
    module.write_text(code)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", str(module)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    own = [line for line in done.stdout.splitlines() if line.startswith(str(module))]
    return "\n".join(line.partition("error: ")[2] for line in own)


def test_tables_of_a_plugin_are_classes_to_mypy(tmp_path: Path) -> None:
    assert check(tmp_path, MODELS) == ""


def test_a_misspelt_column_is_an_error(tmp_path: Path) -> None:
    code = f"{MODELS}\n\ndef wrong(claim: Claim) -> None:\n    print(claim.grund)\n"

    assert check(tmp_path, code) == '"Claim" has no attribute "grund"  [attr-defined]'


def test_a_door_of_core_is_an_error(tmp_path: Path) -> None:
    code = """
from kontor_sdk.models import UnitOfWork, next_number
from kontor_sdk.people import create_customer


def fine(uow: UnitOfWork) -> str:
    create_customer(uow, {"name": next_number(uow, "claim")})
    return uow.currency


def wrong(uow: UnitOfWork) -> None:
    uow.cursor()
"""

    assert check(tmp_path, code) == '"UnitOfWork" has no attribute "cursor"  [attr-defined]'
