"""Which records files and tags belong to, said by their names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from kontor_sdk.models import Id, Table, bindparam, columns, select
from kontor_sdk.ui import CellValue, Link, RecordRef, UiContext

from .models import Document, Tagging


class _Of(msgspec.Struct):
    id: str
    entity: str
    record_id: str


def _names(model: type[Table]) -> Callable[[UiContext, Sequence[str]], Mapping[str, CellValue]]:
    c = columns(model)
    statement = select(c.id, c.subject, c.subject_id).where(
        c.id.in_(bindparam("ids", expanding=True, type_=Id()))
    )

    def names(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, CellValue]:
        """Link each row of a list to its record: one query, and one for each kind of record."""
        found = ctx.read(statement, _Of, {"ids": list(ids)}) if ids else []
        refs = {one.id: RecordRef(one.entity, one.record_id) for one in found}
        titles = ctx.reader.titles((one.entity, one.id) for one in refs.values())
        return {
            row: Link(titles.get((ref.entity, ref.id)) or "…", ref) for row, ref in refs.items()
        }

    return names


records_of: Final = {"document": _names(Document), "tagging": _names(Tagging)}
