"""A plugin that fails, hangs or brings too much costs its own box; everybody else goes on."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from typing import TypeVar

import httpx
import pytest

from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.ui import Panel, Widget
from kontor_core.hooks.registries import Owned
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.ui import Facts, Head, Kind, LabelValue, Table, UiContext
from kontor_web import patience
from kontor_web.ui import slots

S = TypeVar("S", bound=Spec)
HTMX = {"hx-request": "true", "hx-request-type": "partial"}
UNAVAILABLE = "Bereich nicht verfügbar"


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


@pytest.fixture
def customer(kontor: Kontor) -> RecordRef:
    return kontor.customer({"name": "Alster GmbH"})


@pytest.fixture
def add(kontor: Kontor) -> Callable[[S], None]:
    """Return a function that puts slots of the plugin notes where the others are."""

    def put(spec: S) -> None:
        kind = type(spec)
        found = dict(kontor.app.registries.slots)
        found[kind] = (*found.get(kind, ()), Owned("notes", f"notes.{spec.id}", spec))
        object.__setattr__(kontor.app.registries, "slots", found)

    return put


@pytest.fixture
def hung(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Return what a hanging plugin waits for; short patience, so that tests are."""
    monkeypatch.setattr(slots, "_PATIENCE", 0.05)
    monkeypatch.setattr(patience, "_FIRST_LOOK", 0.05)
    monkeypatch.setattr(patience, "_NEXT_LOOK", 0.02)
    monkeypatch.setattr(patience, "_GRACE", 0.05)
    released = threading.Event()
    yield released
    released.set()


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _lane_threads() -> int:
    return sum(one.name == "kontor-pool" for one in threading.enumerate())


def test_a_panel_that_hangs_is_answered_for_and_the_page_stands(
    client: httpx.Client,
    customer: RecordRef,
    add: Callable[[Panel], None],
    hung: threading.Event,
) -> None:
    def render(ctx: UiContext) -> Facts:
        hung.wait(30)
        return Facts(LabelValue("Da", "endlich"))

    add(Panel(id="p", on="customer", title="Hängt", render=render, budget_ms=50))
    threads = _lane_threads()

    page = client.get(f"/customers/{customer.id}")
    box = client.get(f"/ui/customers/{customer.id}/panel/notes.p", headers=HTMX)
    at_once = time.monotonic()
    again = client.get(f"/ui/customers/{customer.id}/panel/notes.p", headers=HTMX)
    seconds = time.monotonic() - at_once

    assert (page.status_code, box.status_code, again.status_code) == (200, 200, 200)
    assert "Hängt" in page.text
    assert UNAVAILABLE in _words(box.text)
    assert UNAVAILABLE in _words(again.text)
    assert seconds < 1  # paused: nobody waits for it again
    assert _lane_threads() == threads + 1  # the one that hangs was replaced


def test_a_tile_that_hangs_costs_itself_although_it_is_part_of_the_page(
    client: httpx.Client, add: Callable[[Widget], None], hung: threading.Event
) -> None:
    add(Widget(id="w", title="Kachel", render=lambda ctx: hung.wait(30) or Facts()))

    page = client.get("/")

    assert page.status_code == 200
    assert "Kachel" in page.text
    assert _words(page.text).count(UNAVAILABLE) == 1


def test_a_plugin_leaves_four_threads_behind_and_no_more(
    client: httpx.Client,
    customer: RecordRef,
    add: Callable[[Panel], None],
    hung: threading.Event,
) -> None:
    asked: list[str] = []

    def render(ctx: UiContext) -> Facts:
        asked.append("once more")
        hung.wait(30)
        return Facts()

    threads = _lane_threads()
    for number in range(6):
        add(Panel(id=f"p{number}", on="customer", title="Hängt", render=render, budget_ms=50))

    for number in range(6):
        client.get(f"/ui/customers/{customer.id}/panel/notes.p{number}", headers=HTMX)

    assert len(asked) == patience.MOST_LEFT_BEHIND
    assert _lane_threads() == threads + patience.MOST_LEFT_BEHIND
    assert client.get("/customers").status_code == 200
    hung.set()
    for _ in range(100):
        if _lane_threads() == threads:
            break
        time.sleep(0.02)
    assert _lane_threads() == threads  # they end when they come back


def test_a_panel_that_raises_is_paused_after_five_times(
    kontor: Kontor, client: httpx.Client, customer: RecordRef, add: Callable[[Panel], None]
) -> None:
    asked: list[str] = []

    def render(ctx: UiContext) -> Facts:
        asked.append("once more")
        raise RuntimeError("secret")

    add(Panel(id="p", on="customer", title="Kaputt", render=render))

    boxes = [
        client.get(f"/ui/customers/{customer.id}/panel/notes.p", headers=HTMX) for _ in range(7)
    ]

    assert len(asked) == 5
    assert {UNAVAILABLE in _words(box.text) for box in boxes} == {True}
    assert not any("secret" in box.text for box in boxes)
    assert ("notes", "panel:notes.p") in kontor.app.dispatcher.breaker.paused()


def test_a_panel_of_ten_thousand_rows_shows_some_and_the_page_stands(
    client: httpx.Client, customer: RecordRef, add: Callable[[Panel], None]
) -> None:
    rows = [(f"Zeile {number}",) for number in range(10_000)]
    table = Table(columns=(Head("Zeile", Kind.TEXT),), rows=rows)
    panel = Panel(id="p", on="customer", title="Viel", render=lambda ctx: table)
    add(panel)
    add(replace(panel, id="q", lazy=False))

    box = client.get(f"/ui/customers/{customer.id}/panel/notes.p", headers=HTMX)
    page = client.get(f"/customers/{customer.id}")

    assert box.text.count("<tr") <= 201
    assert (box.status_code, page.status_code) == (200, 200)
    assert len(page.text) < 300_000
