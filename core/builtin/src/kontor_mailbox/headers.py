"""Headers of mail as it comes: encoded twice, in eight bits, broken over lines, or missing."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from hashlib import sha256

import msgspec

_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_ID = re.compile(r"<\s*([^<>\s]{1,400})\s*>")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;]{1,64}@[^\s@<>\"(),:;]{1,255}")
_MOST_ADDRESSES = 200
_MOST_IDS = 50
_FUTURE = timedelta(days=1)


class Address(msgspec.Struct, frozen=True):
    """An address in lower case and the name that stood beside it."""

    address: str
    name: str = ""


def text_of_header(message: Message, name: str) -> str:
    """Give a header as one line that people can read; empty when it is missing."""
    found = message.get(name)
    return "" if found is None else decoded(raw_text(found))


def raw_text(value: object) -> str:
    """Give a header as text whatever bytes it had: UTF-8 first, then what Windows writes."""
    data = str(value).encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def decoded(text: str) -> str:
    """Decode the encoded words of a header; what cannot be decoded stays as it is."""
    unfolded = re.sub(r"\r?\n[ \t]*", " ", text)
    try:
        parts = decode_header(unfolded)
    except (HeaderParseError, ValueError):
        return clean_line(unfolded)
    found = [part if isinstance(part, str) else in_charset(part, code) for part, code in parts]
    return clean_line("".join(found))


def in_charset(data: bytes, charset: str | None) -> str:
    """Decode bytes in the charset they claim to have, else in the likeliest one."""
    for code in (charset, "utf-8", "cp1252"):
        try:
            return data.decode(code or "ascii")
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


def clean_line(text: str) -> str:
    """Give one line without control characters and without marks that turn the reading around."""
    text = _BIDI.sub("", text)
    kept = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    kept_text = "".join(c for c in kept if unicodedata.category(c) != "Cs")
    return " ".join(unicodedata.normalize("NFC", kept_text).split())


def addresses(message: Message, *names: str) -> tuple[Address, ...]:
    """Give the addresses of some headers, each once; what is no address is left out."""
    texts = [raw_text(value) for name in names for value in message.get_all(name, [])]
    found: dict[str, Address] = {}
    for name, address in _pairs(texts):
        match = _ADDRESS.search(address or "")
        if match is not None:
            key = match.group().strip(".'").lower()
            found.setdefault(key, Address(key, decoded(name)[:200]))
        if len(found) >= _MOST_ADDRESSES:
            break
    return tuple(found.values())


def _pairs(texts: list[str]) -> Iterable[tuple[str, str]]:
    try:
        pairs = getaddresses([re.sub(r"\s+", " ", text) for text in texts])
    except (IndexError, ValueError, TypeError):
        pairs = []
    if any("@" in address for _, address in pairs):
        return pairs
    # nothing that is written as it should be: take what looks like an address
    return [("", one) for text in texts for one in _ADDRESS.findall(text)]


def message_ids(message: Message, *names: str) -> tuple[str, ...]:
    """Give the message ids in some headers, in their order, each once."""
    texts = [raw_text(value) for name in names for value in message.get_all(name, [])]
    return tuple(dict.fromkeys(one for text in texts for one in _ID.findall(text)))[:_MOST_IDS]


def digest_of(*parts: str | bytes) -> str:
    """Give the mark under which a message or a thread is found again."""
    mark = sha256()
    for part in parts:
        mark.update(part.encode("utf-8", "replace") if isinstance(part, str) else part)
        mark.update(b"\x1f")
    return mark.hexdigest()


def sent_at(message: Message, otherwise: datetime) -> datetime:
    """Give when it was sent; a missing, broken or future date gives way to the server's."""
    for name in ("Date", "Resent-Date"):
        try:
            found = parsedate_to_datetime(raw_text(message.get(name) or ""))
            found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        except (TypeError, ValueError, IndexError, OverflowError):
            continue
        if datetime(1990, 1, 1, tzinfo=UTC) < found < otherwise + _FUTURE:
            return found
    return otherwise
