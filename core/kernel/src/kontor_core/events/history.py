"""The log as people read it: the events of one customer or one contact, newest first.

Who sees a customer sees its events, so the fence is asked once about the customer. Asked about
every event it would first collect all customers of the reader's teams.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Column, Select, Table, Text, bindparam, cast, func, literal, select

from kontor_core.events.audit import ADMINISTERED
from kontor_core.events.log import COLUMNS, LoggedFact, place_of
from kontor_core.events.tables import EVENT
from kontor_core.foundation.access.profiles import ANY, Action, Level, Profile
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Id, String, Whole

_MOST_OWN = 2000

_OLDER = (
    select(cast(EVENT.c.seq, Text), *COLUMNS)
    .where(EVENT.c.seq < bindparam("before", type_=Whole()))
    .order_by(EVENT.c.seq.desc())
    .limit(bindparam("most", type_=Whole()))
)
_OF_CUSTOMER = _OLDER.where(EVENT.c.customer_id == bindparam("record_id", type_=Id()))
_OF_CONTACT = _OLDER.where(EVENT.c.contact_id == bindparam("record_id", type_=Id()))
_OF_RECORD = _OLDER.where(EVENT.c.subject_id == bindparam("record_id", type_=Id()))


@dataclass(frozen=True, slots=True)
class Page:
    """Some facts, newest first; ``older`` asks for the next page, None on the last."""

    facts: list[Fact]
    older: str | None


class _Found(msgspec.Struct):
    id: str


class _Last(msgspec.Struct):
    id: str
    last: int


def _last_of(column: Column[Any]) -> Select[Any]:
    wanted = bindparam("ids", expanding=True, type_=Id())
    return select(column, func.max(EVENT.c.seq)).where(column.in_(wanted)).group_by(column)


_LAST_OF_CUSTOMERS = _last_of(EVENT.c.customer_id)
_LAST_OF_CONTACTS = _last_of(EVENT.c.contact_id)
_LAST_OF_RECORDS = _last_of(EVENT.c.subject_id)


def of_customer(
    reader: Reader,
    customer_id: str,
    *,
    before: str | None = None,
    limit: int = 50,
    without: frozenset[str] = frozenset(),
) -> Page:
    """Read what happened to a customer, leaving out the event types in ``without``.

    Personal details are masked for whom they are closed.
    """
    statement = _leaving_out(reader, "customer", _OF_CUSTOMER, without)
    return _page(reader, "customer", statement, customer_id, before, limit)


def of_contact(
    reader: Reader,
    contact_id: str,
    *,
    before: str | None = None,
    limit: int = 50,
    without: frozenset[str] = frozenset(),
) -> Page:
    """Read what happened to a person, at whichever customer."""
    statement = _leaving_out(reader, "contact", _OF_CONTACT, without)
    return _page(reader, "contact", statement, contact_id, before, limit)


def of_record(
    reader: Reader,
    entity: str,
    record_id: str,
    *,
    before: str | None = None,
    limit: int = 50,
    without: frozenset[str] = frozenset(),
) -> Page:
    """Read what happened to a record of any kind; of customers and people all that concerns them.

    Who sees the record sees what happened to it; who administered it is told elsewhere.
    """
    if entity == "customer":
        return of_customer(reader, record_id, before=before, limit=limit, without=without)
    if entity == "contact":
        return of_contact(reader, record_id, before=before, limit=limit, without=without)
    statement = _leaving_out(reader, "record", _OF_RECORD, without | ADMINISTERED)
    return _page(reader, entity, statement, record_id, before, limit)


def lively(
    reader: Reader, *, watched: Sequence[tuple[str, str]] = (), most: int
) -> list[tuple[str, str]]:
    """Give the records whose news a reader wants, those first where something happened last.

    They are the customers that the reader looks after and what is ``watched``: entity and id of
    records that the reader sees, at most 500.
    """
    found = [(last, "customer", one) for one, last in _own_customers(reader, most)]
    if reader.actor.profile.level("event", Action.READ) is not Level.NONE:
        for statement, wanted in (
            (_LAST_OF_CUSTOMERS, {one for of, one in watched if of == "customer"}),
            (_LAST_OF_CONTACTS, {one for of, one in watched if of == "contact"}),
            (_LAST_OF_RECORDS, {one for of, one in watched if of not in ("customer", "contact")}),
        ):
            if wanted:
                rows = _masked(reader).read(statement, _Last, {"ids": sorted(wanted)})
                kinds = {one: of for of, one in watched}
                found += [(row.last, kinds[row.id], row.id) for row in rows]
    newest = sorted(set(found), reverse=True)
    return list(dict.fromkeys((of, one) for _, of, one in newest))[:most]


def _own_customers(reader: Reader, most: int) -> list[tuple[str, int]]:
    """Give the customers that the reader looks after, each with its newest event.

    Of somebody who looks after thousands, the newest thousands are looked at. A reader's own
    customers are open to them, so the newest event of each is found by its index, past the fence.
    """
    profile = reader.actor.profile
    closed = [profile.level(one, Action.READ) is Level.NONE for one in ("customer", "event")]
    if any(closed) or reader.actor.id is None:
        return []
    table = reader.storage.schema.rule("core_customer").table
    statement = reader.storage.statement("lively customers", lambda: _lively(table))
    params = {"user_id": reader.actor.id, "most": most}
    return [(row.id, row.last) for row in _masked(reader).read(statement, _Last, params)]


def _lively(customer: Table) -> Select[Any]:
    newest = customer.c.id.desc()
    own = customer.c.owner_id == bindparam("user_id", type_=Id())
    mine = select(customer.c.id).where(own).order_by(newest).limit(literal(_MOST_OWN)).subquery()
    last = select(func.max(EVENT.c.seq)).where(EVENT.c.customer_id == mine.c.id).scalar_subquery()
    happened = select(mine.c.id, last.label("last")).subquery()
    return (
        select(happened.c.id, happened.c.last)
        .where(happened.c.last.is_not(None))
        .order_by(happened.c.last.desc())
        .limit(bindparam("most", type_=Whole()))
    )


def _leaving_out(
    reader: Reader, entity: str, statement: Select[Any], types: frozenset[str]
) -> Select[Any]:
    if not types:
        return statement
    made: Select[Any] = reader.storage.statement(
        ("history", entity, types),
        lambda: statement.where(
            *(EVENT.c.type != literal(name, String()) for name in sorted(types))
        ),
    )
    return made


def _page(
    reader: Reader,
    entity: str,
    statement: Select[Any],
    record_id: str,
    before: str | None,
    limit: int,
) -> Page:
    if not _sees(reader, entity, record_id):
        return Page([], None)
    params = {"record_id": record_id, "before": place_of(before or ""), "most": limit + 1}
    rows = _masked(reader).read(statement, LoggedFact, params)
    shown = rows[:limit]
    return Page([row.fact() for row in shown], shown[-1].position if len(rows) > limit else None)


def _sees(reader: Reader, entity: str, record_id: str) -> bool:
    storage, profile = reader.storage, reader.actor.profile
    if profile.level("event", Action.READ) is Level.NONE:
        return False
    rule = storage.schema.entity(entity)
    if rule is None:
        return False
    table = rule.table
    visible = storage.statement(
        ("history", entity),
        lambda: select(table.c.id).where(table.c.id == bindparam("record_id", type_=Id())),
    )
    return reader.one(visible, _Found, {"record_id": record_id}) is not None


def _masked(reader: Reader) -> Reader:
    """Give a reader of the same classes to whom every row is open."""
    profile = Profile(
        levels={ANY: {Action.READ: Level.ALL}}, read_classes=reader.actor.profile.read_classes
    )
    return Reader(reader.storage, reader.actor.with_profile(profile))
