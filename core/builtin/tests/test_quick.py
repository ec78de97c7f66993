"""A task in one line: what is understood in both languages, and what stays a title."""

import json
from datetime import UTC, datetime

import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing import Kontor
from kontor_tasks.people import meant
from kontor_tasks.quick import understand

THURSDAY = datetime(2026, 5, 14, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "title", "due_on", "due_at"),
    [
        ("morgen 9 Uhr Frau Lindner anrufen", "Frau Lindner anrufen", "2026-05-15", "09:00"),
        ("Frau Lindner anrufen morgen um 9:30", "Frau Lindner anrufen", "2026-05-15", "09:30"),
        ("call Ms Lindner tomorrow at 2pm", "call Ms Lindner", "2026-05-15", "14:00"),
        ("at 12 am, check the night run", "check the night run", "2026-05-15", "00:00"),
        ("übermorgen Angebot schicken", "Angebot schicken", "2026-05-16", None),
        ("Angebot schicken am Montag", "Angebot schicken", "2026-05-18", None),
        ("Donnerstag Aufmaß", "Aufmaß", "2026-05-21", None),
        ("next week Tuesday send samples", "send samples", "2026-05-19", None),
        ("nächste Woche Muster holen", "Muster holen", "2026-05-18", None),
        ("in 3 Wochen nachfassen", "nachfassen", "2026-06-04", None),
        ("in a month check the contract", "check the contract", "2026-06-14", None),
        ("Rechnung prüfen 24.12.", "Rechnung prüfen", "2026-12-24", None),
        ("Rechnung prüfen bis 3.2.", "Rechnung prüfen", "2027-02-03", None),
        ("Rechnung prüfen bis 3.2.27", "Rechnung prüfen", "2027-02-03", None),
        ("Vertrag am 1. Juni verlängern", "Vertrag verlängern", "2026-06-01", None),
        ("renew on June 1st, 2027", "renew", "2027-06-01", None),
        ("renew 2026-08-09", "renew", "2026-08-09", None),
        ("Abrechnung zum Monatsende", "Abrechnung", "2026-05-31", None),
        ("um 11 Uhr zurückrufen", "zurückrufen", "2026-05-14", "11:00"),
        ("um 9 Uhr zurückrufen", "zurückrufen", "2026-05-15", "09:00"),
        ("Preisliste schicken", "Preisliste schicken", None, None),
        ("31.2. gibt es nicht", "31.2. gibt es nicht", None, None),
        ("Herrn Mai und Frau Montagna anrufen", "Herrn Mai und Frau Montagna anrufen", None, None),
        ("so wie besprochen do it", "so wie besprochen do it", None, None),
        ("3 Angebote für 24 Stühle", "3 Angebote für 24 Stühle", None, None),
    ],
)
def test_a_line_says_what_when_and_at_which_hour(
    line: str, title: str, due_on: str | None, due_at: str | None
) -> None:
    found = understand(line, THURSDAY)

    assert found.rest == title
    assert found.due_on == (datetime.fromisoformat(due_on).date() if due_on else None)
    assert found.due_at == due_at


@pytest.mark.parametrize(
    ("line", "rule", "due_on"),
    [
        ("jeden Montag Zahlen schicken", "FREQ=WEEKLY;BYDAY=MO", "2026-05-18"),
        ("every Thursday send figures", "FREQ=WEEKLY;BYDAY=TH", "2026-05-14"),
        ("täglich Kasse zählen", "FREQ=DAILY", "2026-05-14"),
        ("monthly report tomorrow", "FREQ=MONTHLY", "2026-05-15"),
    ],
)
def test_a_line_may_say_that_a_task_comes_back(line: str, rule: str, due_on: str) -> None:
    found = understand(line, THURSDAY)

    assert (found.recurrence, str(found.due_on)) == (rule, due_on)


def test_an_exclamation_mark_by_itself_is_urgent() -> None:
    assert understand("Reklamation klären ! heute", THURSDAY).urgent
    assert not understand("Endlich!", THURSDAY).urgent
    assert understand("Endlich!", THURSDAY).rest == "Endlich!"


def test_a_line_becomes_a_task_about_whom_it_names_and_is_taken_back(kontor: Kontor) -> None:
    anna = kontor.user(role="administrator")
    customer = kontor.customer({"name": "Hanse Logistik KG"}, as_=anna)
    person = kontor.create("contact", {"family_name": "Lindner"}, as_=anna)
    kontor.create("affiliation", {"contact_id": person, "customer_id": customer}, as_=anna)
    client = kontor.client(as_=anna)

    asked = client.get("/ui/action/tasks.quick").text
    answer = client.post(
        "/ui/action/tasks.quick", data={"line": "morgen 9 Uhr Frau Lindner anrufen !"}
    )
    task = RecordRef("tasks.task", kontor.visible("tasks.task", to=anna)[0])
    told = json.loads(answer.headers["hx-trigger"])["k:toast"]
    made = kontor.values(task)

    assert "Was, wann, wer" in asked
    assert made["title"] == "Frau Lindner anrufen"
    assert (made["due_on"], made["due_at"], made["priority"]) == ("2026-05-05", "09:00", "high")
    assert (made["contact_id"], made["customer_id"]) == (person.id, customer.id)
    assert "05.05.2026, 09:00" in told["text"]
    client.post(told["undo"]["url"])
    assert kontor.visible("tasks.task", to=anna) == []


def test_a_customer_is_known_by_the_beginning_of_its_name_if_there_is_one_only(
    kontor: Kontor,
) -> None:
    anna = kontor.user(role="administrator")
    hanse = kontor.customer({"name": "Hanse Logistik KG"}, as_=anna)
    for name in ("Alster Bau GmbH", "Alster Glas GmbH"):
        kontor.customer({"name": name}, as_=anna)
    reader = kontor.app.reader(kontor.actor(anna))

    found = [
        meant(reader, line).customer_id
        for line in (
            "Muster bei Hanse Logistik holen",
            "Muster bei HANSE holen",
            "Muster bei Alster holen",
            "Hanse anrufen",
        )
    ]

    assert found == [hanse.id, hanse.id, None, None]


def test_nobody_is_named_whom_one_does_not_see(kontor: Kontor) -> None:
    boss, ben = kontor.user(role="administrator"), kontor.user()
    kontor.customer({"name": "Geheim GmbH"}, as_=boss)

    assert meant(kontor.app.reader(kontor.actor(ben)), "Muster bei Geheim").customer_id is None


def test_a_line_without_anything_to_do_is_refused_with_the_reason(kontor: Kontor) -> None:
    client = kontor.client(as_=kontor.user())

    answer = client.post("/ui/action/tasks.quick", data={"line": "morgen 9 Uhr"})

    assert answer.status_code == 422
    assert "was zu tun ist" in answer.text
