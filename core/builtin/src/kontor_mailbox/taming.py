"""HTML that a parser would choke on: made harmless before any parser sees it.

Standing rules of HTML let a page of 60 kB grow to gigabytes: an unclosed ``<font>`` is repeated in
every paragraph after it. And a thousand open boxes are looked through for each further one. Who
may send a message must not be able to stop whoever reads it.
"""

import re

_REPEATED_NAMES = "a b big code em font i nobr s small strike strong tt u"
_REPEATED = tuple(_REPEATED_NAMES.split())
_PLAIN = "x-"
_TAG = re.compile(rf"<(/?)({'|'.join(_REPEATED)})(?=[\s/>]|\Z)", re.IGNORECASE)
_LINK = re.compile(rf"<{_PLAIN}a(?=[\s>])")
_PLAINED = re.compile(rf"<(/?){_PLAIN}({'|'.join(_REPEATED)})(?=[\s>])")
_OPENS = re.compile(r"<[A-Za-z]")
_ANY_TAG = re.compile(r"<[^<>]*>?")
_MOST_TAGS = 20_000
_MOST_PARTS = 30_000


def plain(name: str) -> str:
    """Give the name under which a tag that is repeated goes through the parser."""
    return f"{_PLAIN}{name}" if name in _REPEATED else name


def tamed(source: str) -> str:
    """Give tags that a parser would repeat names that it does not know: those stand once."""
    return _TAG.sub(rf"<\1{_PLAIN}\2", source)


def named_again(cleaned: str) -> str:
    """Give them their own names back; now every one of them is closed where it belongs.

    Links open beside Kontor. No quotes are put in: an attribute may hold what looks like a tag.
    """
    cleaned = _LINK.sub("<a target=_blank", cleaned)
    return _PLAINED.sub(r"<\1\2", cleaned)


def is_too_tangled(source: str) -> bool:
    """Tell whether reading a page takes longer than anybody waits: only its text is shown then."""
    if sum(1 for _ in _OPENS.finditer(source)) > _MOST_TAGS:
        return True
    # attributes of one tag are compared with each other
    return any(len(part.split()) > _MOST_PARTS for part in source.split("<"))


def stripped(source: str) -> str:
    """Give what stands outside of tags, without reading the page as HTML."""
    return _ANY_TAG.sub("\n", source)
