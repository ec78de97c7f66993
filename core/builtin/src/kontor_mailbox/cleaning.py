"""HTML of strangers: cleaned of what could do harm, and what it says as plain text."""

import html
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import unquote

from .taming import is_too_tangled, named_again, plain, stripped, tamed

_MOST_HTML = 2_000_000
_TAG_NAMES = """
a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong
sub summary sup table tbody td tfoot th thead tr tt u ul var
"""
_TAGS = {plain(name) for name in _TAG_NAMES.split()}
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title", "valign"},
    plain("a"): {"href"},
    "col": {"span", "width"},
    plain("font"): {"color", "size", "face"},
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
_LINKS = ("http:", "https:", "mailto:", "tel:")
_LINK = {"rel": "noopener noreferrer nofollow"}
_REMOTE = ("http:", "https:")
_INSIDE = "cid:"
_BREAKS = re.compile(r"(?i)<\s*(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)\b[^<>]*>")
_CELLS = re.compile(r"(?i)<\s*/t[dh]\b[^<>]*>")
_BLANKS = re.compile(r"\n{3,}")


def clean_text(text: str) -> str:
    """Give text that may be stored: line feeds and tabs, no other control characters."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text)
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    lines = "".join(kept).replace("\ufeff", "").split("\n")
    return _BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def text_of_html(page: str) -> str:
    """Give what a page of HTML says, without looks."""
    import nh3

    page = page[:_MOST_HTML]
    if is_too_tangled(page):
        return clean_text(html.unescape(stripped(page)).replace("\xa0", " "))
    marked = tamed(_CELLS.sub(" ", _BREAKS.sub("\n", page)))
    bare = nh3.clean(marked, tags=set(), clean_content_tags=_SILENT)
    return clean_text(html.unescape(bare).replace("\xa0", " "))


class Page:
    """HTML that was cleaned, and which pictures it asks for.

    ``remote`` tells whether some lie elsewhere, ``inside`` which of the message's own parts it
    shows.
    """

    def __init__(
        self, source: str, *, pictures: Mapping[str, str] | None = None, images: bool = False
    ) -> None:
        """Clean HTML to be kept, or with ``pictures`` to be shown.

        ``pictures`` gives the data address of each picture by its content id; those elsewhere are
        left alone with ``images``.
        """
        self._pictures, self._images = pictures, images
        self.remote = False
        self.inside: set[str] = set()
        self.html = self._cleaned(source[:_MOST_HTML])

    def _cleaned(self, source: str) -> str:
        import nh3

        if is_too_tangled(source):
            return ""
        cleaned = nh3.clean(
            tamed(source),
            tags=_TAGS,
            clean_content_tags=_SILENT,
            attributes=_ATTRIBUTES,
            attribute_filter=self._kept,
            url_schemes={"http", "https", "mailto", "tel", "cid"},
            set_tag_attribute_values={plain("a"): _LINK},
            filter_style_properties=_STYLES,
            link_rel=None,
        )
        return named_again(cleaned)

    def _kept(self, element: str, attribute: str, value: str) -> str | None:
        address = value.strip()
        if attribute == "href":
            return value if address.lower().startswith(_LINKS) else None
        if attribute == "src":
            return self._picture(address)
        return value

    def _picture(self, address: str) -> str | None:
        kind = address[:8].lower()
        if kind.startswith(_INSIDE):
            name = unquote(address[len(_INSIDE) :])
            self.inside.add(name)
            return address if self._pictures is None else self._pictures.get(name)
        if not kind.startswith(_REMOTE):
            return None
        self.remote = True
        return address if self._pictures is None or self._images else None
