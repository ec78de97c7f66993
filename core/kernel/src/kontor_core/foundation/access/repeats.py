"""Requests under an idempotency key: carried out once, whoever repeats them, for a day.

A request first takes its key, in a transaction of its own. That it is carried out is written in
the transaction that does so, and what it answered afterwards. So a crash leaves either nothing,
and the key is free again after ``LEASE``, or the work done and the key taken.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.models import ApiRequest
from kontor_core.foundation.errors import Conflict, KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.prepared import Prepared
from kontor_core.foundation.storage.system_rows import change_rows, remove_rows
from kontor_core.foundation.storage.types import Moment, String

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

KEPT = timedelta(hours=24)
LEASE = timedelta(seconds=60)
"""After this a request that carried out nothing is taken for dead: its key may be used again."""

MOST_BYTES = 256_000
"""Longer answers are not kept; that the request was carried out is."""

_RUNNING, _DONE, _ANSWERED = "running", "done", "answered"


class StillRunning(Conflict):
    """The same request is being carried out right now."""

    code = "still_running"


class AnswerGone(Conflict):
    """The request was carried out, but what it answered cannot be repeated."""

    code = "already_done"


class KeyReused(KontorError):
    """The key belongs to a request that said something else."""

    status = 422
    code = "key_reused"


class KeptAnswer(msgspec.Struct, frozen=True):
    """An answer as it was given."""

    status: int
    media_type: str
    headers: list[tuple[str, str]]
    body: str


@dataclass(slots=True)
class Claim:
    """A key that is ours until ``finish`` or ``release``; ``done`` once a unit has committed."""

    id: str
    storage: "Storage"
    done: bool = False

    def carried_out(self, uow: "UnitOfWork") -> None:
        """Write with a unit's own rows that the request is carried out.

        Raises Conflict when the key was given to another meanwhile: then nothing is written here.
        """
        if self.done:
            return
        if not change_rows(uow, ApiRequest, {"id": self.id, "state": _RUNNING}, {"state": _DONE}):
            raise _still_running()
        uow.after_commit(self._note)

    def _note(self) -> None:
        self.done = True

    def finish(self, answer: KeptAnswer | None) -> None:
        """Keep what was answered, for whoever asks again; None is an answer not to be kept."""
        short = answer is not None and len(answer.body) <= MOST_BYTES
        kept = msgspec.to_builtins(answer) if short else None
        with self.storage.unit(SYSTEM) as uow:
            change_rows(uow, ApiRequest, {"id": self.id}, {"state": _ANSWERED, "answer": kept})

    def release(self) -> None:
        """Give the key back: nothing was carried out."""
        with self.storage.unit(SYSTEM) as uow:
            remove_rows(uow, ApiRequest, {"id": self.id, "state": _RUNNING})


class _Row(msgspec.Struct):
    id: str
    request: str
    rights: str
    state: str
    created_at: str
    answer: dict[str, object] | None


def take(storage: "Storage", actor: Actor, key: str, parts: Sequence[bytes]) -> Claim | KeptAnswer:
    """Take a key for a request made of ``parts``, or give the answer it had before.

    Raises KeyReused when the request was another one, StillRunning while it is carried out, and
    AnswerGone when its answer cannot be given again.
    """
    slot = _hash([(actor.token_id or actor.id or "").encode(), key.encode()])
    request, rights = _hash(parts), _rights(actor)
    known = storage.system_reader().one(_OF_SLOT, _Row, {"slot": slot})
    if known is None or _is_over(known):
        row_id = ids.new_id()
        with storage.unit(SYSTEM) as uow:
            if known is not None:
                remove_rows(uow, ApiRequest, {"id": known.id, "state": known.state})
            statement = _TAKE_SQLITE if storage.database.is_sqlite else _TAKE_POSTGRES
            now = clock.now()
            values = {"id": row_id, "created_at": now, "updated_at": now, "version": 1}
            values |= {"slot": slot, "request": request, "rights": rights, "state": _RUNNING}
            if uow.prepared(statement, values).rowcount == 1:
                return Claim(row_id, storage)
        known = storage.system_reader().one(_OF_SLOT, _Row, {"slot": slot})
    if known is None:  # somebody took it and gave it back, in between
        raise _still_running()
    return _answered(known, request, rights)


def forget_old(uow: "UnitOfWork") -> int:
    """Delete what is older than a day; answers hold personal data."""
    before = {"before": clock.now() - KEPT}
    return int(uow.prepared(_FORGET, before).rowcount)


def _answered(row: _Row, request: str, rights: str) -> KeptAnswer:
    if row.request != request:
        raise KeyReused(
            L(
                "Dieser Idempotency-Key gehört zu einer anderen Anfrage. "
                "Nehmen Sie für jede Anfrage einen neuen.",
                en="This Idempotency-Key belongs to another request. Use a new one for each "
                "request.",
            )
        )
    if row.state == _RUNNING or (row.state == _DONE and _age(row) < LEASE):
        raise _still_running()
    if row.answer is None:
        raise AnswerGone(
            L(
                "Diese Anfrage wurde ausgeführt, ihre Antwort ist nicht mehr da. "
                "Lesen Sie nach, was daraus wurde.",
                en="This request was carried out; its answer is no longer kept. Check what became "
                "of it.",
            )
        )
    if row.rights != rights:
        raise AnswerGone(
            L(
                "Diese Anfrage wurde ausgeführt. Ihre Rechte haben sich seither geändert; "
                "lesen Sie nach, was daraus wurde.",
                en="This request was carried out. Your rights have changed since; check what "
                "became of it.",
            )
        )
    return msgspec.convert(row.answer, KeptAnswer)


def _is_over(row: _Row) -> bool:
    return _age(row) > (LEASE if row.state == _RUNNING else KEPT)


def _age(row: _Row) -> timedelta:
    return clock.now() - clock.from_text(row.created_at)


def _still_running() -> StillRunning:
    return StillRunning(
        L(
            "Diese Anfrage wird gerade ausgeführt. Fragen Sie gleich noch einmal.",
            en="This request is being carried out right now. Ask again in a moment.",
        )
    )


def _rights(actor: Actor) -> str:
    profile = actor.profile
    return _hash([profile.key.encode(), *(one.encode() for one in sorted(profile.permissions))])


def _hash(parts: Sequence[bytes]) -> str:
    made = hashlib.sha256()
    for part in parts:
        made.update(b"%d:" % len(part))
        made.update(part)
    return made.hexdigest()


_c = columns(ApiRequest)
_OF_SLOT = select(_c.id, _c.request, _c.rights, _c.state, _c.created_at, _c.answer).where(
    _c.slot == bindparam("slot", type_=String())
)
_TAKEN = {
    name: bindparam(name, type_=_c[name].type)
    for name in (
        "id", "created_at", "updated_at", "version", "slot", "request", "rights", "state",
    )
}  # fmt: skip
_table = table_of_model(ApiRequest)
_TAKE_SQLITE = Prepared(sqlite.insert(_table).values(_TAKEN).on_conflict_do_nothing())
_TAKE_POSTGRES = Prepared(postgresql.insert(_table).values(_TAKEN).on_conflict_do_nothing())
_FORGET = Prepared(delete(_table).where(_c.created_at < bindparam("before", type_=Moment())))
