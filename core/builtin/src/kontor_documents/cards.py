"""The picture of a person, as their vCard takes it along: the newest file that is called so."""

from collections.abc import Sequence

import msgspec

from kontor_sdk.models import Id, bindparam, columns, select
from kontor_sdk.ui import UiContext

from .content import PICTURES
from .models import Document

MOST_BYTES = 1_000_000


class _Picture(msgspec.Struct):
    contact_id: str
    blob_id: str


_document = columns(Document)
_PICTURES = (
    select(_document.subject_id, _document.blob_id)
    .where(_document.subject_id.in_(bindparam("ids", expanding=True, type_=Id())))
    .where(_document.name.like("photo.%"), _document.removed_at.is_(None))
    .where(_document.media_type.in_(sorted(PICTURES)), _document.size <= MOST_BYTES)
    .order_by(_document.subject_id, _document.id)
)


def pictures_of_people(ctx: UiContext, ids: Sequence[str]) -> dict[str, bytes]:
    """Give the newest picture of each of these persons that has one."""
    newest = {
        row.contact_id: row.blob_id for row in ctx.read(_PICTURES, _Picture, {"ids": list(ids)})
    }
    found: dict[str, bytes] = {}
    for contact_id, blob_id in newest.items():
        with ctx.blobs.open(blob_id) as file:
            found[contact_id] = file.read()
    return found
