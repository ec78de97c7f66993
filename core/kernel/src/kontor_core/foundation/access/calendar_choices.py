"""Which sources somebody switched off in their calendar."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation.fields import Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns, plugin_base
from kontor_core.foundation.storage.system_rows import add_row, change_rows
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

Base = plugin_base("core")


class CalendarChoice(Base, table=True):
    """Ids of sources that are not shown; a source that comes later is."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    hidden: list[str] = field(
        L("Ausgeblendet", en="Hidden"), kind=Kind.JSON, default=None, nullable=True
    )


class _Row(msgspec.Struct):
    hidden: list[str] | None


_choice = columns(CalendarChoice)
_OF_USER = select(_choice.hidden).where(_choice.user_id == bindparam("user_id", type_=Id()))


def hidden_sources(storage: "Storage", user_id: str | None) -> frozenset[str]:
    row = storage.system_reader().one(_OF_USER, _Row, {"user_id": user_id})
    return frozenset(row.hidden or ()) if row is not None else frozenset()


def keep_hidden_sources(uow: UnitOfWork, user_id: str, hidden: Iterable[str]) -> None:
    """Keep what a user chose for themselves."""
    values = {"hidden": sorted(hidden)}
    if not change_rows(uow, CalendarChoice, {"user_id": user_id}, values):
        add_row(uow, CalendarChoice, {"user_id": user_id, **values})
