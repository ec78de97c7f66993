"""What is new in the log, for everybody who listens, each through their own fence.

A page is told names and ids only, and of no record that its reader may not see. Many listeners
who have heard equally much share one reading of the log, and tabs of one person one look.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.events.log import START, Position
from kontor_core.foundation.access import sessions
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.schema import RowScope, TableRule
from kontor_core.foundation.storage.titles import MOST_IDS
from kontor_core.foundation.storage.types import Id
from kontor_web.live.listeners import Listener, News, Told

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

MOST_MISSED = 1000
"""Events a page catches up on; after more it loads everything anew."""

Record = tuple[str, str]
_Known = dict[tuple[Hashable, str], set[str]]


class _Seen(msgspec.Struct):
    id: str


class Telling:
    """Reads for one round; called in a lane."""

    def __init__(self, kontor: "KontorApp", names: frozenset[str], idle: timedelta) -> None:
        self._kontor = kontor
        self._names = names
        self._idle = idle

    def news(self, listeners: Sequence[Listener], *, check: bool) -> list[tuple[Listener, News]]:
        """Give what each has missed; with ``check`` their sessions are looked at in any case."""
        by_place: dict[str, list[Listener]] = {}
        for listener in listeners:
            by_place.setdefault(listener.place, []).append(listener)
        stretches = {place: self._since(place) for place in by_place}
        over: set[Listener] = set()
        if check or any(facts is None or facts for facts, _ in stretches.values()):
            over = self._over(listeners)
        found: list[tuple[Listener, News]] = [(one, News(over=True)) for one in over]
        for place, group in by_place.items():
            facts, end = stretches[place]
            here = [one for one in group if one not in over]
            if facts is None:
                found += [(one, News(end, stale=True)) for one in here]
            else:
                found += self._told(here, facts, end)
        return found

    def _since(self, place: str) -> tuple[list[Fact] | None, str]:
        """Read on from a place; None for the facts when too much happened, or elsewhere."""
        log = self._kontor.log
        if not place:
            return [], self.head()
        position = self._position(place)
        if position is None:
            return None, self.head()
        stretch = log.after(position, MOST_MISSED + 1)
        if len(stretch.facts) > MOST_MISSED:
            return None, self.head()
        wanted = [fact for fact in stretch.facts if fact.type in self._names]
        return wanted, _place(stretch.facts[-1]) if stretch.facts else place

    def head(self) -> str:
        position = self._kontor.log.head()
        fact = self._kontor.log.at(position) if position != START else None
        return _place(fact) if fact is not None else _NOWHERE

    def _position(self, place: str) -> Position | None:
        """Give the position of a place; None when another fact stands there: after a restore."""
        position, _, mark = place.partition("~")
        if place == _NOWHERE:
            return START
        try:
            fact = self._kontor.log.at(position) if position else None
        except (ValueError, IndexError, OverflowError):
            return None
        same = fact is not None and _mark(fact) == mark
        return Position(position) if same else None

    def _over(self, listeners: Iterable[Listener]) -> set[Listener]:
        """Find whose session ended, or whose rights are no longer those they came with."""
        ids = {one.session.id for one in listeners}
        asking = self._kontor.definition.security.second_factor
        holding = sessions.holding(self._kontor.storage, ids, idle=self._idle, asking=asking)
        return {one for one in listeners if holding.get(one.session.id) != one.session.user_version}

    def _told(
        self, listeners: Sequence[Listener], facts: Sequence[Fact], end: str
    ) -> list[tuple[Listener, News]]:
        if not facts:
            return [(one, News(end)) for one in listeners]
        known: _Known = {}
        found = []
        ordered = sorted(listeners, key=lambda one: one.actor.id or "")
        for _, group in groupby(ordered, key=lambda one: one.actor.id):
            tabs = list(group)
            told = tuple(self._for(tabs[0].actor, facts, known))
            found += [(one, News(end, told)) for one in tabs]
        return found

    def _for(self, actor: Actor, facts: Sequence[Fact], known: _Known) -> Iterable[Told]:
        seen = self._seen(actor, {ref for fact in facts for ref in _refs(fact)}, known)
        for fact in facts:
            if self._may_hear(actor, fact, seen):
                ids = dict.fromkeys(
                    record for entity, record in _refs(fact) if record in seen[entity]
                )
                record = fact.subject_id if fact.subject_id in ids else None
                yield Told(fact.type, record or "", tuple(ids), fact.actor_id == actor.id)

    def _may_hear(self, actor: Actor, fact: Fact, seen: Mapping[str, set[str]]) -> bool:
        if fact.subject is None or fact.subject_id is None:
            return any(record in seen[entity] for entity, record in _refs(fact))
        if fact.subject_id in seen[fact.subject]:
            return True
        if not fact.type.endswith(".deleted"):
            return False
        if self._private(fact.subject):
            return False  # whose it was is gone with it
        level = self._level(actor, fact.subject)  # the row is gone: nobody can ask it any more
        beside = any(record in seen[entity] for entity, record in _refs(fact))
        return level is Level.ALL or (beside and level is not Level.NONE)

    def _seen(self, actor: Actor, refs: set[Record], known: _Known) -> dict[str, set[str]]:
        """Give which of these records the actor sees, by entity."""
        found: dict[str, set[str]] = {}
        for entity in {entity for entity, _ in refs}:
            rule = self._kontor.storage.schema.entity(entity)
            level = self._level(actor, entity)
            if rule is None or rule.scope is RowScope.SYSTEM or level is Level.NONE:
                found[entity] = set()
                continue
            alike = level is Level.ALL and rule.scope is not RowScope.PRIVATE
            who: Hashable = actor.profile if alike else actor.id
            if (who, entity) not in known:
                ids = sorted(record for of, record in refs if of == entity)
                known[who, entity] = self._visible(actor, rule, ids)
            found[entity] = known[who, entity]
        return found

    def _visible(self, actor: Actor, rule: TableRule, ids: Sequence[str]) -> set[str]:
        reader = self._kontor.reader(actor)
        statement = reader.storage.statement(("live", rule.entity), lambda: _these(rule))
        found: set[str] = set()
        for start in range(0, len(ids), MOST_IDS):
            rows = reader.read(statement, _Seen, {"ids": list(ids[start : start + MOST_IDS])})
            found.update(row.id for row in rows)
        return found

    def _private(self, entity: str) -> bool:
        rule = self._kontor.storage.schema.entity(entity)
        return rule is not None and rule.scope is RowScope.PRIVATE

    def _level(self, actor: Actor, entity: str) -> Level:
        schema = self._kontor.storage.schema
        rule = schema.entity(entity)
        return Level.NONE if rule is None else schema.level(actor.profile, rule, Action.READ)


_NOWHERE = "-"  # the place before the first fact of a log that is still empty


def _these(rule: TableRule) -> Any:
    column = rule.table.c.id
    return select(column).where(column.in_(bindparam("ids", expanding=True, type_=Id())))


def _place(fact: Fact) -> str:
    return f"{fact.position}~{_mark(fact)}"


def _mark(fact: Fact) -> str:
    return fact.id[-8:]


def _refs(fact: Fact) -> Iterable[Record]:
    if fact.customer_id is not None:
        yield "customer", fact.customer_id
    if fact.contact_id is not None:
        yield "contact", fact.contact_id
    if fact.subject is not None and fact.subject_id is not None:
        yield fact.subject, fact.subject_id
