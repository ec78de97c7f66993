"""Slows down guessing: per account and address, per account, per address; in all processes.

Kept in the database as hashes of account and address, a quarter of an hour long.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Column, MetaData, Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.types import Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

_FORGET = timedelta(minutes=15)
_LONGEST = 900

# a table of its own metadata: no profile, and no plugin, has anything to do with it
_ATTEMPT = Table(
    "core_attempt",
    MetaData(),
    Column("key", String(), primary_key=True),
    Column("count", Whole(), nullable=False),
    Column("last_at", Moment(), nullable=False),
    Column("free_at", Moment(), nullable=False),
)
_key, _now = bindparam("key", type_=String()), bindparam("now", type_=Moment())
_FREE = select(_ATTEMPT.c.free_at).where(
    _ATTEMPT.c.key.in_(bindparam("keys", expanding=True, type_=String()))
)
_WAIT = Prepared(
    update(_ATTEMPT)
    .where(_ATTEMPT.c.key == _key)
    .values(free_at=bindparam("until", type_=Moment()))
)
_FORGOTTEN = Prepared(
    delete(_ATTEMPT).where(_ATTEMPT.c.last_at < bindparam("stale", type_=Moment()))
)
_GONE = Prepared(delete(_ATTEMPT).where(_ATTEMPT.c.key == _key))


class TooMany(KontorError):
    """Too many attempts; ``retry_after`` seconds from now the next one counts."""

    status = 429
    code = "too_many"

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(
            L(
                f"Zu viele Versuche. Bitte in {retry_after} Sekunden noch einmal.",
                en=f"Too many attempts. Please try again in {retry_after} seconds.",
            )
        )


class _Free(msgspec.Struct):
    at: str


class Throttle:
    """Counts what failed; from the limit on every further one doubles the wait.

    An account locked from everywhere would let anybody lock anybody out, so its own limit is
    much higher than that of one address trying one account.
    """

    def __init__(
        self, storage: "Storage", *, pair: int = 5, account: int = 50, address: int = 30
    ) -> None:
        self._storage = storage
        self._limits = {"pair": pair, "account": account, "address": address}

    def check(self, account: str, address: str) -> None:
        """Raise TooMany when the next attempt must wait."""
        now = clock.now()
        keys = [key for key, _ in self._keys(account, address)]
        rows = self._storage.system_reader().read(_FREE, _Free, {"keys": keys})
        wait = max((clock.from_text(row.at) for row in rows), default=now) - now
        if wait > timedelta(0):
            raise TooMany(int(wait.total_seconds()) + 1)

    def failed(self, uow: UnitOfWork, account: str, address: str) -> None:
        """Count an attempt that was wrong."""
        now = clock.now()
        uow.prepared(_FORGOTTEN, {"stale": now - _FORGET})
        made = _SQLITE if uow.storage.database.is_sqlite else _POSTGRES
        for key, limit in sorted(self._keys(account, address)):  # in one order: no deadlock
            row = {"key": key, "now": now}
            count: int = uow.prepared(made, row).fetchone()[0]
            if count >= limit:
                uow.prepared(_WAIT, {"key": key, "until": _until(now, count - limit)})

    def succeeded(self, account: str, address: str) -> None:
        """Forget what an account failed from this address."""
        key, _ = next(self._keys(account, address))
        if self._storage.system_reader().read(_FREE, _Free, {"keys": [key]}):
            with self._storage.unit(SYSTEM) as uow:
                uow.prepared(_GONE, {"key": key})

    def _keys(self, account: str, address: str) -> Iterator[tuple[str, int]]:
        account = account.casefold()
        texts = {"pair": f"{account} {address}", "account": account, "address": address}
        for kind, text in texts.items():
            yield hashlib.sha256(f"{kind} {text}".encode()).hexdigest(), self._limits[kind]


def _until(now: datetime, over: int) -> datetime:
    return now + timedelta(seconds=min(2 ** min(over, 16), _LONGEST))


def _statement(make: object) -> Prepared:
    insert = make(_ATTEMPT).values(  # type: ignore[operator]  # one of the two inserts
        key=_key, count=1, last_at=_now, free_at=_now
    )
    grown = {"count": _ATTEMPT.c.count + 1, "last_at": _now}
    return Prepared(
        insert.on_conflict_do_update(index_elements=["key"], set_=grown).returning(_ATTEMPT.c.count)
    )


_SQLITE = _statement(sqlite_insert)
_POSTGRES = _statement(postgres_insert)
