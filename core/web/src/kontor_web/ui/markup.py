"""The one place that calls something safe HTML; whoever adds to it has it reviewed."""

from markdown_it import MarkdownIt
from markupsafe import Markup

_SVG = Markup(
    '<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">'
)


def svg(inner: str, size: int) -> Markup:
    """Wrap the inside of an icon of our own build; nothing else may come in here."""
    return _SVG.format(size=size) + Markup(inner) + Markup("</svg>")  # noqa: S704


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def prose(text: str) -> Markup:
    """Render Markdown of a package's own help; HTML in it is shown as text."""
    return Markup(_MARKDOWN.render(text))  # noqa: S704
