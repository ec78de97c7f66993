"""What somebody has to care for: told when they leave, and handed to somebody else."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.filters import And, Ast, Comparison, Op, parse, print_filter
from kontor_core.foundation.storage.schema import RowScope
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_web.calls import Call
from kontor_web.resources.addresses import list_url, with_query

_AT_ONCE = 100
_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Work:
    """Records of one resource that name a user as the one who has to care for them."""

    info: ResourceInfo
    filter: Ast
    count: int

    @property
    def href(self) -> str:
        return with_query(list_url(self.info), [("filter", print_filter(self.filter))])


@dataclass(slots=True)
class Handed:
    """What became of handing records over; ``reason`` is that of the last refusal."""

    done: int = 0
    left: int = 0
    refused: int = 0
    reason: str = ""


def work_of(call: Call, user_id: str) -> list[Work]:
    """Count what a user has to care for, as far as the reader sees it."""
    found = []
    for info in _kinds(call):
        mine = _of(info, user_id)
        count = call.kontor.resources.count(call.actor, info, filter=mine)
        if count:
            found.append(Work(info, mine, count))
    return found


def hand_over(call: Call, user_id: str, to: str, names: set[str]) -> Handed:
    """Give a user's open records to another through the same verbs that people use.

    It stops after a while, so that nobody waits for a page; what is left is told.
    """
    handed = Handed()
    until = time.monotonic() + _SECONDS
    for info in _kinds(call):
        if info.name in names:
            _hand_over(call, info, user_id, to, handed, until)
    handed.left = sum(one.count for one in work_of(call, user_id) if one.info.name in names)
    return handed


def _hand_over(
    call: Call, info: ResourceInfo, user_id: str, to: str, handed: Handed, until: float
) -> None:
    resources, field = call.kontor.resources, info.declaration.held_by
    passed: set[str] = set()  # refused, so they stay in the list
    while time.monotonic() < until and len(passed) < _AT_ONCE:
        page = resources.page(
            call.actor, info, filter=_of(info, user_id), fields=[], limit=2 * _AT_ONCE
        )
        ids = [str(values_of(row)[0]) for row in page.rows]
        fresh = [record_id for record_id in ids if record_id not in passed]
        if not fresh:
            return
        for record_id in fresh[:_AT_ONCE]:
            try:
                version = resources.get(call.actor, info, record_id, ()).version
                resources.change(call.actor, info, record_id, {field: to}, version)
                handed.done += 1
            except KontorError as error:
                if error.status >= 500:
                    raise
                passed.add(record_id)
                handed.refused += 1
                handed.reason = error.text(call.locale)


def _kinds(call: Call) -> Iterator[ResourceInfo]:
    for info in call.kontor.resources.all():
        held = info.fields.get(info.declaration.held_by)
        own = info.rule.scope is RowScope.ROOT and not info.declaration.read_only
        if own and held is not None and held.spec.ref == "user":
            yield info


def _of(info: ResourceInfo, user_id: str) -> Ast:
    held: Ast = Comparison(info.declaration.held_by, Op.EQ, (user_id,))
    return And((held, parse(info.declaration.open))) if info.declaration.open else held
