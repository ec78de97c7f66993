"""Fixtures of the tests that no single distribution can own."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder with the real files; skip where they are absent."""
    folder = Path(os.environ.get("KONTOR_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("The real files are not here; samples of our own cover the same ground.")
    return folder
