"""What Kontor understands of messages, however they were written."""

from datetime import UTC, datetime

import pytest

from kontor_mailbox.cleaning import Page
from kontor_mailbox.headers import Address
from kontor_mailbox.pictures import addresses_of
from kontor_mailbox.reading import AUTOMATIC, BOUNCE, ORDINARY, Unreadable, read_mail

from . import letters

RECEIVED = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_encoded_words_addresses_and_date() -> None:
    mail = read_mail(letters.UMLAUTS, RECEIVED)

    assert mail.sender == Address("anna.mueller@firma.example", "Müller, Anna")
    assert mail.to == (
        Address("info@kontor.example", "Vertrieb"),
        Address("ben@kontor.example", "Ben"),
    )
    assert mail.subject == "Angebot € für Frühjahr"
    assert mail.sent_at == datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    assert mail.text == "Grüße, es kostet 5 €."
    assert (mail.kind, mail.message_id) == (ORDINARY, "u1@firma.example")


def test_headers_in_eight_bits_are_read_as_what_they_are() -> None:
    mail = read_mail(letters.EIGHT_BIT_HEADERS, RECEIVED)

    assert mail.sender == Address("joerg@firma.example", "Jörg Müller")
    assert mail.subject == "Grüße aus Köln"


@pytest.mark.parametrize(
    "raw",
    [letters.NO_DATE_NO_ID, letters.BROKEN_DATE, letters.FUTURE_DATE],
    ids=["no", "bad", "2099"],
)
def test_date_that_cannot_be_gives_way_to_the_time_of_receipt(raw: bytes) -> None:
    assert read_mail(raw, RECEIVED).sent_at == RECEIVED


def test_message_without_id_is_known_by_its_content() -> None:
    one = read_mail(letters.NO_DATE_NO_ID, RECEIVED)
    again = read_mail(b"Received: from mx2\r\n" + letters.NO_DATE_NO_ID, RECEIVED)
    other = read_mail(letters.NO_DATE_NO_ID.replace(b"Kein", b"Ein"), RECEIVED)

    assert one.digest == again.digest != other.digest


@pytest.mark.parametrize(
    ("raw", "text"),
    [(letters.UNKNOWN_CHARSET, "Grüße"), (letters.WRONG_CHARSET, "Grüße € 5")],
    ids=["unknown", "wrong"],
)
def test_charset_that_lies_is_guessed(raw: bytes, text: str) -> None:
    assert read_mail(raw, RECEIVED).text == text


def test_headers_hide_no_line_breaks_and_turn_no_reading_around() -> None:
    mail = read_mail(letters.HIDDEN_LINE_BREAK, RECEIVED)

    assert mail.sender == Address("a@firma.example", "Anna Bcc: boss@firma.example")
    assert mail.subject == "gnaips cbot"


def test_sloppy_addresses_are_found() -> None:
    mail = read_mail(letters.SLOPPY_ADDRESSES, RECEIVED)

    assert mail.sender is not None
    assert mail.sender.address == "anna@firma.example"
    assert [one.address for one in mail.to] == ["ben@kontor.example"]
    assert {one.address for one in mail.cc} >= {"john@firma.example"}


def test_html_loses_what_could_harm_and_keeps_what_it_says() -> None:
    mail = read_mail(letters.ATTACKING, RECEIVED)

    for evil in ("script", "onload", "onerror", "javascript", "iframe", "form", "svg", "math",
                 "hx-get", "position", "url(", "base", "meta", "title"):  # fmt: skip
        assert evil not in mail.html.lower()
    assert 'href="https://firma.example/a"' in mail.html
    assert "target=_blank" in mail.html
    assert "noopener" in mail.html
    assert "<b>Tag</b>" in mail.html
    assert "<td>Zelle</td>" in mail.html
    assert "http://t.example/3.gif" in mail.html  # kept, but
    assert "t.example" not in Page(mail.html, pictures={}).html  # shown only when asked for
    assert Page(mail.html).html == mail.html
    assert mail.text == "Guten Tag\nxSeiteZelle"


def test_text_html_and_files_of_a_nested_message() -> None:
    mail = read_mail(letters.with_everything(), RECEIVED)

    assert mail.text == "Anbei die Unterlagen."
    assert "<b>Unterlagen</b>" in mail.html
    assert [one.content_id for one in mail.pictures] == ["logo"]
    assert [(one.name, one.media_type) for one in mail.files] == [
        ("Angebot 2027.txt", "text/plain"),
        ("Prüfbericht für Größe.pdf", "application/pdf"),
    ]


def test_picture_of_the_message_itself_is_shown_and_nothing_else_by_that_way() -> None:
    mail = read_mail(letters.with_everything(), RECEIVED)
    html = mail.html + '<a href="cid:logo">x</a><img src="cid:other"><img src="data:image/png,x">'

    page = Page(html, pictures=addresses_of((p.content_id, p.content) for p in mail.pictures))

    assert page.html.count("data:image/png;base64,") == 1
    assert "cid:" not in page.html
    assert not page.remote


def test_what_calls_itself_a_picture_is_told_by_its_bytes() -> None:
    raw = letters.with_everything(picture=b"<svg onload=alert(1)>")

    mail = read_mail(raw, RECEIVED)

    assert not mail.pictures
    assert mail.files[0].name == "image-png-1"


@pytest.mark.parametrize(
    "packed",
    [b"tnef", letters.TNEF[:40], letters.TNEF[:6] + b"\xff" * 60, letters.hostile_tnef()],
    ids=["no", "short", "nonsense", "endless"],
)
def test_broken_winmail_stays_what_it_is(packed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kontor_mailbox.winmail._SECONDS", 1)

    mail = read_mail(letters.with_everything(winmail=packed), RECEIVED)

    assert mail.text == "Anbei die Unterlagen."
    assert [one.name for one in mail.files] == ["winmail.dat", "Prüfbericht für Größe.pdf"]


def test_no_more_files_than_allowed() -> None:
    assert len(read_mail(letters.with_everything(), RECEIVED, most_files=1).files) == 1


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (letters.BOUNCE, BOUNCE),
        (letters.OUT_OF_OFFICE, AUTOMATIC),
        (letters.letter(List_Id="<news.firma.example>"), AUTOMATIC),
        (letters.letter(Precedence="bulk"), AUTOMATIC),
        (letters.letter(Auto_Submitted="no"), ORDINARY),
    ],
)
def test_what_nobody_wrote_is_told_apart(raw: bytes, kind: str) -> None:
    assert read_mail(raw, RECEIVED).kind == kind


def test_bounce_names_whom_it_was_for() -> None:
    assert read_mail(letters.BOUNCE, RECEIVED).concerns == ("anna@firma.example",)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (letters.FORWARDED_GERMAN, "Die Ware ist beschädigt."),
        (letters.FORWARDED_APPLE, "We need more."),
    ],
    ids=["outlook", "apple"],
)
def test_forwarded_message_is_found_inside(raw: bytes, text: str) -> None:
    inner = read_mail(raw, RECEIVED).forwarded

    assert inner is not None
    assert inner.sender == Address("anna@firma.example", "Anna Adam")
    assert inner.text == text
    assert inner.to == (Address("ben@kontor.example"),)


def test_message_forwarded_as_attachment_is_found_inside() -> None:
    from email import message_from_bytes, policy
    from email.message import EmailMessage

    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "ben@kontor.example", "crm@kontor.example", "x"
    outer.set_content("Zur Info")
    outer.add_attachment(message_from_bytes(letters.letter("Innen"), policy=policy.default))

    mail = read_mail(outer.as_bytes(), RECEIVED)

    assert mail.forwarded is not None
    assert (mail.forwarded.text, mail.files[0].name) == ("Innen", "Anfrage.eml")


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x00\xff\xfe", b"kein Kopf\r\n\r\nnur Text", letters.nested(30), letters.nested(3000)],
    ids=["empty", "bytes", "headless", "deep", "abyss"],
)
def test_what_cannot_be_understood_says_why(raw: bytes) -> None:
    with pytest.raises(Unreadable) as problem:
        read_mail(raw, RECEIVED)

    assert problem.value.reason.de
    assert problem.value.reason.en


def test_every_single_bit_may_flip() -> None:
    """No message, however broken, raises anything but Unreadable."""
    from random import Random

    random = Random(7)  # noqa: S311  # the same messages every time
    whole = [letters.UMLAUTS, letters.ATTACKING, letters.BOUNCE, letters.with_everything()]
    for raw in whole:
        for _ in range(150):
            broken = bytearray(raw)
            for _ in range(random.randint(1, 12)):
                broken[random.randrange(len(broken))] = random.randrange(256)
            del broken[random.randrange(len(broken)) :]
            try:
                mail = read_mail(bytes(broken), RECEIVED)
            except Unreadable:
                continue
            assert "\x00" not in mail.text
            assert "\n" not in mail.subject
