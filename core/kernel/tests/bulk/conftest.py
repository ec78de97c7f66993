"""A CRM with records to change, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kontor_core.app import KontorApp

DEFINITION = """\
[company]
name = "Bulk"

[plugins]
enabled = []

[database]
url = "{url}"
durability = "normal"

[[fields.customer]]
name = "size"
label = "Größe"
label_en = "Size"
kind = "int"

[[fields.customer]]
name = "since"
label = "Kunde seit"
label_en = "Customer since"
kind = "date"
"""


@pytest.fixture
def home(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out a company's folder whose tables are there."""
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "kontor.toml").write_text(DEFINITION.format(url=database_url), encoding="utf-8")
    KontorApp.open(folder, strict=True, migrate=True).close()
    return folder


@pytest.fixture
def crm(home: Path) -> Iterator[KontorApp]:
    app = KontorApp.open(home, strict=True)
    yield app
    app.close()
