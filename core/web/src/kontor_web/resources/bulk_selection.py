"""What is selected in a list: rows of a page, or all that its filter finds."""

from dataclasses import dataclass
from typing import Any

from kontor_core.foundation.errors import Refused
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.ids import is_id
from kontor_core.foundation.values import whole
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.resources import bulk_phrases as phrases
from kontor_web.resources.addresses import own_path
from kontor_web.resources.asked import Asked, condition_of
from kontor_web.resources.list_frame import counted
from kontor_web.resources.scopes import scope_at

ALL = "all"
"""The name under which a list says that all of its result is meant."""

MOST_AT_ONCE = 500
"""Records that an action of a plugin is handed in one go."""


@dataclass(frozen=True)
class Chosen:
    """``ids`` are None where the whole result is meant; ``count`` goes to 10,001."""

    info: ResourceInfo
    asked: Asked
    ids: tuple[str, ...] | None
    count: int

    @property
    def condition(self) -> Any:
        return condition_of(scope_at(self.info, self.asked.path), self.asked)

    @property
    def sent(self) -> tuple[tuple[str, str], ...]:
        """Give what a dialog carries of it, the count that was named included."""
        if self.ids is None:
            return ((ALL, "1"), ("count", str(self.count)))
        return tuple(("id", one) for one in self.ids)

    def text(self, call: Call) -> str:
        """Say how many it is about, and whether it is the whole list."""
        told = phrases.SELECTED if self.ids is not None else phrases.EVERYTHING
        label = self.info.label if self.count == 1 else self.info.label_plural
        return told.format(n=self.number(call), label=label).in_(call.locale)

    def number(self, call: Call) -> str:
        return counted(self.count, call)


def chosen(call: Call, info: ResourceInfo) -> Chosen:
    """Read what was selected, from the address or the form; raises Refused for nothing."""
    scope = scope_at(info, own_path(call.request.query.get("list", "")))
    asked = Asked.of(call, info, scope.path)
    given = [
        *call.request.query_items,
        *((n, v) for n, vs in call.request.form.items() for v in vs),
    ]
    if any(name == ALL and value == "1" for name, value in given):
        count = call.kontor.resources.count(
            call.actor, info, filter=condition_of(scope, asked), search=asked.search or None
        )
        return Chosen(info, asked, None, count)
    ids = tuple(picked_ids(call))
    if not ids:
        raise Refused(phrases.NOTHING_PICKED)
    return Chosen(info, asked, ids, len(ids))


def count_moved(call: Call, picked: Chosen) -> str:
    """Say so when a whole result is another than the one that was confirmed."""
    named = call.request.field("count")
    if picked.ids is not None or named == str(picked.count):
        return ""
    return phrases.COUNT_MOVED.format(n=picked.number(call)).in_(call.locale)


def ids_of(call: Call, info: ResourceInfo | None) -> list[str]:
    """Give the ids for an action of a plugin; raises Refused when they are too many."""
    given = [
        *call.request.query_items,
        *((n, v) for n, vs in call.request.form.items() for v in vs),
    ]
    if info is None or (ALL, "1") not in given:
        return list(dict.fromkeys(value for name, value in given if name == "id"))
    picked = chosen(call, info)
    if picked.count > MOST_AT_ONCE:
        raise Refused(phrases.TOO_MANY.format(n=str(MOST_AT_ONCE)))
    page = call.kontor.resources.page(
        call.actor,
        info,
        filter=picked.condition,
        search=picked.asked.search or None,
        fields=[],
        limit=MOST_AT_ONCE,
    )
    return [row.f0 for row in page.rows]


def picked_ids(call: Call) -> list[str]:
    """Give the selected rows; none where the whole result is meant."""
    given = _given(call)
    if (ALL, "1") in given:
        return []
    return list(dict.fromkeys(value for name, value in given if name == "id" and is_id(value)))


def _given(call: Call) -> list[tuple[str, str]]:
    """Give what came by the address and by the form."""
    form = call.request.form.items()
    return [*call.request.query_items, *((name, one) for name, values in form for one in values)]


def number_of(call: Call, number: int) -> str:
    return whole(number, call.locale)


def word(call: Call) -> str:
    return text_of(phrases.DELETE_WORD, call.locale)
