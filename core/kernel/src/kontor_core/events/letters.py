"""What an administrator does about events that a subscriber could not take."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import func, select

from kontor_core.events import failures
from kontor_core.events.administration import (
    OPERATE,
    DeliveryDiscarded,
    DeliveryRetried,
)
from kontor_core.events.bus import Bus
from kontor_core.events.failures import DEAD, WAITING, Letter
from kontor_core.events.tables import FAILURE
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

AT_ONCE = 500


class _Counted(msgspec.Struct):
    state: str
    count: int


_COUNTS = select(FAILURE.c.state, func.count()).group_by(FAILURE.c.state)


class Letters:
    """The letters of one bus, for one who may operate."""

    def __init__(self, bus: Bus, by: Actor) -> None:
        self._bus = bus
        self._by = by
        if not by.profile.may(OPERATE):
            raise Forbidden(
                L(
                    "Dafür fehlt das Recht „Betrieb“.",
                    en="This requires the permission “Operations”.",
                )
            )

    def counts(self) -> Mapping[str, int]:
        """Count letters by state."""
        found = self._bus.storage.system_reader().read(_COUNTS, _Counted)
        return {row.state: row.count for row in found}

    def one(self, letter_id: int) -> tuple[Letter, Fact | None]:
        """Give a letter and its event, which is gone where the log was cut; raises NotFound."""
        with self._bus.storage.unit(self._by) as uow:
            letter = self._find(uow, letter_id)
        return letter, self._bus.log.at(letter.position)

    def retry(self, letter_id: int) -> None:
        """Have an event delivered once more, with all its attempts before it."""
        with self._bus.storage.unit(self._by) as uow:
            letter = self._find(uow, letter_id)
            if letter.state == WAITING:
                raise Conflict(
                    L(
                        "Dieses Ereignis wartet hinter einem anderen desselben Kunden.",
                        en="This event waits behind another one of the same customer.",
                    )
                )
            self._revive(uow, letter)
        self._bus.wake()

    def retry_all(self) -> int:
        """Have every dead event delivered once more, the oldest 500 at once; gives how many."""
        letters = self._bus.dead_letters(AT_ONCE)
        with self._bus.storage.unit(self._by) as uow:
            for letter in sorted(letters, key=lambda one: one.id):
                self._revive(uow, letter)
        self._bus.wake()
        return len(letters)

    def discard(self, letter_id: int, reason: str) -> None:
        """Give an event up for good and let those behind it go on; the log keeps the reason."""
        if not reason.strip():
            raise Invalid({"reason": L("Bitte den Grund nennen.", en="Please give the reason.")})
        with self._bus.storage.unit(self._by) as uow:
            letter = self._find(uow, letter_id)
            failures.done(uow, letter)
            if letter.state != DEAD and letter.order_key is not None:
                for waiting in failures.queue(uow, letter, 1):
                    failures.revive(uow, waiting)  # delivery goes on from here
            uow.publish(
                DeliveryDiscarded(
                    subscriber=letter.subscriber,
                    event=letter.type,
                    position=letter.position,
                    reason=reason.strip()[:500],
                )
            )
        self._bus.wake()

    @staticmethod
    def _find(uow: UnitOfWork, letter_id: int) -> Letter:
        letter = failures.find(uow, letter_id)
        if letter is None:
            raise NotFound("letter", letter_id)
        return letter

    @staticmethod
    def _revive(uow: UnitOfWork, letter: Letter) -> None:
        failures.revive(uow, letter)
        uow.publish(
            DeliveryRetried(
                subscriber=letter.subscriber, event=letter.type, position=letter.position
            )
        )
