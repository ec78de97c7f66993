"""HTML made to stop whoever reads it: a mail comes from anybody, and is read by one process."""

from datetime import UTC

import pytest

from kontor_mailbox.cleaning import Page, text_of_html
from kontor_mailbox.forwarded import inner_of

FONTS = "".join(f"<font size={n}>" for n in range(3000))


def test_an_unclosed_tag_is_not_repeated_in_every_paragraph() -> None:
    """60 kB that a parser of HTML makes two gigabytes of."""
    bomb = f"<p>{FONTS}</p>" + "<p>a</p>" * 3000

    shown = Page(bomb).html

    assert len(shown) < 3 * len(bomb)
    assert shown.count("<p>a</p>") == 3000
    assert text_of_html(bomb).split() == ["a"] * 3000


def test_a_long_address_is_not_repeated_either() -> None:
    bomb = f'<p><a href="https://firma.example/{"x" * 100_000}"></p>' + "<p>a</p>" * 1000

    assert len(Page(bomb).html) < 2 * len(bomb)


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 400_000,
        "<div>" * 30_000 + "Hallo",
        "<br " * 500_000,
        "<p " + " ".join(f"a{n}" for n in range(100_000)) + ">Hallo</p>",
    ],
    ids=["deep", "deep-text", "unclosed", "attributes"],
)
def test_what_takes_too_long_to_read_is_shown_as_text_alone(page: str) -> None:
    assert Page(page).html == ""
    assert text_of_html(page) == ("Hallo" if "Hallo" in page else "")


@pytest.mark.parametrize("line", [">\n", "> \n", "-- \n", "__________ x\n", "- Original Message\n"])
def test_looking_for_a_forwarded_message_reads_a_text_once(line: str) -> None:
    text = f"{line * 100_000}----- Original Message -----\nFrom: Anna <anna@firma.example>\n\nJa"

    found = inner_of("", text, UTC)

    assert found is not None
    assert (found.sender.address, found.text) == ("anna@firma.example", "Ja")


def test_what_people_write_looks_as_before() -> None:
    page = (
        "<p>Liebe <B>Frau Amt</B>, <font color=red face=Arial>rot <i>und <u>mehr</u></i></font>"
        '<br><a href="https://firma.example/?a=1&b=2" onclick="x()">hier</a> '
        '<x-b title="<b>">kein</x-b> &lt;x-b&gt; <strong/>stark</strong></p>'
    )

    assert Page(page).html == (
        '<p>Liebe <b>Frau Amt</b>, <font color="red" face="Arial">rot <i>und <u>mehr</u></i></font>'
        '<br><a target=_blank href="https://firma.example/?a=1&amp;b=2" '
        'rel="noopener noreferrer nofollow">hier</a> <b title="&lt;x-b&gt;">kein</b> &lt;x-b&gt; '
        "<strong>stark</strong></p>"
    )


@pytest.mark.parametrize(
    "page",
    [
        "<script>alert(1)</script>",
        "<x-script>alert(1)</x-script><x-a href=javascript:alert(1)>",
        '<a href=" javascript:alert(1)">x</a>',
        '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        '<img src=x onerror=alert(1)><svg onload=alert(1)><a xlink:href="javascript:alert(1)">',
        '<p style="background:url(https://evil.example/x);position:fixed">x</p>',
        "<b title='\"><script>alert(1)</script>'>x</b>",
        "<form action=https://evil.example><input name=password></form>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'><base href=//evil.example>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<x-font <script>alert(1)</script>>",
    ],
)
def test_nothing_that_acts_is_left(page: str) -> None:
    shown = Page(page).html.lower()

    for acting in ("<script", "onerror=a", "onload", "javascript:", "<form", "<meta", "<base"):
        assert acting not in shown
    for acting in ("<iframe", "<object", "<svg", "<style", "url(", "fixed", "data:"):
        assert acting not in shown
