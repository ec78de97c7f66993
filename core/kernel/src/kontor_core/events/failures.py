"""Events that a subscriber could not take: parked, tried again, dead after eight attempts.

Later events of the same customer wait behind a parked one, so their order holds; all others go
on. A dead letter lets them pass and stays until somebody replays it.
"""

import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from kontor_core.events.log import order
from kontor_core.events.tables import FAILURE
from kontor_core.foundation import clock
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id, Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

DELAYS = tuple(timedelta(seconds=s) for s in (1, 5, 30, 120, 600, 1800, 7200))
"""The pause after each failed attempt; there is one more attempt than there are pauses."""

_LONGEST_ERROR = 500


PARKED = "parked"  # failed, tried again at next_at
WAITING = "waiting"  # behind a parked one of the same customer
DEAD = "dead"  # given up until somebody replays it


class Letter(msgspec.Struct, frozen=True):
    """An event set aside for one subscriber."""

    id: int
    subscriber: str
    position: str
    type: str
    order_key: str | None
    state: str
    attempts: int
    next_at: str | None
    error: str | None
    failed_at: str | None


class _Key(msgspec.Struct):
    order_key: str


class _Due(msgspec.Struct):
    subscriber: str
    next_at: str


def order_key(fact: Fact) -> str | None:
    """Give what later events wait behind: the customer, else the person, else nothing."""
    return fact.customer_id or fact.contact_id


def blocked(uow: UnitOfWork, subscriber: str) -> set[str]:
    """Give the customers and persons whose events must wait."""
    found = uow.system_read(_BLOCKED, _Key, {"for_subscriber": subscriber})
    return {row.order_key for row in found}


def hold_back(uow: UnitOfWork, subscriber: str, facts: Sequence[Fact]) -> None:
    """Let events wait behind the parked one of their customer."""
    uow.prepared_many(_ADD, [_row(subscriber, fact, WAITING) for fact in facts])


def park(uow: UnitOfWork, subscriber: str, fact: Fact, error: Exception) -> None:
    """Set an event aside after its first failure."""
    uow.prepared(_ADD, {**_row(subscriber, fact, PARKED), **setback(1, error)})


def failed(uow: UnitOfWork, letter: Letter, error: Exception) -> bool:
    """Note another failure; tells whether the event is dead now."""
    told = setback(letter.attempts + 1, error)
    dead = told["next_at"] is None
    uow.prepared(_CHANGE, {"letter": letter.id, "to_state": DEAD if dead else PARKED, **told})
    return dead


def done(uow: UnitOfWork, letter: Letter) -> None:
    uow.prepared(_REMOVE, {"letter": letter.id})


def revive(uow: UnitOfWork, letter: Letter) -> None:
    """Make an event due at once, with all its attempts before it."""
    values = {"attempts": 0, "next_at": clock.now(), "error": letter.error, "failed_at": None}
    uow.prepared(_CHANGE, {"letter": letter.id, "to_state": PARKED, **values})


def find(uow: UnitOfWork, letter_id: int) -> Letter | None:
    found = uow.system_read(_ONE, Letter, {"letter": letter_id})
    return found[0] if found else None


def queue(uow: UnitOfWork, letter: Letter, limit: int = 100) -> list[Letter]:
    """Give what waits behind a letter that is no longer parked; nothing while another is."""
    params = {"for_subscriber": letter.subscriber, "key": letter.order_key, "most": limit}
    found = uow.system_read(_QUEUE, Letter, params)
    return [] if any(row.state == PARKED for row in found) else found


def due(storage: Storage, subscriber: str, limit: int = 100) -> list[Letter]:
    params = {"for_subscriber": subscriber, "now": clock.now(), "most": limit}
    return storage.system_reader().read(_DUE, Letter, params)


def next_due(storage: Storage) -> dict[str, datetime]:
    """Tell when each subscriber has something to try again."""
    found = storage.system_reader().read(_NEXT, _Due)
    return {row.subscriber: clock.from_text(row.next_at) for row in found}


def dead_letters(storage: Storage, limit: int = 100) -> list[Letter]:
    """Give what was given up, newest first."""
    return storage.system_reader().read(_DEAD, Letter, {"most": limit})


def parked_letters(storage: Storage, limit: int = 100) -> list[Letter]:
    """Give what will be tried again, newest first."""
    return storage.system_reader().read(_PARKED, Letter, {"most": limit})


def forget_from(uow: UnitOfWork, subscriber: str, position: str) -> None:
    """Drop what a replay from this place delivers anyway."""
    found = uow.system_read(_OF_SUBSCRIBER, Letter, {"for_subscriber": subscriber})
    later = [letter for letter in found if order(letter.position) > order(position)]
    uow.prepared_many(_REMOVE, [{"letter": letter.id} for letter in later])


def blank_errors(uow: UnitOfWork, order_keys: Sequence[str]) -> None:
    """Blank what error texts may tell of erased customers and persons."""
    uow.prepared_many(_BLANK, [{"key": key} for key in order_keys])


def _row(subscriber: str, fact: Fact, state: str) -> dict[str, object]:
    return {
        "subscriber": subscriber,
        "position": fact.position,
        "type": fact.type,
        "order_key": order_key(fact),
        "state": state,
        "attempts": 0,
    }


def setback(attempts: int, error: Exception) -> dict[str, object]:
    """Give what to note of a failure, and when to try again; never, after the last attempt."""
    now = clock.now()
    again = DELAYS[attempts - 1] if attempts <= len(DELAYS) else None
    return {
        "attempts": attempts,
        "next_at": now + again if again is not None else None,
        "error": f"{described(error)}: {error}"[:_LONGEST_ERROR],
        "failed_at": now,
    }


def described(error: Exception) -> str:
    """Name an error and its place without its words, which may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    parts = frames[-1].filename.replace("\\", "/").split("/")
    return f"{type(error).__name__} ({'/'.join(parts[-2:])}:{frames[-1].lineno})"


_C = FAILURE.c
_LETTER = select(*(_C[name] for name in Letter.__struct_fields__))
_SUBSCRIBER = _C.subscriber == bindparam("for_subscriber", type_=String())
_KEY = _C.order_key == bindparam("key", type_=Id())
_MOST = bindparam("most", type_=Whole())
_IS_LETTER = _C.id == bindparam("letter", type_=Whole())

_OPEN = _C.state != DEAD
_BLOCKED = select(_C.order_key).where(_SUBSCRIBER, _OPEN, _C.order_key.is_not(None)).distinct()
# a parked one comes first, so that a long queue cannot hide it
_QUEUE = _LETTER.where(_SUBSCRIBER, _OPEN, _KEY).order_by(_C.state, _C.id).limit(_MOST)
_DUE = (
    _LETTER.where(_SUBSCRIBER, _C.state == PARKED, _C.next_at <= bindparam("now", type_=Moment()))
    .order_by(_C.id)
    .limit(_MOST)
)
_NEXT = (
    select(_C.subscriber, func.min(_C.next_at)).where(_C.state == PARKED).group_by(_C.subscriber)
)
_DEAD = _LETTER.where(_C.state == DEAD).order_by(_C.id.desc()).limit(_MOST)
_PARKED = _LETTER.where(_C.state == PARKED).order_by(_C.id.desc()).limit(_MOST)
_OF_SUBSCRIBER = _LETTER.where(_SUBSCRIBER)
_ONE = _LETTER.where(_IS_LETTER)

_WRITTEN = [name for name in Letter.__struct_fields__ if name != "id"]
_ADD = Prepared(
    insert(FAILURE).values({n: bindparam(n, type_=_C[n].type) for n in _WRITTEN}).inline()
)
_CHANGE = Prepared(
    update(FAILURE)
    .where(_IS_LETTER)
    .values(
        state=bindparam("to_state", type_=String()),
        **{
            n: bindparam(n, type_=_C[n].type) for n in ("attempts", "next_at", "error", "failed_at")
        },
    )
)
_REMOVE = Prepared(delete(FAILURE).where(_IS_LETTER))
_BLANK = Prepared(update(FAILURE).where(_KEY).values(error=None))
