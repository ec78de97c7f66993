"""How somebody likes Kontor: kept with the account, so it holds in every browser."""

from typing import TYPE_CHECKING

from kontor_core.foundation.access.models import User
from kontor_core.foundation.fields import Choice, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import plugin_base
from kontor_core.foundation.storage.system_rows import add_row, change_rows

if TYPE_CHECKING:
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Base = plugin_base("core")

COMPACT = "compact"


class Preference(Base, table=True):
    """What a user chose; nothing stands for what everybody begins with."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    density: str | None = field(
        L("Zeilenabstand", en="Row height"),
        nullable=True,
        choices=(Choice(COMPACT, L("Eng", en="Compact"), "c1"),),
    )
    period: str | None = field(L("Zeitraum der Zahlen", en="Period of the figures"), nullable=True)


def keep_preferences(uow: "UnitOfWork", user_id: str, **chosen: str | None) -> None:
    """Keep what a user chose for themselves; it holds from their next request on."""
    if not change_rows(uow, Preference, {"user_id": user_id}, chosen):
        add_row(uow, Preference, {"user_id": user_id, **chosen})
    change_rows(uow, User, {"id": user_id}, {})  # kept actors are made anew
