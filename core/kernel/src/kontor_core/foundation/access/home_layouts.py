"""How somebody arranged their start page: which tiles, in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation.fields import Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns, plugin_base
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

Base = plugin_base("core")


class HomeLayout(Base, table=True):
    """Ids of tiles: ``tiles`` in their order, ``hidden`` those that are not shown."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    tiles: list[str] = field(L("Kacheln", en="Tiles"), kind=Kind.JSON, default=None, nullable=True)
    hidden: list[str] = field(
        L("Ausgeblendet", en="Hidden"), kind=Kind.JSON, default=None, nullable=True
    )


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What somebody chose; a tile they have not met yet stands at the end and is shown."""

    tiles: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    def ordered(self, ids: Sequence[str]) -> list[str]:
        known = [one for one in self.tiles if one in ids]
        return [*known, *(one for one in ids if one not in known)]

    def moved(self, ids: Sequence[str], tile: str, by: int) -> "Arrangement":
        """Give the arrangement with a tile one place further up or down."""
        order = self.ordered(ids)
        at = order.index(tile)
        order.insert(max(0, at + by), order.pop(at))
        return Arrangement(tuple(order), self.hidden)

    def shown(self, ids: Sequence[str], tile: str, *, show: bool) -> "Arrangement":
        hidden = self.hidden - {tile} if show else self.hidden | {tile}
        return Arrangement(tuple(self.ordered(ids)), hidden)


class _Row(msgspec.Struct):
    tiles: list[str] | None
    hidden: list[str] | None


_layout = columns(HomeLayout)
_OF_USER = select(_layout.tiles, _layout.hidden).where(
    _layout.user_id == bindparam("user_id", type_=Id())
)


def arrangement_of(storage: "Storage", user_id: str | None) -> Arrangement:
    row = storage.system_reader().one(_OF_USER, _Row, {"user_id": user_id})
    if row is None:
        return Arrangement()
    return Arrangement(tuple(row.tiles or ()), frozenset(row.hidden or ()))


def keep_arrangement(uow: UnitOfWork, user_id: str, chosen: Arrangement) -> None:
    """Keep what a user chose for themselves."""
    values = {"tiles": list(chosen.tiles), "hidden": sorted(chosen.hidden)}
    if not change_rows(uow, HomeLayout, {"user_id": user_id}, values):
        add_row(uow, HomeLayout, {"user_id": user_id, **values})


def forget_arrangement(uow: UnitOfWork, user_id: str) -> None:
    """Go back to what everybody begins with."""
    remove_rows(uow, HomeLayout, {"user_id": user_id})
