"""Operation: what was not delivered, what runs by itself, how Kontor is doing."""

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import httpx
import pytest

from kontor_core.events.failures import DELAYS
from kontor_core.foundation.errors import Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import LOCALES
from kontor_core.foundation.storage.slow import slow_statements
from kontor_core.hooks.declarations.contexts import EventContext
from kontor_core.hooks.declarations.flow import Subscription
from kontor_core.hooks.registries import Owned
from kontor_sdk.testing.kit import Kontor, User

PAGES = ("/settings", "/settings/events", "/settings/jobs", "/settings/health")


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def card(page: str, name: str) -> str:
    return words(page.partition(f'id="card-{name}"')[2].partition("</section>")[0])


class Cashier:
    """A subscriber that cannot take a customer until it is told to."""

    def __init__(self) -> None:
        self.closed = True
        self.taken: list[str | None] = []

    def __call__(self, ctx: EventContext, events: list[Fact]) -> None:
        if self.closed:
            raise Refused("Die Kasse ist zu")
        self.taken += [event.customer_id for event in events]


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def client(kontor: Kontor, anna: User) -> httpx.Client:
    return kontor.client(as_=anna)


@pytest.fixture
def cashier(kontor: Kontor) -> Cashier:
    """Join a subscriber that fails to the running bus."""
    found = Cashier()
    bus = kontor.app.bus
    spec = Subscription("customer.created", found, id="till")
    bus._subscribers = (*bus._subscribers, Owned("shop", "shop.till", spec))
    bus.enrol()
    return found


@pytest.fixture
def dead(kontor: Kontor, cashier: Cashier) -> str:
    """Let the creation of a customer be given up; return the address of the letter."""
    kontor.customer({"name": "Alster GmbH"})
    start = kontor.clock.now()
    for delay in (timedelta(0), *DELAYS):
        kontor.clock.set(kontor.clock.now() + delay)
        kontor.app.bus.deliver()
    kontor.clock.set(start)  # sessions live half an hour
    (letter,) = kontor.app.bus.dead_letters()
    return f"/settings/events/{letter.id}"


@pytest.fixture(autouse=True)
def no_slow_statements() -> Iterator[None]:
    slow_statements.clear()
    yield
    slow_statements.clear()


def test_every_page_is_there_in_both_languages(
    kontor: Kontor, client: httpx.Client, dead: str
) -> None:
    for locale, path in itertools.product(LOCALES, (*PAGES, dead)):
        client.cookies.set("k_locale", locale)

        answer = client.get(path)

        assert answer.status_code == 200, path
        assert ("Einstellungen" in answer.text) == (locale == "de"), path


def test_asvs_8_2_1_operation_is_for_those_who_may(kontor: Kontor, dead: str) -> None:
    client = kontor.client(as_=kontor.user(role="agent"))

    assert {client.get(path).status_code for path in (*PAGES, dead)} == {403}
    assert client.post(f"{dead}/retry").status_code == 403


def test_a_dead_letter_shows_its_error_its_event_and_whom_it_is_about(
    kontor: Kontor, client: httpx.Client, dead: str
) -> None:
    listed = card(client.get("/settings/events").text, "dead")
    assert "customer.created shop.till 8" in listed
    assert "Die Kasse ist zu" in listed

    shown = client.get(dead).text
    assert "Refused" in card(shown, "letter")
    assert "Alster GmbH" in card(shown, "event")
    assert "/customers/" in shown


def test_a_dead_letter_is_delivered_again_alone_or_with_all_others(
    kontor: Kontor, client: httpx.Client, cashier: Cashier, dead: str
) -> None:
    cashier.closed = False

    assert client.post("/settings/events/retry").status_code == 303
    kontor.app.bus.deliver()

    assert len(cashier.taken) == 1
    assert "Nichts wurde aufgegeben." in client.get("/settings/events").text
    assert client.get(dead).status_code == 404


def test_a_letter_is_discarded_with_a_reason(
    kontor: Kontor, client: httpx.Client, anna: User, dead: str
) -> None:
    assert "Bei shop.till bleibt die Wirkung" in client.get(f"{dead}/discard").text
    refused = client.post(f"{dead}/discard", data={"reason": ""})
    assert refused.status_code == 422
    assert "Bitte den Grund nennen." in refused.text

    assert client.post(f"{dead}/discard", data={"reason": "Testfall"}).status_code == 303

    assert client.get(dead).status_code == 404
    (told,) = [event for event in kontor.events if event.type == "delivery.discarded"]
    assert (told.actor_id, told.personal) == (anna.id, {"reason": "Testfall"})


def test_what_belongs_to_hidden_records_stays_hidden(kontor: Kontor, dead: str) -> None:
    ben = kontor.user(role="operator", name="Ben")
    client = kontor.client(as_=ben)

    shown = client.get(dead).text

    assert "Es gehört zu einem Datensatz, den Sie nicht sehen dürfen." in shown
    assert "Alster GmbH" not in shown
    assert "Die Kasse ist zu" not in shown


@pytest.fixture
def kontor_toml() -> str:
    return (
        '[roles.operator]\nlabel = "Technik"\nread = ["public", "internal"]\n'
        'permissions = ["operate"]\n[roles.operator.grants]\n"*" = { read = "own" }\n'
        '[roles.agent]\nlabel = "Betreuung"\n[roles.agent.grants]\n"*" = { read = "own" }\n'
    )


def test_a_job_is_started_by_hand(kontor: Kontor, client: httpx.Client, anna: User) -> None:
    schedule = kontor.app.schedule()
    schedule.run_due(kontor.clock.now())
    before = {state.key: state.runs for state in schedule.states()}
    assert "Verwaiste Dateien entfernen" in client.get("/settings/jobs").text

    assert client.post("/settings/jobs/sweep_files/run").status_code == 303
    again = 'hx-trigger="every 3s"'
    assert again in client.get("/settings/jobs").text
    assert again in client.get("/settings/jobs/recurring").text
    schedule.run_due(kontor.clock.now())

    after = {state.key: state.runs for state in schedule.states()}
    assert after["sweep_files"] == before["sweep_files"] + 1
    assert again not in client.get("/settings/jobs/recurring").text
    assert again not in client.get("/settings/jobs").text
    assert client.post("/settings/jobs/nothing/run").status_code == 404
    (told,) = [event for event in kontor.events if event.type == "job.asked_for"]
    assert (told.actor_id, told.payload) == (anna.id, {"job": "sweep_files"})


def test_health_names_slow_statements_without_their_values(
    kontor: Kontor, client: httpx.Client
) -> None:
    assert "Keine Abfrage brauchte länger als 200 ms." in client.get("/settings/health").text
    slow_statements.note("SELECT name FROM core_customer WHERE name = ?", 1.5)

    shown = client.get("/settings/health").text

    assert "SELECT name FROM core_customer WHERE name = ?" in words(shown)
    assert re.search(r"1\.500 ms|1,5 s", words(shown))
    assert "Kern SELECT name" in card(shown, "statements")
    assert "Keine im Ordner der Firma." in words(shown)
    assert "Kern Läuft" in card(shown, "plugins")
