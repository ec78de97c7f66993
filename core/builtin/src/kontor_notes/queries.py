"""What one can ask about notes."""

from collections.abc import Mapping, Sequence

import msgspec

from kontor_sdk.models import bindparam, columns, select
from kontor_sdk.ui import UiContext

from .models import Note


class Written(msgspec.Struct):
    id: str
    body: str | None


_note = columns(Note)
_BY_ID = select(_note.id, _note.body).where(_note.id.in_(bindparam("ids", expanding=True)))


def by_id(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Written]:
    """Give the notes that are there and may be seen, by id; at most 512 ids."""
    if not ids:
        return {}
    return {note.id: note for note in ctx.read(_BY_ID, Written, {"ids": list(ids)})}
