"""Every piece of a definition that the documentation shows is one that Kontor reads."""

import re
from pathlib import Path

import pytest

from kontor_core.foundation.definition import load

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```toml kontor\n(.*?)^```$", re.M | re.S)
PAGES = sorted(
    path for path in ROOT.glob("docs/**/*.md") if BLOCK.search(path.read_text(encoding="utf-8"))
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pieces_of_a_page_make_a_definition(page: Path, tmp_path: Path) -> None:
    pieces = BLOCK.findall(page.read_text(encoding="utf-8"))
    (tmp_path / "kontor.toml").write_text("\n".join(pieces), encoding="utf-8")

    found = load(tmp_path, environ={})

    assert found.path == tmp_path / "kontor.toml"
