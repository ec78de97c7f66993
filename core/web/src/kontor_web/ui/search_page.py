"""``/search``: everything that holds the words, by resource; one resource alone in pages."""

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import text_of
from kontor_core.search.finding import Found
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.addresses import with_query
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.results import results_of
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import Empty
from kontor_web.ui.views.search import ResultGroup, SearchView

PATH = "/search"
_PER_PAGE = 20
_MOST_PAGES = 50


def search_page(call: Call) -> Reply:
    query = call.request.query
    text = query.get("q", "").strip()
    only = query.get("resource", "")
    info = call.kontor.resources.named(only) if only else None
    page = _page(query.get("page", ""))
    problem = ""
    try:
        found = (
            call.kontor.search.find(
                call.actor, text, resource=info, limit=_PER_PAGE, skip=(page - 1) * _PER_PAGE
            )
            if info is not None
            else call.kontor.search.find(call.actor, text)
        )
    except Invalid as error:
        found, problem = Found(), next(iter(map(str, error.problems().values())), error.text())
    results = results_of(call, found)
    groups = tuple(
        ResultGroup(
            label=text_of(group.info.label_plural, call.locale),
            results=results[group.info.name],
            more=_address(text, group.info.name) if group.more and info is None else None,
        )
        for group in found.groups
    )
    more = info is not None and any(group.more for group in found.groups)
    view = SearchView(
        query=text,
        groups=groups,
        note=problem or _note(call, found),
        empty=None if groups or found.cut else _empty(call, text),
        resource=only,
        everywhere=_address(text) if info is not None else None,
        previous=_address(text, only, page - 1) if info is not None and page > 1 else None,
        next=_address(text, only, page + 1) if more and page < _MOST_PAGES else None,
    )
    frame = shell(call, text_of(phrases.SEARCH, call.locale))
    return seen(call, render(call, "core/search.html", shell=frame, search=view))


def _address(text: str, resource: str = "", page: int = 1) -> str:
    pages = str(page) if page > 1 else ""
    return with_query(PATH, [("q", text), ("resource", resource), ("page", pages)])


def _page(text: str) -> int:
    known = text.isascii() and text.isdigit() and len(text) < 4
    return min(max(int(text), 1), _MOST_PAGES) if known else 1


def _note(call: Call, found: Found) -> str:
    if found.cut:
        return text_of(phrases.SEARCH_CUT, call.locale)
    return text_of(phrases.SEARCH_NEARLY, call.locale) if found.nearly else ""


def _empty(call: Call, text: str) -> Empty:
    if not text:
        return Empty(
            title=text_of(phrases.SEARCH_ASK, call.locale),
            text=text_of(phrases.SEARCH_HOW, call.locale),
            icon="search",
        )
    return Empty(
        title=phrases.SEARCH_NOTHING.format(text=text).in_(call.locale),
        text=text_of(phrases.SEARCH_HOW, call.locale),
        icon="search-x",
    )
