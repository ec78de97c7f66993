"""The example companies that come with Kontor: a definition each, with words for its demo data."""

import shutil
from pathlib import Path

import kontor_core
from kontor_core.foundation.definition import FILE_NAME
from kontor_core.foundation.definition.schema import write_schema

NAMES = ("insurance", "manufacturing")

_HOME = Path(kontor_core.__file__).parent / "examples"


def summary(name: str) -> str:
    """Give the first sentence of the definition."""
    first = (_HOME / name / FILE_NAME).read_text(encoding="utf-8").splitlines()[1]
    return first.removeprefix("# ")


def copy(name: str, folder: Path) -> None:
    """Lay an example into a folder, with everything a company keeps there."""
    for file in sorted((_HOME / name).glob("*.toml")):
        shutil.copyfile(file, folder / file.name)
    write_schema(folder)
