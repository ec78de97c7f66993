"""The frame a message is shown in, and the words around it."""

from collections.abc import Mapping, Sequence

from kontor_sdk import L, Locale
from kontor_sdk.models import from_text
from kontor_sdk.ui import Color, Tag, Template, UiContext

from .bodies import without_images
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
_UNITS = ("Bytes", "kB", "MB")
_WORDS: Mapping[str, L] = {
    "frame": L("Nachricht", en="Message"),
    "images": L("Bilder laden", en="Load pictures"),
    "why": L(
        "Bilder sind nicht geladen: der Absender sähe, dass und wann gelesen wurde.",
        en="Pictures are not loaded: the sender would see that it was read, and when.",
    ),
    "files": L("Anhänge", en="Attachments"),
    "thread": L("Das Gespräch", en="The conversation"),
}


def framed(
    ctx: UiContext,
    *,
    html: str,
    text: str,
    source: str,
    here: str,
    files: Sequence[Mapping[str, object]] = (),
    thread: Sequence[Mapping[str, object]] = (),
) -> Template:
    """Show a message: its HTML in a frame that can do nothing, else its text.

    ``source`` answers the HTML, ``here`` is this page, which asks for pictures with ``images=1``.
    """
    asked = ctx.params.get("images") == "1"
    more = bool(html) and not asked and without_images(html) != html
    return Template(
        "mailbox/mail.html",
        words={name: word.in_(ctx.locale) for name, word in _WORDS.items()},
        shown=asked,
        source=source if html else "",
        images=f"{here}&images=1" if more else "",
        text=text,
        files=files,
        thread=thread,
    )


def human_size(size: int, locale: Locale) -> str:
    """Give a size as people read it.

    >>> human_size(950, "de"), human_size(1_540_000, "de")
    ('950 Bytes', '1,5 MB')
    """
    power = 0 if size < 1000 else 1 if size < 1_000_000 else 2
    text = f"{size / 1000**power:.{1 if power == 2 else 0}f}"
    return f"{text.replace('.', ',') if locale == 'de' else text} {_UNITS[power]}"


def when(ctx: UiContext, text: str) -> str:
    """Give a moment as people write it."""
    at = from_text(text).astimezone(ctx.tz)
    return f"{at:%d.%m.%Y %H:%M}" if ctx.locale == "de" else f"{at:%d %b %Y %H:%M}"
