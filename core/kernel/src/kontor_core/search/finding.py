"""Finding: ask the index, then the fence, rank what is left, show why it was found.

The index only proposes. Each record is read again as the one who asks may see it, and shown only
if what they may read of it holds every word; so nothing hidden, masked or outdated shows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.bulk import parts
from kontor_core.foundation.storage.schema import RowScope
from kontor_core.foundation.storage.search_index import SearchIndex
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.search.declared import Indexed, row_of, row_values
from kontor_core.search.question import Question, as_phone, understand
from kontor_core.search.segments import Segment, segments, snippet

PER_GROUP = 5
MOST_HITS = 100
RANKED = 1000
_FEW = 200
_TRIED, _TRIED_EACH = 20_000, 4_000
"""How many records the index may propose to somebody who sees few: of one resource, of each."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found: its title, and the piece of a text that holds the words."""

    entity: str
    id: str
    title: tuple[Segment, ...]  # empty for a record without one, or with a hidden one
    text: tuple[Segment, ...] = ()
    label: Label = ""  # the field the text is of
    opens: RecordRef | None = None  # the record whose page shows it, if not its own
    about: tuple[RecordRef, ...] = ()  # customer and contact it belongs to


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one resource, the best first; ``more`` when there are others."""

    info: ResourceInfo
    hits: tuple[Hit, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; ``nearly`` when nothing was, except with a typing error taken into account.

    ``cut`` when the index proposed so much that not all of it was looked at.
    """

    groups: tuple[Group, ...] = ()
    nearly: bool = False
    cut: bool = False

    @property
    def count(self) -> int:
        return sum(len(group.hits) for group in self.groups)


class Finder:
    def __init__(
        self, storage: Storage, index: SearchIndex, indexed: Mapping[str, Indexed]
    ) -> None:
        self._storage = storage
        self._index = index
        self._indexed = indexed

    def find(
        self,
        actor: Actor,
        text: str,
        *,
        resource: ResourceInfo | None = None,
        limit: int = PER_GROUP,
        skip: int = 0,
    ) -> Found:
        """Find records by words; of every resource, or of one. Raises Invalid."""
        if resource is not None and resource.entity not in self._indexed:
            raise Invalid(L("Hier kann nicht gesucht werden.", en="There is no search here."))
        question = understand(text)
        if question is None:
            return Found()
        where = [
            one
            for one in self._indexed.values()
            if resource in (None, one.info) and self._may_read(actor, one)
        ]
        for asked in (question, as_phone(text), question.tolerant()):
            if asked is not None:
                found = self._ask(actor, asked, where, limit, skip)
                if found.groups or found.cut:  # words that fit too much are not mistyped
                    return Found(found.groups, any(term.near for term in asked.terms), found.cut)
        return Found()

    def _may_read(self, actor: Actor, one: Indexed) -> bool:
        level = self._storage.schema.level(actor.profile, one.info.rule, Action.READ)
        shown = actor.profile.read_classes
        return level is not Level.NONE and any(f.spec.data in shown for f in one.fields)

    def _ask(
        self, actor: Actor, question: Question, where: Sequence[Indexed], limit: int, skip: int
    ) -> Found:
        groups = []
        cut = False
        ranked, tried = (RANKED, _TRIED) if len(where) == 1 else (_FEW, _TRIED_EACH)
        for one in where:
            search = _One(self._storage, self._index, actor, question, one)
            hits = search.hits(skip + limit + 1, ranked, tried)
            cut = cut or search.cut
            if shown := hits[skip : skip + limit]:
                groups.append(Group(one.info, tuple(shown), more=len(hits) > skip + limit))
        return Found(tuple(groups), cut=cut)


class _One:
    """One question to one resource."""

    def __init__(
        self, storage: Storage, index: SearchIndex, actor: Actor, question: Question, one: Indexed
    ) -> None:
        self._storage = storage
        self._index = index
        self._reader = storage.reader(actor)
        self._question = question
        self._match = question.match(personal=Data.PERSONAL in actor.profile.read_classes)
        self._one = one
        self.cut = False
        info = one.info
        title = info.fields.get(info.title)
        self._short: tuple[Field, ...] = tuple(
            dict.fromkeys(
                [*([title] if title else []), *(f for f in one.fields if not one.long(f))]
            )
        )
        self._whole = tuple(dict.fromkeys([*self._short, *one.fields]))
        self._titled = title is not None

    def hits(self, wanted: int, ranked: int, tried: int) -> list[Hit]:
        """Give at least this many hits, the best first, as far as there are any."""
        rows = self._proposed(wanted, ranked, tried)
        fits = {row.id: self._fit(row) for row in rows}
        rows.sort(key=lambda row: fits[row.id])  # stable: the newest of equal fit stay first
        found: list[Hit] = []
        for some in parts([row.id for row in rows], max(wanted, 20)):
            whole = {row.id: row for row in self._read(self._whole, some)}
            found += [
                hit for one in some if one in whole and (hit := self._hit(whole[one])) is not None
            ]
            if len(found) >= wanted:
                break
        return found

    def _proposed(self, wanted: int, ranked: int, tried: int) -> list[Any]:
        """Read what the index proposes and the fence shows: enough to rank, never without end."""
        entity = self._one.info.entity
        ids = self._index.find(self._match, entity, ranked)
        rows = list(self._seen(ids))
        if len(ids) == ranked and len(rows) < wanted:
            ids = self._index.find(self._match, entity, tried, ranked)
            for some in parts(ids):
                rows += self._seen(some)
                if len(rows) >= wanted:
                    break
            else:
                self.cut = len(ids) == tried
        return rows

    def _seen(self, ids: Sequence[str]) -> Iterator[Any]:
        """Give the visible ones in the order of the index."""
        for some in parts(ids):
            visible = {row.id: row for row in self._read(self._short, some)}
            yield from (visible[one] for one in some if one in visible)

    def _read(self, fields: tuple[Field, ...], ids: Sequence[str]) -> list[Any]:
        def make() -> Any:
            statement, source = self._one.select(self._storage.schema, fields)
            wanted = bindparam("ids", expanding=True, type_=Id())
            made = statement.where(source.base.c.id.in_(wanted)).select_from(source.joined())
            return made, row_of(len(fields))

        names = tuple(field.name for field in fields)
        statement, row = self._storage.statement(("search", self._one.info.entity, names), make)
        return self._reader.read(statement, row, {"ids": list(ids)})

    def _fit(self, row: Any) -> int:
        values = [None if value is None else str(value) for value in row_values(row)]
        title, others = (values[0], values[1:]) if self._titled else (None, values)
        return self._question.fit(title, others)

    def _hit(self, row: Any) -> Hit | None:
        values = dict(zip(self._whole, row_values(row), strict=True))
        texts = {f: str(v) for f, v in values.items() if v is not None and f in self._one.fields}
        if not self._question.holds(list(texts.values())):
            return None
        info = self._one.info
        title = values[self._whole[0]] if self._titled else None
        named = info.fields.get(info.title)
        text: tuple[Segment, ...] = ()
        label: Label = ""
        for field, value in texts.items():
            if field is not named and (text := snippet(value, self._question)):
                label = field.label
                break
        about = tuple(
            RecordRef(entity, record)
            for entity, record in (("customer", row.customer_id), ("contact", row.contact_id))
            if record is not None and entity != info.entity
        )
        opens = about[-1] if about and info.rule.scope is RowScope.VIA else None
        if row.subject_id is not None:
            opens = RecordRef(row.subject, row.subject_id)
            about = (opens,)
        return Hit(
            entity=info.entity,
            id=row.id,
            title=_title(str(title), self._question) if title else (),
            text=text,
            label=label,
            opens=opens,
            about=about,
        )


def _title(text: str, question: Question) -> tuple[Segment, ...]:
    """Show a short title whole, and of a long one the piece that was found."""
    if len(text) <= 100:
        return segments(text, question)
    return snippet(text, question) or segments(text[:100] + " …", question)
