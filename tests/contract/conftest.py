"""A company with the plugin that declares everything: opened once, for all tests of this folder."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kontor_core.app import KontorApp
from kontor_sdk.flow import RecordRef
from kontor_sdk.scaffold.migration import write_migration
from kontor_sdk.testing.homes import lay_out
from kontor_sdk.testing.kit import Kontor, User
from kontor_sdk.testing.moments import living_at_noon
from kontor_sdk.testing.site import Site

PACKAGE = Path(__file__).parent / "kontor_every"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kontor]:
    folder = tmp_path_factory.mktemp("every")
    site = Site(folder / "site")
    shutil.copytree(PACKAGE, site.folder / "kontor_every")
    site.install("every", target="kontor_every.plugin:Every")
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in ("KONTOR_HOME", "KONTOR_DATABASE_URL"):
            patch.delenv(name, raising=False)
        patch.syspath_prepend(str(site.folder))
        stack.callback(site.forget)
        write_migration("every", "Everything")
        lay_out(folder / "home", ("every",))
        clock = stack.enter_context(living_at_noon())
        kontor = Kontor(KontorApp.open(folder / "home", strict=True), ("every",), clock)
        stack.callback(kontor.close)
        yield kontor


@pytest.fixture(scope="module")
def anna(company: Kontor) -> User:
    return company.user(role="administrator", name="Anna Amt")


@pytest.fixture(scope="module")
def ben(company: Kontor) -> User:
    """Somebody without any right of the plugin."""
    return company.user(role="agent", name="Ben Bote")


@pytest.fixture(scope="module")
def client(company: Kontor, anna: User) -> httpx.Client:
    return company.client(as_=anna)


@pytest.fixture(scope="module")
def customer(company: Kontor, anna: User) -> RecordRef:
    return company.customer({"name": "Alster GmbH", "owner_id": anna})


@pytest.fixture(scope="module")
def visit(company: Kontor, customer: RecordRef) -> RecordRef:
    values = {"customer_id": customer, "title": "Erstbesuch", "held_on": "2026-11-24"}
    return company.create("every.visit", {**values, "costs": "120"})
