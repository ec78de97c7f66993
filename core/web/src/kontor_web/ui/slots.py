"""Calling what plugins declared for pages; what goes wrong there stays there."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import KontorError
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import ActionContext, Record, UiContext, UploadedFile
from kontor_core.hooks.declarations.flow import covers
from kontor_core.hooks.registries import Owned
from kontor_web.calls import Call

log = logging.getLogger("kontor.web")

T = TypeVar("T")
S = TypeVar("S", bound=Spec)

DEFAULT_BUDGET = 0.3
_PATIENCE = 2.0  # a busy machine is no fault of a plugin: only what takes longer is stopped
_VERBS = ("created", "changed", "deleted")


class _Now:
    """The clock of the process, as contexts hand it on."""

    def now(self) -> datetime:
        return clock.now()


CLOCK = _Now()


@dataclass(frozen=True, slots=True)
class Failed:
    """A call that brought nothing; ``error_id`` finds it in the log."""

    error_id: str
    plugin: str


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    value: T | None = None
    failed: Failed | None = None


def context(
    call: Call, record: Record | None = None, params: Mapping[str, str] | None = None
) -> UiContext:
    return UiContext(
        reader=call.reader,
        actor=call.actor,
        clock=CLOCK,
        locale=call.locale,
        params=call.request.query if params is None else params,
        record=record,
        entity=record.entity if record is not None else None,
        slots=_slots(call),
    )


def _slots(call: Call) -> Callable[[type[Any]], Mapping[str, Any]]:
    return lambda kind: {one.id: one.spec for one in call.kontor.registries.specs(kind)}


def action_context(
    call: Call,
    record: Record | None = None,
    given: object = None,
    params: Mapping[str, str] | None = None,
    files: Mapping[str, UploadedFile] | None = None,
    actor: Actor | None = None,
    entity: str | None = None,
) -> ActionContext:
    """Make the context of something that writes; ``given`` is its validated input.

    ``actor`` stands in where nobody is signed in.
    """
    acting = actor or call.actor
    return ActionContext(
        reader=call.kontor.reader(acting),
        actor=acting,
        clock=CLOCK,
        locale=call.locale,
        params=call.request.query if params is None else params,
        record=record,
        entity=record.entity if record is not None else entity,
        slots=_slots(call),
        open_unit=lambda: call.kontor.unit(acting),
        input=given,
        files=files or {},
    )


def allowed(call: Call, owned: Owned[S], ctx: UiContext | None = None) -> bool:
    """Tell whether a slot is shown: its permission, and its condition where it has one."""
    spec = owned.spec
    if spec.requires is not None and not call.actor.profile.may(spec.requires):
        return False
    when = spec.when
    if when is None:
        return True
    asked = ctx or context(call)
    return bool(guarded(call, owned, "when", lambda: when(asked)).value)


def guarded(
    call: Call,
    owned: Owned[S],
    place: str,
    ask: Callable[[], T],
    *,
    budget: float = DEFAULT_BUDGET,
) -> Answer[T]:
    """Ask a plugin; what it raises is logged under the id of the call and goes no further."""
    seconds = max(budget, _PATIENCE)

    def in_time() -> T:
        with call.kontor.database.deadline(seconds):
            return ask()

    patience, where = call.web.patience, f"{place}:{owned.id}"
    if patience.exhausted(owned.owner):
        return Answer(failed=Failed(call.id, owned.owner))
    with patience.within(call, owned.owner, where, seconds):
        outcome = call.kontor.dispatcher.guarded(owned.owner, where, in_time, budget=seconds)
    if outcome.ok:
        return Answer(outcome.value)
    if outcome.paused:
        log.warning("slot paused id=%s plugin=%s slot=%s", call.id, owned.owner, owned.id)
    elif not (isinstance(outcome.error, KontorError) and outcome.error.status < 500):
        log.error(
            "slot failed id=%s plugin=%s slot=%s place=%s",
            call.id,
            owned.owner,
            owned.id,
            place,
            exc_info=outcome.error,
        )
    return Answer(failed=Failed(call.id, owned.owner))


def shown(call: Call, kind: type[S], on: str | None, ctx: UiContext) -> list[Owned[S]]:
    """Give the slots of a kind that this reader is shown here."""
    return [one for one in call.kontor.registries.specs(kind, on) if allowed(call, one, ctx)]


def column_values(call: Call, owned: Owned[Any], ids: Sequence[str]) -> Mapping[str, Any]:
    """Ask a display column for all rows of a page at once; empty when it fails."""
    values = owned.spec.values
    if values is None or not ids:
        return {}
    ctx = context(call)
    return guarded(call, owned, "column", lambda: values(ctx, ids)).value or {}


def event_names(call: Call, patterns: Sequence[str]) -> tuple[str, ...]:
    """Spell out patterns: every event that exists and that they name."""
    registries = call.kontor.registries
    known = [f"{entity}.{verb}" for entity in registries.entities for verb in _VERBS]
    known += list(registries.events)
    return tuple(name for name in known if any(covers(one, name) for one in patterns))
