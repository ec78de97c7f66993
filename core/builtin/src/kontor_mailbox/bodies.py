"""What a message says: its text, its HTML cleaned of what could do harm, its files."""

import html
import re
import unicodedata
from email.message import Message

import msgspec

from .headers import decoded, in_charset, raw_text

MOST_PARTS = 300
MOST_DEPTH = 20
_MOST_HTML = 2_000_000
_TAG_NAMES = """
a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong
sub summary sup table tbody td tfoot th thead tr tt u ul var
"""
_TAGS = set(_TAG_NAMES.split())
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title", "valign"},
    "a": {"href"},
    "col": {"span", "width"},
    "font": {"color", "size", "face"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width", "bgcolor"},
    "td": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "th": {"colspan", "rowspan", "width", "height", "bgcolor"},
    "tr": {"bgcolor"},
}
# none of them takes an address: what is not shown is not fetched either
_STYLE_NAMES = """
background-color border border-bottom border-collapse border-color border-left border-right
border-spacing border-style border-top border-width color font-family font-size font-style
font-weight height line-height margin margin-bottom margin-left margin-right margin-top max-width
padding padding-bottom padding-left padding-right padding-top text-align text-decoration
vertical-align white-space width
"""
_STYLES = set(_STYLE_NAMES.split())
_SILENT = {"script", "style", "title", "head", "noscript", "template", "svg", "math", "object"}
_BREAKS = re.compile(r"(?i)<\s*(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^>]*>")
_CELLS = re.compile(r"(?i)<\s*/t[dh]\b[^>]*>")
_BLANKS = re.compile(r"\n{3,}")


class TooMuch(Exception):  # says what is wrong, as the errors of Kontor do
    """A message of more parts or deeper nesting than anybody sends in earnest."""


class File(msgspec.Struct, frozen=True):
    """A file that came with a message."""

    name: str
    media_type: str
    content: bytes


class Body(msgspec.Struct):
    """The parts of a message by what they are good for."""

    text: str = ""
    html: str = ""
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
    found.html = cleaned("\n".join(pages)) if pages else ""
    found.text = clean_text("\n\n".join(texts)) or text_of_html("\n".join(pages))
    return found


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
    name = decoded(raw_text(found)) if found else ""
    return re.split(r"[/\\]", name)[-1].strip(". ")[:200]


def _file(part: Message, number: int) -> File:
    data = part.get_payload(decode=True)
    content = data if isinstance(data, bytes) else b""
    kind = part.get_content_type()
    name = _name(part) or f"{kind.replace('/', '-')}-{number}"
    return File(name, kind, content)


def _inner_file(message: Message) -> File:
    subject = re.sub(r"[^\w .-]+", "_", decoded(raw_text(message.get("Subject") or ""))).strip()
    name = f"{subject[:80] or 'message'}.eml"
    return File(name, "message/rfc822", message.as_bytes())


def clean_text(text: str) -> str:
    """Give text that may be stored: line feeds and tabs, no other control characters."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    lines = "".join(kept).replace("\ufeff", "").split("\n")
    return _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def text_of_html(page: str) -> str:
    """Give what a page of HTML says, without looks."""
    import nh3

    marked = _CELLS.sub(" ", _BREAKS.sub("\n", page[:_MOST_HTML]))
    bare = nh3.clean(marked, tags=set(), clean_content_tags=_SILENT)
    return clean_text(html.unescape(bare).replace("\xa0", " "))


def cleaned(page: str) -> str:
    """Give HTML with what only looks: no script, no form, no frame, links to the web and mail."""
    return _cleaned(page[:_MOST_HTML], _TAGS)


def without_images(page: str) -> str:
    """Give cleaned HTML without its pictures, cleaned again on its way out."""
    return _cleaned(page, _TAGS - {"img"})


def _cleaned(page: str, tags: set[str]) -> str:
    import nh3

    return nh3.clean(
        page,
        tags=tags,
        clean_content_tags=_SILENT,
        attributes={name: found for name, found in _ATTRIBUTES.items() if name in tags | {"*"}},
        url_schemes={"http", "https", "mailto", "tel"},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        filter_style_properties=_STYLES,
        link_rel="noopener noreferrer nofollow",
    )
