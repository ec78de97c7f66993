"""What a message says: its text, its HTML, the pictures in it, the files beside it."""

import re
from email.message import Message

import msgspec

from .cleaning import Page, clean_text, text_of_html
from .headers import decoded, in_charset, raw_text
from .pictures import parted
from .winmail import is_winmail, unpacked

MOST_PARTS = 300
MOST_DEPTH = 20


class TooMuch(Exception):  # says what is wrong, as the errors of Kontor do
    """A message of more parts or deeper nesting than anybody sends in earnest."""


class File(msgspec.Struct, frozen=True):
    """A file that came with a message; HTML names it by its content id."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""


class Body(msgspec.Struct):
    """The parts of a message by what they are good for."""

    text: str = ""
    html: str = ""
    pictures: list[File] = []  # shown inside the HTML
    files: list[File] = []
    inner: list[Message] = []  # messages that were forwarded as attachments


def body_of(message: Message) -> Body:
    """Take a message apart; raises TooMuch."""
    found = Body(files=[], inner=[])
    texts: list[str] = []
    pages: list[str] = []
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop(0)
        seen += 1
        if seen > MOST_PARTS or depth > MOST_DEPTH:
            raise TooMuch
        kind = part.get_content_type()
        inside = part.get_payload()
        if kind == "message/rfc822" and isinstance(inside, list):
            found.inner += [one for one in inside if isinstance(one, Message)]
            found.files += [_inner_file(one) for one in inside if isinstance(one, Message)]
        elif isinstance(inside, list):
            waiting[:0] = [(one, depth + 1) for one in inside if isinstance(one, Message)]
        elif kind in ("text/plain", "text/html") and not _is_file(part):
            text = text_of_part(part)
            (pages if kind == "text/html" else texts).append(text)
        elif kind not in ("message/delivery-status", "text/rfc822-headers"):
            found.files.append(_file(part, len(found.files) + 1))
    _open_winmail(found, texts, pages)
    page = Page("\n".join(pages))
    found.html = page.html
    found.pictures, found.files = parted(found.files, page.inside)
    found.text = clean_text("\n\n".join(texts)) or text_of_html("\n".join(pages))
    return found


def _open_winmail(found: Body, texts: list[str], pages: list[str]) -> None:
    """Put what Outlook packed into a winmail.dat in its place; one that is broken stays."""
    for packed in [one for one in found.files if is_winmail(one.name, one.media_type)]:
        inside = unpacked(packed.content)
        if inside is None:
            continue
        if not texts and not pages:
            texts += [inside.text] if inside.text else []
            pages += [inside.html] if inside.html else []
        elif not inside.files:
            continue  # an invitation or the like: nothing of it would be left
        files = [File(_last(one.name), one.media_type, one.content) for one in inside.files]
        place = found.files.index(packed)
        found.files[place : place + 1] = files


def text_of_part(part: Message) -> str:
    """Decode a part of text whatever it claims."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return raw_text(part.get_payload())
    return in_charset(data, _charset(part))


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, ValueError, TypeError, AttributeError):
        return None


def _is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    try:
        found = part.get_filename()
    except (LookupError, ValueError, TypeError, AttributeError, IndexError):
        return ""
    return _last(decoded(raw_text(found))) if found else ""


def _last(name: str) -> str:
    """Give a name without the folders that somebody wrote before it."""
    return re.split(r"[/\\]", name)[-1].strip(". ")[:200]


def _file(part: Message, number: int) -> File:
    data = part.get_payload(decode=True)
    content = data if isinstance(data, bytes) else b""
    kind = part.get_content_type()
    name = _name(part) or f"{kind.replace('/', '-')}-{number}"
    mark = raw_text(part.get("Content-ID") or "").strip().strip("<>").strip()
    return File(name, kind, content, mark[:300])


def _inner_file(message: Message) -> File:
    subject = re.sub(r"[^\w .-]+", "_", decoded(raw_text(message.get("Subject") or ""))).strip()
    name = f"{subject[:80] or 'message'}.eml"
    return File(name, "message/rfc822", message.as_bytes())
