"""The log as people read it: the events of one customer or one contact, newest first.

Who sees a customer sees its events, so the fence is asked once about the customer. Asked about
every event it would first collect all customers of the reader's teams.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Select, Table, Text, bindparam, cast, func, literal, select

from kontor_core.events.log import COLUMNS, LoggedFact
from kontor_core.events.tables import EVENT
from kontor_core.foundation.access.profiles import ANY, Action, Level, Profile
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Id, String, Whole

_NEWEST = 2**63 - 1
_MOST_OWN = 2000

_OLDER = (
    select(cast(EVENT.c.seq, Text), *COLUMNS)
    .where(EVENT.c.seq < bindparam("before", type_=Whole()))
    .order_by(EVENT.c.seq.desc())
    .limit(bindparam("most", type_=Whole()))
)
_OF_CUSTOMER = _OLDER.where(EVENT.c.customer_id == bindparam("record_id", type_=Id()))
_OF_CONTACT = _OLDER.where(EVENT.c.contact_id == bindparam("record_id", type_=Id()))


@dataclass(frozen=True, slots=True)
class Page:
    """Some facts, newest first; ``older`` asks for the next page, None on the last."""

    facts: list[Fact]
    older: str | None


class _Found(msgspec.Struct):
    id: str


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


def lively_customers(reader: Reader, *, most: int) -> list[str]:
    """Give the customers that the reader looks after, those first where something happened last.

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
    return [row.id for row in _masked(reader).read(statement, _Found, params)]


def _lively(customer: Table) -> Select[Any]:
    newest = customer.c.id.desc()
    own = customer.c.owner_id == bindparam("user_id", type_=Id())
    mine = select(customer.c.id).where(own).order_by(newest).limit(literal(_MOST_OWN)).subquery()
    last = select(func.max(EVENT.c.seq)).where(EVENT.c.customer_id == mine.c.id).scalar_subquery()
    happened = select(mine.c.id, last.label("last")).subquery()
    return (
        select(happened.c.id)
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
    known = before is not None and before.isascii() and before.isdigit()
    params = {
        "record_id": record_id,
        "before": min(int(before or 0), _NEWEST) if known else _NEWEST,
        "most": limit + 1,
    }
    rows = _masked(reader).read(statement, LoggedFact, params)
    shown = rows[:limit]
    return Page([row.fact() for row in shown], shown[-1].position if len(rows) > limit else None)


def _sees(reader: Reader, entity: str, record_id: str) -> bool:
    storage, profile = reader.storage, reader.actor.profile
    if profile.level("event", Action.READ) is Level.NONE:
        return False
    table = storage.schema.rule(f"core_{entity}").table
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
