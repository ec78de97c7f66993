"""What one can do: follow records, follow them no longer, say what to follow by itself."""

from collections.abc import Iterable

from kontor_sdk.flow import RecordRef
from kontor_sdk.models import UnitOfWork

from .models import Follow, Habit
from .queries import mine_among

_COLUMNS = {"customer": "customer_id", "contact": "contact_id"}


def follow(uow: UnitOfWork, user_id: str, records: Iterable[RecordRef]) -> int:
    """Let a user follow records; gives how many they did not follow before."""
    wanted = {record.id: record for record in records}
    known = {one.ref.id for one in mine_among(uow, user_id, wanted)}
    for record_id, record in wanted.items():
        if record_id not in known:
            column = _COLUMNS.get(record.entity, "subject_id")
            uow.create(Follow, {"user_id": user_id, "subject": record.entity, column: record_id})
    return len(wanted.keys() - known)


def unfollow(uow: UnitOfWork, user_id: str, ids: Iterable[str]) -> list[RecordRef]:
    """Let a user follow records no longer; gives those they followed."""
    found = mine_among(uow, user_id, list(ids))
    for one in found:
        uow.delete(uow.get(Follow, one.id))
    return [one.ref for one in found]


def keep_habit(uow: UnitOfWork, user_id: str, *, own_work: bool) -> None:
    """Say whether a user follows what they work on without being asked."""
    habit = uow.find(Habit, user_id=user_id)
    if habit is None:
        uow.create(Habit, {"user_id": user_id, "own_work": own_work})
    else:
        uow.change(Habit, habit.id, {"own_work": own_work})
