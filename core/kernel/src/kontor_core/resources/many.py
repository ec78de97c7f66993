"""Many records in one transaction: made, changed and deleted by the verbs of a single one."""

from collections.abc import Sequence
from dataclasses import dataclass

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.verbs import Resources, Saved, Values


@dataclass(frozen=True, slots=True)
class Create:
    values: Values


@dataclass(frozen=True, slots=True)
class Change:
    """``version`` is the one the caller has seen; None for whatever is there."""

    record_id: str
    values: Values
    version: int | None


@dataclass(frozen=True, slots=True)
class Delete:
    record_id: str
    version: int | None


Step = Create | Change | Delete | KontorError
"""What is to be done; an error stands for a step that could not even be read."""

Outcome = Saved | KontorError
"""A record as it is now (a deleted one at its last version), or why it was refused."""


class _TakenBack(Exception):
    """Something was refused, so nothing is to stand."""


def run_many(
    resources: Resources,
    actor: Actor,
    info: ResourceInfo,
    steps: Sequence[Step],
    *,
    all_or_nothing: bool,
) -> list[Outcome]:
    """Do all steps in one transaction, one outcome each, in their order.

    With ``all_or_nothing`` one refusal takes everything back: then the outcomes say what would
    have been done. Otherwise what is refused is left out.
    """
    if not any(isinstance(step, KontorError) for step in steps):
        # a savepoint for each step would cost more than the step; most calls are right
        try:
            with resources.unit(actor) as uow:
                return [_do(resources, uow, info, step) for step in steps]
        except KontorError as error:
            if not _is_refusal(error):
                raise
    found: list[Outcome] = []
    try:
        with resources.unit(actor) as uow:
            found += [_tried(resources, uow, info, step) for step in steps]
            if all_or_nothing and any(isinstance(one, KontorError) for one in found):
                raise _TakenBack
    except _TakenBack:
        pass
    return found


def _tried(resources: Resources, uow: UnitOfWork, info: ResourceInfo, step: Step) -> Outcome:
    try:
        with uow.savepoint():
            return _do(resources, uow, info, step)
    except KontorError as error:
        if not _is_refusal(error):
            raise
        return error


def _do(resources: Resources, uow: UnitOfWork, info: ResourceInfo, step: Step) -> Saved:
    match step:
        case Create(values):
            return resources.create_in(uow, info, values)
        case Change(record_id, values, version):
            seen = _seen(uow, info, record_id, version)
            return resources.change_in(uow, info, record_id, values, seen)
        case Delete(record_id, version):
            seen = _seen(uow, info, record_id, version)
            resources.delete_in(uow, info, record_id, seen)
            return Saved(record_id, seen)
        case KontorError():
            raise step


def _seen(uow: UnitOfWork, info: ResourceInfo, record_id: str, version: int | None) -> int:
    return uow.get(info.model, record_id).version if version is None else version


def _is_refusal(error: KontorError) -> bool:
    return error.status < 500
