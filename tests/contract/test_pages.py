"""The pages about slots and data quote the plugin that these tests run, word for word."""

import re
from pathlib import Path

import pytest

from kontor_core.hooks.declarations import ui
from kontor_core.hooks.declarations.actions import Spec

DOCS = Path(__file__).parents[2] / "docs" / "plugins"
PACKAGE = Path(__file__).parent / "kontor_every"
BLOCK = re.compile(r'^```python title="([^"]+)"\n(.*?)^```$', re.M | re.S)


@pytest.mark.parametrize("page", ["ui.md", "data.md"])
def test_every_block_stands_in_the_plugin(page: str) -> None:
    blocks = BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))

    assert len(blocks) > 4
    for file, block in blocks:
        source = (PACKAGE / file).read_text(encoding="utf-8")
        for piece in block.strip("\n").split("\n\n\n"):
            assert piece.strip("\n") in source, piece


def test_every_slot_has_its_place_on_the_page() -> None:
    page = (DOCS / "ui.md").read_text(encoding="utf-8")
    elsewhere = {"HelpPage", "NoticeKind", "Watched"}

    missing = [
        name
        for name, one in vars(ui).items()
        if isinstance(one, type) and issubclass(one, Spec) and one is not Spec
        if f"{name}(" not in page and name not in elsewhere
    ]

    assert missing == []
