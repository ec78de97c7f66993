"""The page of a record: facts edited in place, history, composers, parts of plugins."""

import json
import re
from collections.abc import Callable
from html import unescape

import httpx
import msgspec
import pytest
from sqlalchemy import func, select

from kontor_core.hooks.declarations.ui import Panel
from kontor_core.hooks.registries import Owned
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.ui import Facts, UiContext
from kontor_web.ui import slots

HTMX = {"hx-request": "true", "hx-request-type": "partial"}


@pytest.fixture
def client(kontor: Kontor) -> httpx.Client:
    return kontor.client(as_=kontor.user(role="administrator", name="Anna Amt"))


@pytest.fixture
def customer(kontor: Kontor) -> RecordRef:
    return kontor.customer({"name": "Alster GmbH", "phase": "active"})


class _Count(msgspec.Struct):
    n: int


def add_panel(kontor: Kontor, panel: Panel) -> None:
    """Put a panel of the plugin notes where the others are."""
    slots = dict(kontor.app.registries.slots)
    slots[Panel] = (*slots[Panel], Owned("notes", f"notes.{panel.id}", panel))
    object.__setattr__(kontor.app.registries, "slots", slots)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def test_the_page_shows_facts_people_and_history(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    person = kontor.create("contact", {"given_name": "Katharina", "family_name": "Petersen"})
    kontor.create("affiliation", {"customer_id": customer, "contact_id": person, "role": "Einkauf"})
    kontor.create(
        "contact_point", {"customer_id": customer, "scheme": "email", "value": "a@firma.example"}
    )

    page = client.get(f"/customers/{customer.id}").text

    assert "<h1>Alster GmbH</h1>" in page
    assert f'<a href="/contacts/{person.id}">Katharina Petersen</a>' in page
    assert 'href="mailto:a@firma.example"' in page
    assert "Kunde angelegt" in words(page)


def test_a_value_is_edited_in_place(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    cell = f"/ui/customers/{customer.id}/cell/name"
    form = client.get(f"{cell}/edit", headers=HTMX).text
    version = re.search(r'name="_version" value="(\d+)"', form)
    assert version is not None

    saved = client.post(cell, data={"value": "Brandt KG", "_version": version[1]}, headers=HTMX)

    assert saved.status_code == 200
    assert words(saved.text).startswith("Brandt KG")
    assert json.loads(saved.headers["hx-trigger"]) == {"k:refresh": {"names": ["customer.changed"]}}
    assert kontor.values(customer)["name"] == "Brandt KG"


def test_a_refused_value_stays_in_its_form_with_the_reason(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    answer = client.post(
        f"/ui/customers/{customer.id}/cell/name", data={"value": " ", "_version": "1"}
    )

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert "Bitte ausfüllen." in words(answer.text)
    assert kontor.values(customer)["name"] == "Alster GmbH"


def test_a_value_changed_by_somebody_else_is_shown_beside_mine(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    kontor.change(customer, {"name": "Cordes AG"})

    answer = client.post(
        f"/ui/customers/{customer.id}/cell/name", data={"value": "Brandt KG", "_version": "1"}
    )

    assert answer.status_code == 409
    assert "Jetzt gespeichert Cordes AG Ihre Eingabe Brandt KG" in words(answer.text)
    assert 'name="_version" value="2"' in answer.text
    assert kontor.values(customer)["name"] == "Cordes AG"


@pytest.mark.parametrize(
    "field", ["number", "merged_into_id", "custom", "id", "version", "nothing"]
)
def test_only_editable_fields_have_a_form(
    client: httpx.Client, customer: RecordRef, field: str
) -> None:
    path = f"/ui/customers/{customer.id}/cell/{field}"

    assert client.get(f"{path}/edit").status_code in (403, 404)
    assert client.post(path, data={"value": "x", "_version": "1"}).status_code in (403, 404)


def test_a_note_is_composed_on_the_page(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    compose = f"/ui/customers/{customer.id}/compose/notes.write"

    refused = client.post(compose, data={"body": ""}, headers=HTMX)
    written = client.post(compose, data={"body": "Ruft morgen an\nund fragt nach"}, headers=HTMX)

    assert refused.status_code == 422
    assert "Bitte ausfüllen." in words(refused.text)
    assert written.status_code == 200
    told = json.loads(written.headers["hx-trigger"])
    assert told["k:toast"]["text"] == "Notiz gespeichert"
    history = client.get(f"/ui/customers/{customer.id}/timeline", headers=HTMX).text
    assert "Ruft morgen an\nund fragt nach" in unescape(history)
    assert "Anna Amt" in history


def test_a_call_is_composed_with_its_outcome(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    answer = client.post(
        f"/ui/customers/{customer.id}/compose/call",
        data={
            "subject": "Angebot",
            "direction": "in",
            "outcome": "reached",
            "follow_up_on": "2026-06-01",
        },
        headers=HTMX,
    )

    assert answer.status_code == 200, words(answer.text)
    history = words(client.get(f"/ui/customers/{customer.id}/timeline", headers=HTMX).text)
    assert "Telefonat: Angebot" in history
    assert "Nachfassen am 01.06.2026" in history


def test_the_history_goes_on_page_by_page(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    for number in range(60):
        kontor.change(customer, {"name": f"Alster {number}"})

    first = client.get(f"/ui/customers/{customer.id}/timeline", headers=HTMX).text
    more = re.search(r'hx-get="([^"]*before=[^"]*)"', first)
    assert more is not None
    second = client.get(unescape(more[1]), headers=HTMX).text

    assert [len(re.findall(r'<li id="e-', page)) for page in (first, second)] == [50, 11]


@pytest.mark.parametrize("kind", ["raises", "nonsense"])
def test_a_broken_panel_costs_its_own_box(
    kontor: Kontor, client: httpx.Client, customer: RecordRef, kind: str
) -> None:
    def render(ctx: object) -> object:
        if kind == "raises":
            raise RuntimeError("geheim")
        return object()

    add_panel(kontor, Panel(id="p", on="customer", title="Kaputt", render=render))  # type: ignore[arg-type]

    page = client.get(f"/customers/{customer.id}")
    box = client.get(f"/ui/customers/{customer.id}/panel/notes.p", headers=HTMX)

    assert page.status_code == 200
    assert box.status_code == 200
    assert "Bereich nicht verfügbar (Plugin Notizen)" in words(box.text)
    assert box.headers["x-request-id"] in box.text
    assert "geheim" not in box.text


@pytest.mark.plugins("transactions")
def test_tab_and_panel_of_a_plugin_are_shown(client: httpx.Client, customer: RecordRef) -> None:
    page = client.get(f"/customers/{customer.id}").text
    tab = re.search(r'href="(/customers/[^"]*\?tab=[^"]*)"', page)
    panel = re.search(r'hx-get="(/ui/customers/[^"]*/panel/transactions[^"]*)"', page)
    assert tab is not None
    assert panel is not None

    answers = [client.get(unescape(found[1])) for found in (tab, panel)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "Bereich nicht verfügbar" not in answers[0].text + answers[1].text


def test_a_record_page_costs_the_same_queries_whatever_hangs_on_it(
    kontor: Kontor,
    client: httpx.Client,
    customer: RecordRef,
    counted: Callable[..., list[str]],
) -> None:
    counts = []
    for more in (1, 2, 47):
        for _ in range(more):
            person = kontor.create("contact", {"family_name": "Petersen"})
            kontor.create("affiliation", {"customer_id": customer, "contact_id": person})
            kontor.create(
                "interaction",
                {
                    "customer_id": customer,
                    "channel": "call",
                    "occurred_at": "2026-01-01T10:00:00Z",
                },
            )
        counts.append(len(counted(lambda: client.get(f"/customers/{customer.id}"))))

    assert len(set(counts)) == 1, counts


def test_a_merged_customer_leads_to_the_one_that_stands(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    other = kontor.customer({"name": "Doppelt"})
    kontor.merge(customer, other)

    answer = client.get(f"/customers/{other.id}")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/customers/{customer.id}")


def test_the_page_of_any_record_tells_what_happened_to_it(
    kontor: Kontor, client: httpx.Client, customer: RecordRef
) -> None:
    ben = kontor.user(role="administrator", name="Ben Bach")
    task = kontor.create("tasks.task", {"title": "Rückruf", "customer_id": customer}, as_=ben)
    kontor.change(task, {"title": "Rückruf bis Freitag"}, as_=ben)

    page = words(client.get(f"/x/tasks/tasks/{task.id}").text)

    assert "Noch kein Verlauf" not in page
    assert page.count("Ben Bach") >= 2
    again = client.get(f"/ui/tasks.tasks/{task.id}/timeline", headers=HTMX)
    assert (again.status_code, again.text.count('<li id="e-')) == (200, 2)


def test_foreign_records_are_404_on_every_path(kontor: Kontor) -> None:
    mine = kontor.customer({"name": "Annas"}, as_=kontor.user())
    ben = kontor.client(as_=kontor.user())
    base = f"/ui/customers/{mine.id}"

    statuses = {
        path: ben.get(path).status_code
        for path in (
            f"/customers/{mine.id}",
            f"/customers/{mine.id}/edit",
            f"{base}/timeline",
            f"{base}/panel/people",
            f"{base}/cell/name",
            f"{base}/cell/name/edit",
        )
    }

    assert set(statuses.values()) == {404}
    assert ben.post(f"{base}/compose/notes.write", data={"body": "x"}).status_code == 404


def test_a_query_that_takes_too_long_is_stopped_and_costs_its_own_box(
    kontor: Kontor,
    client: httpx.Client,
    customer: RecordRef,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    numbers = select(func.count()).select_from(
        *(kontor.app.storage.schema.rule("core_event").table.alias(f"e{n}") for n in range(8))
    )

    def render(ctx: UiContext) -> Facts:
        ctx.read(numbers, _Count)
        return Facts()

    monkeypatch.setattr(slots, "_PATIENCE", 0.05)
    for number in range(20):
        kontor.change(customer, {"name": f"Alster {number}"})
    add_panel(kontor, Panel(id="p", on="customer", title="Langsam", render=render, budget_ms=50))

    box = client.get(f"/ui/customers/{customer.id}/panel/notes.p", headers=HTMX)

    assert box.status_code == 200
    assert "Bereich nicht verfügbar" in words(box.text)
    assert client.get(f"/customers/{customer.id}").status_code == 200


def test_a_private_customer_is_reached_where_its_person_is(
    kontor: Kontor, client: httpx.Client
) -> None:
    customer = kontor.customer({"name": "Anja Frank", "kind": "person"})
    person = kontor.create("contact", {"given_name": "Anja", "family_name": "Frank"})
    kontor.create("affiliation", {"customer_id": customer, "contact_id": person})
    kontor.create(
        "contact_point", {"contact_id": person, "scheme": "email", "value": "anja@frank.example"}
    )

    page = client.get(f"/customers/{customer.id}").text

    assert page.count('href="mailto:anja@frank.example"') == 2  # beside the name, and as a fact
    assert "Noch keine Kontaktwege" not in page
