"""Open pages hear what happened: told once, to who may know, and caught up on after a break."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from kontor_core.foundation.access import sessions, tokens, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.live import stream, telling
from kontor_web.security.visitors import UNASKED

from .conftest import Live

if TYPE_CHECKING:
    from playwright.sync_api import Page, Request

OpenPage = Callable[..., "Page"]
SECONDS = 10.0
browser = pytest.mark.browser


@dataclass
class Heard:
    """A page that listens, without a browser; ``next`` is what it is told next."""

    messages: "Queue[tuple[str, str, Any]]" = field(default_factory=Queue)
    headers: dict[str, str] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def next(self) -> Any:
        return self.messages.get(timeout=SECONDS)[2]

    def names(self) -> list[str]:
        return [one["name"] for one in self.next()]


@dataclass
class Listening:
    live: Live
    clients: list[httpx.Client] = field(default_factory=list)
    threads: list[threading.Thread] = field(default_factory=list)

    def client(self, user: User) -> httpx.Client:
        cookie = self.live.cookie(user)
        client = httpx.Client(
            base_url=self.live.address,
            cookies={cookie["name"]: cookie["value"]},
            headers={"sec-fetch-site": "same-origin"},
            timeout=SECONDS * 3,
        )
        self.clients.append(client)
        return client

    def __call__(self, who: User | httpx.Client, since: str = "") -> Heard:
        """Listen as somebody and wait until the server has noted where from."""
        client = self.client(who) if isinstance(who, User) else who
        heard = Heard()
        opened = threading.Event()
        params = {"since": since} if since else {}

        def read() -> None:
            with client.stream("GET", "/ui/events", params=params) as response:
                heard.headers = dict(response.headers)
                lines = response.iter_lines()
                next(lines)  # told once the server listens for us
                opened.set()
                _read(lines, heard)
            heard.ended.set()

        thread = threading.Thread(target=read, daemon=True)
        self.threads.append(thread)
        thread.start()
        assert opened.wait(SECONDS)
        self.settle()
        return heard

    def settle(self) -> None:
        """Wait until every listener has a place in the log."""
        web = self.live.web
        for _ in range(int(SECONDS / 0.02)):
            if all(one.place for one in tuple(web.stream._listeners)):
                return
            threading.Event().wait(0.02)
        raise AssertionError("a listener found no place")


def _read(lines: Iterator[str], heard: Heard) -> None:
    told: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name:
            told[name] = value
        elif "event" in told:
            message = (told["event"], told.get("id", ""), json.loads(told["data"]))
            heard.messages.put(message)
            told = {}


@pytest.fixture
def listen(live: Live) -> Iterator[Listening]:
    listening = Listening(live)
    yield listening
    live.web.stream.close()
    for thread in listening.threads:
        thread.join(SECONDS)
    for client in listening.clients:
        client.close()


def test_who_sees_a_record_hears_of_it_and_nobody_else(kontor: Kontor, listen: Listening) -> None:
    eva, ole = kontor.user(name="Eva"), kontor.user(name="Ole")
    hers = kontor.customer(as_=eva)
    hers_heard, his_heard = listen(eva), listen(ole)

    kontor.change(hers, {"name": "Alster"}, as_=eva)
    told = hers_heard.next()
    his = kontor.customer(as_=ole)

    assert told == [_line("customer.changed", hers)]
    assert his_heard.next() == [_line("customer.created", his)]
    with pytest.raises(Empty):
        hers_heard.messages.get(timeout=0.5)


def _line(name: str, record: RecordRef) -> dict[str, object]:
    return {"name": name, "records": [record.id], "refs": [record.id], "mine": True}


def test_what_was_deleted_is_told_to_who_sees_all(
    kontor: Kontor, listen: Listening, anna: User
) -> None:
    eva = kontor.user(name="Eva")
    customer = kontor.customer(as_=eva)
    all_heard, own_heard = listen(anna), listen(eva)

    kontor.delete(customer)
    kontor.customer({"name": "Brandt"}, as_=eva)

    assert all_heard.names()[0] == "customer.deleted"
    assert own_heard.names() == ["customer.created"]


def test_a_page_catches_up_from_where_it_stopped(
    kontor: Kontor, listen: Listening, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = kontor.customer()
    first = listen(anna)
    kontor.change(customer, {"name": "Alster"})
    _, place, _ = first.messages.get(timeout=SECONDS)
    kontor.change(customer, {"name": "Brandt"})
    kontor.create("interaction", {"customer_id": customer, "channel": "call", "subject": "Dach"})

    assert {"customer.changed", "interaction.created"} <= set(listen(anna, place).names())
    assert listen(anna, "999~deadbeef").messages.get(timeout=SECONDS)[0] == "stale"
    assert listen(anna, "nonsense").messages.get(timeout=SECONDS)[0] == "stale"
    monkeypatch.setattr(telling, "MOST_MISSED", 1)
    assert listen(anna, place).messages.get(timeout=SECONDS)[0] == "stale"


def test_a_stream_ends_when_its_reader_signs_out(
    kontor: Kontor, listen: Listening, anna: User
) -> None:
    eva = kontor.user(name="Eva")
    with kontor.app.unit(SYSTEM) as uow:
        made = sessions.create(uow, eva.id)
    client = listen.client(eva)
    client.cookies.set("kontor", made.token)
    heard, other = listen(client), listen(anna)

    client.post("/logout", headers={"x-csrf-token": made.csrf_token}, data={})

    assert heard.ended.wait(SECONDS)
    assert not other.ended.is_set()


def test_a_stream_ends_before_it_tells_anything_under_rights_that_changed(
    kontor: Kontor, listen: Listening
) -> None:
    eva = kontor.user(name="Eva", role="manager")
    heard, team = listen(eva), kontor.team()

    with kontor.app.unit(SYSTEM) as uow:
        users.set_teams(uow, eva.id, [team.id])
    kontor.customer(as_=eva)

    assert heard.ended.wait(SECONDS)
    assert heard.messages.empty()


def test_a_stream_is_nobody_elses_and_never_kept(
    kontor: Kontor, live: Live, listen: Listening, anna: User
) -> None:
    with kontor.app.unit(SYSTEM) as uow:
        token = tokens.create(uow, user_id=anna.id, name="test").token

    heard = listen(anna)
    nobody = httpx.get(f"{live.address}/ui/events").status_code
    program = httpx.get(
        f"{live.address}/ui/events", headers={"authorization": f"Bearer {token}"}
    ).status_code
    head = listen.client(anna).head("/ui/events").status_code

    assert heard.headers["content-type"].startswith("text/event-stream")
    assert heard.headers["cache-control"] == "no-store"
    assert heard.headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in heard.headers
    assert (nobody, program, head) == (401, 403, 200)


def test_who_looks_as_somebody_else_gets_no_stream(
    kontor: Kontor, listen: Listening, anna: User
) -> None:
    eva = kontor.user(name="Eva")
    until = kontor.clock.now() + timedelta(minutes=30)
    with kontor.app.unit(SYSTEM) as uow:
        made = sessions.create(uow, anna.id, viewed_id=eva.id, viewed_until=until)
    client = listen.client(anna)
    client.cookies.clear()
    client.cookies.set("kontor", made.token)

    assert "data-stream" not in client.get("/").text
    assert client.get("/ui/events").status_code == 403


def test_too_many_open_pages_are_turned_away(
    listen: Listening, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_EACH", 1)
    client = listen.client(anna)
    listen(client)

    assert client.get("/ui/events").status_code == 503


def test_an_idle_stream_beats(
    listen: Listening, anna: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BEAT_SECONDS", 0.1)

    kind, place, _ = listen(anna).messages.get(timeout=SECONDS)

    assert kind == "beat"
    assert place


def test_listening_costs_no_connection_and_no_look_at_the_log_for_each(
    kontor: Kontor, listen: Listening, anna: User
) -> None:
    for _ in range(6):
        listen(anna)
    reads = kontor.app.log.reads
    threads = threading.active_count()

    for _ in range(6):
        listen(anna)
    kontor.customer()

    assert listen(anna).ended.is_set() is False
    assert kontor.app.log.reads - reads < 30
    assert threading.active_count() - threads < 12  # those of this test alone


@browser
def test_a_call_that_somebody_notes_appears_in_an_open_page(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    other = kontor.customer({"name": "Brandt KG"})
    page = open_as(anna, f"/customers/{customer.id}")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))

    values = {"channel": "call", "direction": "in", "subject": "Ruft wegen Dach an"}
    kontor.create("interaction", {"customer_id": other, **values})
    kontor.create("interaction", {"customer_id": customer, **values})
    page.locator("#timeline").get_by_text("Ruft wegen Dach an").wait_for()

    (told,) = (one for one in asked if one.url.endswith("/timeline"))
    assert told.headers[UNASKED] == "1"


@browser
def test_a_box_one_works_in_is_not_replaced(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    kontor.create("notes.note", {"customer_id": customer, "body": "Erste"})
    page = open_as(anna, f"/customers/{customer.id}")
    page.evaluate(
        "document.querySelector('#timeline').insertAdjacentHTML('beforeend',"
        " '<form><input id=typing></form>')"
    )
    page.locator("#typing").fill("halb getippt")

    kontor.create("notes.note", {"customer_id": customer, "body": "Zweite"})
    offer = page.locator("#timeline").get_by_role("button", name="Neuer Stand · anzeigen")
    offer.wait_for()

    assert page.locator("#typing").input_value() == "halb getippt"
    assert page.locator("#timeline").get_by_text("Zweite").count() == 0
    offer.click()
    page.locator("#timeline").get_by_text("Zweite").wait_for()


@browser
def test_a_list_tells_how_much_is_new_and_does_not_jump(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    kontor.customer({"name": "Alster"})
    page = open_as(anna, "/customers")
    names = page.locator("td.lead a")

    kontor.customer({"name": "Brandt"})
    page.get_by_role("button", name="1 neuer Eintrag · anzeigen").wait_for()
    kontor.customer({"name": "Cordes"})
    more = page.get_by_role("button", name="2 neue Einträge · anzeigen")
    more.wait_for()

    assert names.all_inner_texts() == ["Alster"]
    more.click()
    page.get_by_role("link", name="Cordes").wait_for()
    assert names.all_inner_texts() == ["Alster", "Brandt", "Cordes"]
    assert more.count() == 0


@browser
def test_eight_tabs_share_one_stream_and_all_hear(
    kontor: Kontor, live: Live, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    address = f"/customers/{customer.id}"
    tabs = [open_as(anna, address)]
    for _ in range(7):
        tab = tabs[0].context.new_page()
        tab.goto(address)
        tabs.append(tab)
    assert len(live.web.stream) == 1

    kontor.create("notes.note", {"customer_id": customer, "body": "Alle hören mit"})
    for tab in tabs:
        tab.locator("#timeline").get_by_text("Alle hören mit").wait_for()

    tabs[0].close()  # it led; another takes over
    kontor.create("notes.note", {"customer_id": customer, "body": "Und weiter"})
    for tab in tabs[1:]:
        tab.locator("#timeline").get_by_text("Und weiter").wait_for()


@browser
def test_a_tab_in_the_background_catches_up_when_it_is_seen(
    kontor: Kontor, live: Live, anna: User, open_as: OpenPage
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    page = open_as(anna, f"/customers/{customer.id}")
    kontor.create("notes.note", {"customer_id": customer, "body": "Gesehen"})
    page.locator("#timeline").get_by_text("Gesehen").wait_for()

    _see(page, hidden=True)
    for _ in range(100):
        if not len(live.web.stream):
            break
        page.wait_for_timeout(20)
    kontor.create("notes.note", {"customer_id": customer, "body": "Verpasst"})
    page.wait_for_timeout(300)
    missed = page.locator("#timeline").get_by_text("Verpasst").count()
    _see(page, hidden=False)

    page.locator("#timeline").get_by_text("Verpasst").wait_for()
    assert (missed, len(live.web.stream)) == (0, 1)


@browser
def test_a_page_of_an_older_kontor_says_so(anna: User, live: Live, open_as: OpenPage) -> None:
    page = open_as(anna, "/customers")
    page.evaluate("document.body.dataset.stream = ''")
    object.__setattr__(live.web, "build", "another")

    _see(page, hidden=True)
    _see(page, hidden=False)

    page.get_by_role("link", name="Neu laden").click()
    page.get_by_role("link", name="Neu laden").wait_for(state="detached")


def _see(page: "Page", *, hidden: bool) -> None:
    """Play a tab that is left or seen again: a browser without a screen shows all of them."""
    page.evaluate(
        "value => { Object.defineProperty(document, 'hidden', { value, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )
