"""The same web on PostgreSQL: eight threads instead of two, everything else alike."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kontor_core.app import KontorApp
from kontor_core.foundation.access import users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.testing.client import Web

pytestmark = pytest.mark.postgres


@pytest.fixture
def app(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KontorApp]:
    monkeypatch.delenv("KONTOR_DATABASE_URL", raising=False)
    (tmp_path / "kontor.toml").write_text(
        '[company]\nname = "Testfirma"\n[plugins]\nenabled = ["transactions"]\n'
        f'[database]\nurl = "{postgres_url}"\n'
    )
    app = KontorApp.open(tmp_path, strict=True, migrate=True)
    yield app
    app.close()


@pytest.fixture
def client(app: KontorApp) -> Iterator[httpx.Client]:
    with app.unit(SYSTEM) as uow:
        user = users.create_user(
            uow, name="Anna Amt", email="anna@kontor.example", roles=("administrator",)
        )
    web = Web(app)
    yield web.client(user.id)
    web.close()


def test_the_api_journey(client: httpx.Client) -> None:
    made = client.post("/api/customers", json={"name": "Alster GmbH", "phase": "active"})
    path, etag = made.headers["location"], made.headers["etag"]

    changed = client.patch(path, json={"phase": "lost"}, headers={"if-match": etag})
    stale = client.patch(path, json={"phase": "new"}, headers={"if-match": etag})
    listed = client.get("/api/customers", params={"filter": 'phase = "lost"'})

    assert [made.status_code, changed.status_code, stale.status_code] == [201, 200, 412]
    assert listed.json()["items"] == [changed.json()]
    assert client.get("/health").json()["status"] == "ok"


def test_the_pages_with_the_parts_of_plugins(client: httpx.Client) -> None:
    made = client.post("/api/customers", json={"name": "Alster GmbH"}).json()
    record = f"/customers/{made['id']}"
    client.post(f"/ui{record}/compose/notes.write", data={"body": "Ruft morgen an"})

    page = client.get(record).text
    panels = re.findall(r'hx-get="(/ui/[^"]*/panel/[^"]*)"', page)
    answers = [client.get(path) for path in ("/", "/customers", "/contacts", *panels)]

    assert "Ruft morgen an" in page
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    assert "Bereich nicht verfügbar" not in "".join(answer.text for answer in answers)


def test_many_products_and_a_request_sent_twice(client: httpx.Client) -> None:
    products = [{"sku": sku, "name": sku, "price": "1"} for sku in ("a", "a", "b")]
    path = "/api/transactions.products/bulk"

    whole = client.post(path, json={"create": products})
    key = {"idempotency-key": "k-1"}
    each = [
        client.post(path, params={"mode": "each"}, json={"create": products}, headers=key)
        for _ in range(2)
    ]

    assert [one["status"] for one in whole.json()["create"]] == [424, 409, 424]
    assert [one["status"] for one in each[0].json()["create"]] == [201, 409, 201]
    assert each[0].json() == each[1].json()
    assert len(client.get("/api/transactions.products").json()["items"]) == 2
