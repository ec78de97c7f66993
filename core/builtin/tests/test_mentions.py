"""Mentions in notes: who is meant, who is told, how it looks."""

import pytest

from kontor_notes.mentions import mentioned, pieces
from kontor_notes.queries import Colleague
from kontor_sdk.testing import Kontor
from kontor_sdk.ui import Strong

STAFF = [
    Colleague("anna", "Anna Berg", "anna.berg@firma.example"),
    Colleague("ann", "Ann", "ann@firma.example"),
    Colleague("jo", "Jörg Öz", "joe@firma.example"),
    Colleague("jo2", "Jörg Öz", "joerg@firma.example"),
]


@pytest.mark.parametrize(
    ("body", "meant"),
    [
        ("@Anna Berg bitte anrufen", ["anna"]),
        ("Siehe @anna.berg, danke", ["anna"]),
        ("(@ANNA BERG)", ["anna"]),
        ("@Ann und @Anna Berg und @ann", ["ann", "anna"]),
        ("@Jörg Öz!", ["jo", "jo2"]),
        ("@Annabell ist nicht gemeint", []),
        ("Mail an info@ann und x.@ann", []),
        ("@", []),
        ("", []),
    ],
)
def test_mentioned_are_colleagues_by_name_or_mail(body: str, meant: list[str]) -> None:
    assert mentioned(body, STAFF) == meant


def test_a_mention_stands_out_and_no_letter_is_lost() -> None:
    found = pieces("Bitte @Anna Berg, morgen.", STAFF)

    assert found == ("Bitte ", Strong("@Anna Berg"), ", morgen.")


def test_who_is_mentioned_is_told_once_however_often_the_note_changes(kontor: Kontor) -> None:
    anna, ben = kontor.user(name="Anna Berg"), kontor.user(name="Ben Tal")
    customer = kontor.customer({"owner_id": anna})
    body = "Für @Ben Tal und mich, @Anna Berg"

    note = kontor.create("notes.note", {"customer_id": customer, "body": body}, as_=anna)
    kontor.deliver(times=2)
    kontor.change(note, {"body": f"{body}, dringend"}, as_=anna)
    kontor.deliver()

    assert kontor.notices == [(ben.id, note.id)]
    page = kontor.client(as_=ben).get("/x/inbox/notices").text
    assert page.count("Anna Berg hat Sie in einer Notiz erwähnt.") > 0


def test_a_mention_is_bold_in_the_history(kontor: Kontor) -> None:
    anna = kontor.user(name="Anna Berg")
    customer = kontor.customer({"owner_id": anna})
    body = "Bitte @Anna Berg <b>fragen</b>"
    kontor.create("notes.note", {"customer_id": customer, "body": body}, as_=anna)

    page = kontor.client(as_=anna).get(f"/customers/{customer.id}").text

    assert "Bitte <b>@Anna Berg</b> &lt;b&gt;fragen&lt;/b&gt;" in page
