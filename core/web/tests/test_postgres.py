"""The same web on PostgreSQL: eight threads instead of two, everything else alike."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kontor_core.app import KontorApp
from kontor_core.foundation import clock
from kontor_core.foundation.access import sessions, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.testing.client import Web
from kontor_web.live.listeners import Listener
from kontor_web.live.names import names_of
from kontor_web.live.telling import Telling

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


def test_settings_and_the_pages_of_operation(app: KontorApp, client: httpx.Client) -> None:
    team = client.post("/settings/teams", data={"name": "Nord"}).headers["location"]
    asked = {"email": "ben@kontor.example", "name": "Ben", "roles": "agent"}
    (user,) = set(
        re.findall(
            r"/settings/users/[0-9a-f-]{36}", client.post("/settings/users/new", data=asked).text
        )
    )
    client.post(f"{team}/members", data={"user": user.rpartition("/")[2]})
    app.schedule().run_due(clock.now())

    names = ("", "/users?q=BEN", "/roles", "/sessions", "/tokens", "/events", "/jobs", "/health")
    pages = [f"/settings{name}" for name in names]
    for path in (*pages, user, team, f"{user}/off", "/definition", "/definition/transactions"):
        assert client.get(path).status_code == 200, path
    assert "Ben" in client.get("/settings/users?q=BEN&standing=invited").text
    assert client.post(f"{user}/off").status_code == 303
    assert client.post("/settings/jobs/sweep_files/run").status_code == 303
    assert client.get(f"{user}/view").status_code == 404  # switched off
    client.post(f"{user}/on")
    assert client.post(f"{user}/view").status_code == 303


def test_the_tiles_of_the_start_page(app: KontorApp, client: httpx.Client) -> None:
    me = client.get("/api/me").json()["id"]
    made = client.post("/api/customers", json={"name": "Alster GmbH", "owner_id": me}).json()
    touch = {"customer_id": made["id"], "channel": "call", "occurred_at": "2026-01-01T10:00:00Z"}
    client.post("/api/interactions", json=touch | {"occurred_at": clock.as_text(clock.now())})
    today = clock.now().date().isoformat()
    bill = {"number": "R-1", "issued_on": today, "due_on": today, "total": 12000}
    client.post("/api/transactions.invoices", json=bill | {"customer_id": made["id"]})
    info = app.resources.named("customers")
    app.resources.change(SYSTEM, info, made["id"], {"name": "Alster KG"}, 1)

    names = ("customers_added", "channels", "transactions.revenue", "tasks.due", "changes")
    tiles = {name: client.get(f"/ui/widget/{name}").text for name in names}

    assert [name for name in names[:3] if "<k-chart" not in tiles[name]] == []
    assert [name for name in names if "nicht verfügbar" in tiles[name]] == []
    assert "Alster KG" in tiles["changes"]


def test_open_pages_are_told_in_the_order_of_commits(app: KontorApp) -> None:
    with app.unit(SYSTEM) as uow:
        eva = users.create_user(uow, name="Eva", email="eva@kontor.example", roles=("agent",))
        session = sessions.create(uow, eva.id)
    row = sessions.resolve(app.storage, session.token)
    assert row is not None
    telling = Telling(app, names_of(app), sessions.IDLE)
    page = Listener(row, app.actor(eva.id), telling.head())
    info = app.resources.named("customers")

    app.resources.create(SYSTEM, info, {"name": "Geheim KG"})
    mine = app.resources.create(app.actor(eva.id), info, {"name": "Alster GmbH"})
    ((_, news),) = telling.news([page], check=True)
    page.hear(news)
    ((_, nothing),) = telling.news([page], check=False)

    assert [(one.name, one.record, one.mine) for one in news.told] == [
        ("customer.created", mine.id, True)
    ]
    assert (nothing.told, nothing.over) == ((), False)
    page.place = page.place.replace("~", "~x")  # of another log: after a restore
    ((_, elsewhere),) = telling.news([page], check=False)
    assert elsewhere.stale
