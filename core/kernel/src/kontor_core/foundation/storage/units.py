"""Opening a unit of work: the writer's place, the fenced session, one commit or none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from kontor_core.foundation.access.identities import Actor, acting_as
from kontor_core.foundation.access.profiles import Action
from kontor_core.foundation.errors import FenceBreach, Forbidden
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.along import write_along
from kontor_core.foundation.storage.engine import flush_allowed
from kontor_core.foundation.storage.store import Store
from kontor_core.foundation.storage.trouble import told_by
from kontor_core.foundation.storage.unit_of_work import ONLY_LOOKING, FactSink, UnitOfWork
from kontor_core.foundation.storage.writes import check_flush


class _FencedSession(Session):
    """A session whose own flush may write; no other statement of it can, and nobody ends it."""

    ending = False

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        with flush_allowed():
            super().flush(objects)

    def commit(self) -> None:
        self._only_at_the_end("commit")
        super().commit()

    def rollback(self) -> None:
        self._only_at_the_end("rollback")
        super().rollback()

    def close(self) -> None:
        self._only_at_the_end("close")
        super().close()

    def _only_at_the_end(self, verb: str) -> None:
        if not self.ending:
            raise FenceBreach(
                L(
                    f"session.{verb}(): die Arbeitseinheit endet mit ihrem Block. "
                    "Brechen Sie sie mit einer Ausnahme ab.",
                    en=f"session.{verb}(): the unit of work ends with its block. "
                    "Abandon it by an exception.",
                )
            )


@contextmanager
def open_unit(storage: Store, sink: FactSink, actor: Actor) -> Iterator[UnitOfWork]:
    """Begin, hand out the unit, commit or roll back; see ``Storage.unit``."""
    if actor.viewed_by is not None:
        raise Forbidden(ONLY_LOOKING)
    database = storage.database
    engine = database.profile_engine(storage.schema, actor.profile, Action.READ)
    with acting_as(actor), database.write_lock():
        session = _FencedSession(bind=engine, expire_on_commit=False, autoflush=False)
        uow = UnitOfWork(storage, sink, actor, session)
        event.listen(session, "before_flush", lambda *_: check_flush(uow, uow.tell))
        event.listen(session, "after_flush", lambda *_: uow.after_flush())
        try:
            try:
                session.connection()  # BEGIN IMMEDIATE before the first read
                yield uow
                told = uow.finish()
                write_along(uow)
                session.ending = True
                session.commit()
            except (DBAPIError, PoolTimeout) as error:
                known = told_by(error)
                if known is None:
                    raise
                raise known from error
        except BaseException:
            session.ending = True
            session.rollback()
            raise
        finally:
            session.close()
    sink.committed(told)
    uow.run_after_commit()
