"""What one can ask about notes."""

from collections.abc import Mapping, Sequence

import msgspec

from kontor_sdk.models import Reader, UnitOfWork, User, bindparam, columns, select
from kontor_sdk.ui import UiContext

from .models import Note


class Written(msgspec.Struct):
    id: str
    body: str | None


class Colleague(msgspec.Struct):
    """Somebody who can be mentioned."""

    id: str
    name: str
    email: str


_note, _user = columns(Note), columns(User)
_STAFF = select(_user.id, _user.name, _user.email).where(_user.active.is_(True)).limit(2000)
_BY_ID = select(_note.id, _note.body).where(_note.id.in_(bindparam("ids", expanding=True)))


def by_id(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Written]:
    """Give the notes that are there and may be seen, by id; at most 512 ids."""
    if not ids:
        return {}
    return {note.id: note for note in ctx.read(_BY_ID, Written, {"ids": list(ids)})}


def colleagues_of(reader: Reader | UnitOfWork) -> list[Colleague]:
    """Give the users who can be mentioned: those who are not switched off."""
    return reader.read(_STAFF, Colleague)
