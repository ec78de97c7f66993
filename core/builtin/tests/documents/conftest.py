"""A company of a test module's own ``DEFINITION``, on each database."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.testing.moments import living_at_noon


@pytest.fixture
def archive(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Kontor]:
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    definition: str = request.module.DEFINITION
    keys = getattr(request.module, "KEYS", ("documents",))
    (tmp_path / "kontor.toml").write_text(definition.format(url=database_url), encoding="utf-8")
    with living_at_noon() as clock:
        kontor = Kontor(KontorApp.open(tmp_path, migrate=True), keys, clock)
        yield kontor
        kontor.close()
