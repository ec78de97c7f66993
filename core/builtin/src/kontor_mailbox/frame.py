"""The frame a message is shown in, and the words around it."""

from collections.abc import Mapping, Sequence

from kontor_sdk import L
from kontor_sdk.models import from_text, written_moment
from kontor_sdk.ui import Color, Tag, Template, UiContext

from .cleaning import Page
from .models import KINDS
from .reading import ORDINARY

MARKS: Mapping[str, Tag] = {
    one.value: Tag(one.label, Color(one.color)) for one in KINDS if one.value != ORDINARY
}
"""How messages that nobody wrote are marked."""
UNTITLED = L("Ohne Betreff", en="No subject")
DIRECTIONS: Mapping[str, L] = {
    "in": L("eingehend", en="inbound"),
    "out": L("ausgehend", en="outbound"),
}
_SHORT = 500
"""Characters of text up to which a message needs a small frame; its own height is not known."""
_WORDS: Mapping[str, L] = {
    "frame": L("Nachricht", en="Message"),
    "images": L("Bilder laden", en="Load pictures"),
    "why": L(
        "Fremde Bilder sind nicht geladen: Ihr Besitzer sähe, dass und wann Sie dies lesen.",
        en="Remote pictures are not loaded: their owner would see that you read this, and when.",
    ),
    "reply": L("Im E-Mail-Programm antworten", en="Reply in your e-mail program"),
    "thread": L("Das Gespräch", en="The conversation"),
    "here": L("diese Nachricht", en="this message"),
    "open": L("Diese Nachricht öffnen", en="Open this message"),
}


def framed(
    ctx: UiContext,
    *,
    html: str,
    text: str,
    source: str,
    here: str,
    reply: str = "",
    files: str = "",
    files_at: str = "",
    thread: Sequence[Mapping[str, object]] = (),
) -> Template:
    """Show a message: its HTML in a frame that can do nothing, else its text.

    ``source`` answers the HTML, ``here`` is this page, which asks for pictures with ``images=1``;
    ``files`` says how many came along and ``files_at`` where they stand.
    """
    asked = ctx.params.get("images") == "1"
    more = bool(html) and not asked and Page(html).remote
    return Template(
        "mailbox/mail.html",
        words={name: word.in_(ctx.locale) for name, word in _WORDS.items()},
        shown=asked,
        source=source if html else "",
        images=f"{here}&images=1" if more else "",
        text=text,
        short=len(text) < _SHORT,
        reply=reply,
        files=files,
        files_at=files_at,
        thread=thread,
    )


def when(ctx: UiContext, text: str) -> str:
    """Give a moment as people write it."""
    return written_moment(from_text(text), ctx.tz).in_(ctx.locale)
