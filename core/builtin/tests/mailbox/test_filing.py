"""Which history a message lands in, and with whom."""

import re
from collections.abc import Callable

import pytest

from kontor_mailbox.models import IGNORED, NEW, Ignored, Message, Waiting
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor

from . import letters
from .conftest import Receive

pytestmark = pytest.mark.plugins("mailbox", "documents")
Person = Callable[..., RecordRef]


def touches(kontor: Kontor) -> list[dict[str, object]]:
    found = kontor.visible("interaction")
    return [dict(kontor.values(RecordRef("interaction", one))) for one in found]


def waiting(kontor: Kontor) -> list[tuple[str, str]]:
    with kontor.unit() as uow:
        return [(row.address, row.state) for row in uow.find_all(Waiting)]


def test_message_of_a_person_stands_in_the_history_of_their_customer(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    customer = kontor.customer()
    anna = person("Adam", "anna@firma.example", customer)

    receive(letters.letter("Wir brauchen mehr.", subject="Bestellung"))

    (touch,) = touches(kontor)
    assert (touch["customer_id"], touch["contact_id"]) == (customer.id, anna.id)
    assert (touch["channel"], touch["direction"]) == ("email", "in")
    assert (touch["subject"], touch["body"]) == ("Bestellung", "Wir brauchen mehr.")
    assert touch["occurred_at"] == "2026-11-20T08:30:00.000000Z"


def test_address_is_found_however_it_was_spelled(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    person("Adam", "Anna.Adam@firma.example", kontor.customer())

    receive(letters.letter(sender="ANNA.ADAM@Firma.Example"))

    assert len(touches(kontor)) == 1


def test_same_message_is_taken_once_from_whichever_mailbox(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    person("Adam", "anna@firma.example", kontor.customer())

    for raw in (letters.letter(), letters.letter(), b"X-Other: 1\r\n" + letters.letter()):
        receive(raw)
    receive(letters.letter(sender="who@nowhere.example", mark="w"))
    receive(letters.letter(sender="who@nowhere.example", mark="w"))

    assert len(touches(kontor)) == 1
    assert waiting(kontor) == [("who@nowhere.example", NEW)]


def test_address_of_a_customer_without_a_person_is_enough(kontor: Kontor, receive: Receive) -> None:
    customer = kontor.customer()
    point = {"customer_id": customer, "scheme": "email", "value": "info@firma.example"}
    kontor.create("contact_point", point)

    receive(letters.letter(sender="info@firma.example"))

    (touch,) = touches(kontor)
    assert (touch["customer_id"], touch["contact_id"]) == (customer.id, None)


def test_bcc_of_a_colleague_is_outbound_and_names_everybody(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    customer = kontor.customer()
    anna = person("Adam", "anna@firma.example", customer)
    ben = person("Brandt", "ben@firma.example", customer)
    colleague = kontor.user(name="Paula Beck")
    raw = letters.letter(
        sender=f"Paula <{colleague.email}>",
        to="Anna <anna@firma.example>, unknown@firma.example",
        Cc="ben@firma.example",
        Delivered_To="crm@kontor.example",
    )

    receive(raw)

    (touch,) = touches(kontor)
    assert (touch["direction"], touch["contact_id"]) == ("out", anna.id)
    found = [kontor.values(RecordRef("participant", p)) for p in kontor.visible("participant")]
    assert {(p["contact_id"], p["user_id"]) for p in found} == {
        (ben.id, None),
        (None, colleague.id),
    }


@pytest.mark.parametrize("raw", [letters.FORWARDED_GERMAN, letters.FORWARDED_APPLE])
def test_forwarded_message_is_the_customers(
    kontor: Kontor, receive: Receive, person: Person, raw: bytes
) -> None:
    anna = person("Adam", "anna@firma.example", kontor.customer())

    receive(raw)

    (touch,) = touches(kontor)
    assert (touch["direction"], touch["contact_id"]) == ("in", anna.id)
    assert "Zur Info" not in str(touch["body"])
    assert str(touch["occurred_at"]).startswith("2026-11-19T08:15")


def test_mail_among_colleagues_is_nobodys_history(kontor: Kontor, receive: Receive) -> None:
    receive(letters.letter(sender="ben@kontor.example", to="lea@kontor.example"))

    assert touches(kontor) == []
    assert waiting(kontor) == []


def test_person_of_two_customers_goes_where_the_others_belong(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    first, second = kontor.customer(), kontor.customer()
    person("Adam", "anna@firma.example", first, second)
    person("Brandt", "ben@firma.example", second)

    receive(letters.letter(sender="ben@kontor.example", to="anna@firma.example, ben@firma.example"))

    (touch,) = touches(kontor)
    assert touch["customer_id"] == second.id


def test_answers_join_the_conversation_of_the_same_customer_only(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    person("Adam", "anna@firma.example", kontor.customer())
    person("Fremd", "eve@other.example", kontor.customer())
    receive(letters.letter(mark="one@x"))
    receive(letters.letter(mark="two@x", In_Reply_To="<one@x>"))
    receive(letters.letter(mark="three@x", References="<one@x> <two@x>"))
    receive(letters.letter(sender="eve@other.example", mark="four@x", References="<two@x>"))

    with kontor.unit() as uow:
        threads = [row.thread for row in uow.find_all(Message)]

    assert threads[0] == threads[1] == threads[2] != threads[3]


def test_messages_taken_at_once_are_filed_as_one_by_one(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    customer = kontor.customer()
    person("Adam", "anna@firma.example", customer)

    receive(
        letters.letter(mark="one@x"),
        letters.letter(mark="one@x"),
        letters.letter(mark="two@x", In_Reply_To="<one@x>"),
        letters.letter(sender="new@x.example", mark="three@x"),
    )

    with kontor.unit() as uow:
        threads = [row.thread for row in uow.find_all(Message)]
    assert len(threads) == 2
    assert threads[0] == threads[1]
    assert waiting(kontor) == [("new@x.example", NEW)]


def test_attachments_stand_with_the_files_of_the_customer_and_the_person(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    customer = kontor.customer()
    anna = person("Adam", "anna@firma.example", customer)
    before = len(list(kontor.app.storage.blobs.all()))

    receive(letters.with_everything())

    (touch,) = kontor.visible("interaction")
    client = kontor.client(as_=kontor.user(role="administrator"))
    mail = client.get(f"/interactions/{touch}?tab=mailbox.mail").text
    files = re.search(r'href="(/interactions/[^"]+tab=[^"]+)"[^>]*><span>2 Dateien', mail)
    assert files is not None
    for page in (
        files[1],
        f"/customers/{customer.id}?tab=documents.files",
        f"/contacts/{anna.id}?tab=documents.files",
    ):
        told = client.get(page).text
        assert "Prüfbericht für Größe.pdf" in told
        assert "Angebot 2027.txt" in told
        assert "image-png-1" not in told
    assert "E-Mail: Unterlagen" in told
    blobs = len(list(kontor.app.storage.blobs.all())) - before
    assert blobs == 3  # the picture inside and two files, each once


def test_files_of_the_same_name_are_no_versions_of_each_other(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    person("Adam", "anna@firma.example", kontor.customer())

    receive(letters.with_files("scan.pdf", "scan.pdf", "scan.pdf"))

    names = [kontor.values(RecordRef("documents.document", one))["name"]
             for one in kontor.visible("documents.document")]  # fmt: skip
    assert sorted(map(str, names)) == ["scan (2).pdf", "scan (3).pdf", "scan.pdf"]


def test_files_go_with_the_interaction_they_came_with(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    person("Adam", "anna@firma.example", kontor.customer())
    receive(letters.with_everything())
    (touch,) = kontor.visible("interaction")

    kontor.delete(RecordRef("interaction", touch))

    assert kontor.visible("documents.document") == []


def test_conversation_is_shown_as_one_and_can_be_answered(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    person("Adam", "anna@firma.example", kontor.customer())
    receive(letters.letter("Wann kommt es?", mark="one@x"))
    receive(letters.letter("Heute.", mark="two@x", In_Reply_To="<one@x>", subject="Re: Anfrage"))
    first = kontor.visible("interaction")[0]

    page = kontor.client(as_=kontor.user(role="administrator")).get(
        f"/interactions/{first}?tab=mailbox.mail"
    )

    assert "Das Gespräch" in page.text
    assert "Heute." in page.text
    assert "mailto:anna@firma.example?subject=Re%3A%20" in page.text
    assert "In-Reply-To=%3C" in page.text


def test_bounce_stands_with_the_person_it_was_for(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    anna = person("Adam", "anna@firma.example", kontor.customer())

    receive(letters.BOUNCE)

    (touch,) = touches(kontor)
    assert touch["contact_id"] == anna.id
    with kontor.unit() as uow:
        assert [row.kind for row in uow.find_all(Message)] == ["bounce"]


def test_nobody_has_to_sort_newsletters_and_whom_they_ignore(
    kontor: Kontor, receive: Receive
) -> None:
    with kontor.unit() as uow:
        uow.create(Ignored, {"address": "@spam.example"})

    receive(letters.letter(sender="a@spam.example", mark="1"))
    receive(letters.letter(sender="news@shop.example", mark="2", List_Id="<x>"))
    receive(letters.letter(sender="new@firma.example", mark="3"))

    assert waiting(kontor) == [
        ("a@spam.example", IGNORED),
        ("news@shop.example", IGNORED),
        ("new@firma.example", NEW),
    ]


def test_long_text_is_cut_not_refused(kontor: Kontor, receive: Receive, person: Person) -> None:
    person("Adam", "anna@firma.example", kontor.customer())

    receive(letters.letter("Wort " * 20_000, subject="x" * 900))

    (touch,) = touches(kontor)
    assert str(touch["body"]).endswith("…")


def test_who_sees_the_customer_sees_the_mail(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    owner, stranger = kontor.user(), kontor.user()
    customer = kontor.customer({"owner_id": owner.id})
    person("Adam", "anna@firma.example", customer)
    receive(letters.with_everything())
    (touch,) = kontor.visible("interaction")

    for user, status in ((owner, 200), (stranger, 404)):
        client = kontor.client(as_=user)
        page = client.get(f"/interactions/{touch}?tab=mailbox.mail")
        assert page.status_code == status
        with kontor.unit() as uow:
            message = uow.find_all(Message)[0].id
        (file, *_) = kontor.visible("documents.document")
        assert client.get(f"/x/mailbox/messages/{message}/html").status_code == status
        assert client.get(f"/x/documents/files/{file}").status_code == status


def test_html_is_a_document_of_its_own_that_can_do_nothing(
    kontor: Kontor, receive: Receive, person: Person
) -> None:
    customer = kontor.customer()
    person("Adam", "a@firma.example", customer)
    receive(letters.ATTACKING)
    (touch,) = kontor.visible("interaction")
    with kontor.unit() as uow:
        message = uow.find_all(Message)[0].id
    client = kontor.client(as_=kontor.user(role="administrator"))

    page = client.get(f"/interactions/{touch}?tab=mailbox.mail").text
    plain = client.get(f"/x/mailbox/messages/{message}/html")
    asked = client.get(f"/x/mailbox/messages/{message}/html?images=1")
    history = client.get(f"/customers/{customer.id}").text

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "images=1" in page
    (policy,) = plain.headers.get_list("content-security-policy")
    assert policy.startswith(
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'"
    )
    assert "img-src data:;" in policy
    assert "img-src data: http: https:" in asked.headers["content-security-policy"]
    assert "script-src" not in policy
    assert plain.headers["x-frame-options"] == "SAMEORIGIN"
    assert "t.example" not in plain.text
    assert "Guten" in plain.text
    assert "http://t.example/3.gif" in asked.text
    assert "E-Mail ansehen" in history
