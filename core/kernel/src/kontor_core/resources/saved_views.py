"""Saved views: how somebody wants to see a list, kept for themselves, their team or everybody.

A view says what to show, never who may see it: the list behind it stays fenced. So a view that is
shared shows to each reader their own records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Index, and_, bindparam, literal, null, or_, select, union_all

from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound, Stale
from kontor_core.foundation.fields import Choice, Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns, plugin_base
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Id, Moment, String, Whole
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import clean_text

PRIVATE, TEAM, ALL = "private", "team", "all"
VISIBILITIES = (
    Choice(PRIVATE, L("Nur ich", en="Only me"), "c8"),
    Choice(TEAM, L("Mein Team", en="My team"), "c6"),
    Choice(ALL, L("Alle", en="Everybody"), "c1"),
)
LONGEST_NAME = 60
LONGEST_FILTER = 8000
_LONGEST_PIECE = 2000
_MOST = 200
_KEPT = timedelta(days=1)
_USUAL = "usual"
_NOBODY = "00000000-0000-0000-0000-000000000000"

Base = plugin_base("core")


class SavedView(Base, table=True):
    """A view of one list. ``owner_id`` made it; ``team_id`` is the team it is shared with."""

    place: str = field(L("Liste", en="List"), max_length=200)  # the path of the list
    name: str = field(L("Name", en="Name"), max_length=LONGEST_NAME)
    visibility: str = field(L("Sichtbar für", en="Visible to"), choices=VISIBILITIES, default="")
    view: str = field(L("Grundlage", en="Based on"), default="")  # a declared view below it
    filter: str = field(L("Filter", en="Filter"), default="", max_length=LONGEST_FILTER)
    sort: str = field(L("Sortierung", en="Sort"), default="")
    columns: str = field(L("Spalten", en="Columns"), default="", max_length=_LONGEST_PIECE)
    layout: str = field(L("Darstellung", en="Layout"), default="")
    by: str = field(L("Nach", en="By"), default="")
    deleted_at: datetime | None = field(
        L("Gelöscht", en="Deleted"), kind=Kind.DATETIME, nullable=True
    )
    __indexes__ = (Index("ix_core_saved_view_place", "place", "owner_id"),)


class UsualView(Base, table=True):
    """The view with which a list opens for somebody: a saved one or a declared one."""

    user_id: str = link("user", on_delete="cascade", index=False)
    place: str = field(L("Liste", en="List"), max_length=200)
    view: str = field(L("Ansicht", en="View"))
    __indexes__ = (Index("uq_core_usual_view_user_place", "user_id", "place", unique=True),)


class Saved(msgspec.Struct, frozen=True):
    """A saved view as a reader has it."""

    id: str
    version: int
    owner_id: str | None
    place: str
    name: str
    visibility: str
    view: str
    filter: str
    sort: str
    columns: str
    layout: str
    by: str


@dataclass(frozen=True, slots=True)
class Views:
    """The saved views of a list that somebody sees, and the one it opens with (its id)."""

    saved: tuple[Saved, ...] = ()
    usual: str = ""

    def named(self, view_id: str) -> Saved | None:
        return next((one for one in self.saved if one.id == view_id), None)


_PIECES = ("view", "filter", "sort", "columns", "layout", "by")
_view, _usual = columns(SavedView), columns(UsualView)
_ME = bindparam("me", type_=Id())
_SEEN = and_(
    _view.deleted_at.is_(None),
    or_(
        _view.owner_id == _ME,
        _view.visibility == ALL,
        and_(
            _view.visibility == TEAM,
            _view.team_id.in_(bindparam("teams", expanding=True, type_=Id())),
        ),
    ),
)
_COLUMNS = (
    _view.id,
    _view.version,
    _view.owner_id,
    _view.place,
    _view.name,
    _view.visibility,
    *(_view[name] for name in _PIECES),
)
_PLACE = bindparam("place", type_=String())
_OF_LIST = union_all(
    select(*_COLUMNS).where(_view.place == _PLACE, _SEEN),
    select(
        _usual.id,
        literal(0, Whole()),
        null(),
        _usual.place,
        literal("", String()),
        literal(_USUAL, String()),
        _usual.view,
        *(literal("", String()) for _ in _PIECES[1:]),
    ).where(_usual.user_id == _ME, _usual.place == _PLACE),
)
_ONE = select(*_COLUMNS).where(_view.id == bindparam("id", type_=Id()), _SEEN)
_DELETED = select(_view.id).where(
    _view.id == bindparam("id", type_=Id()),
    _view.owner_id == _ME,
    _view.deleted_at.isnot(None),
)
_OLD = select(_view.id).where(
    _view.deleted_at < bindparam("before", type_=Moment()),
)


class _Id(msgspec.Struct):
    id: str


def views_of(storage: Storage, actor: Actor, place: str) -> Views:
    """Give the views of a list that this actor sees, by name: own ones and shared ones."""
    found = storage.system_reader().read(_OF_LIST, Saved, {**_who(actor), "place": place})
    saved = sorted(
        (one for one in found if one.visibility != _USUAL), key=lambda one: one.name.casefold()
    )
    usual = next((one.view for one in found if one.visibility == _USUAL), "")
    return Views(tuple(saved[:_MOST]), usual)


def view_of(storage: Storage, actor: Actor, view_id: str) -> Saved:
    """Give a view that this actor sees; raises NotFound for any other."""
    params = {**_who(actor), "id": view_id}
    found = storage.system_reader().one(_ONE, Saved, params) if ids.is_id(view_id) else None
    if found is None:
        raise NotFound("saved_view", view_id)
    return found


def may_change(actor: Actor, view: Saved) -> bool:
    """Whoever made a view keeps it; shared ones also whoever manages users."""
    own = view.owner_id is not None and view.owner_id == actor.id
    return own or (view.visibility != PRIVATE and actor.profile.may(MANAGE_USERS))


def save_view(uow: UnitOfWork, place: str, values: Mapping[str, str]) -> str:
    """Keep a new view and give its id; raises Invalid with a message per field."""
    made = _checked(uow.actor, {"visibility": PRIVATE, **dict.fromkeys(_PIECES, ""), **values})
    return add_row(uow, SavedView, {**made, "place": place, "owner_id": uow.actor.id})


def change_view(uow: UnitOfWork, view_id: str, values: Mapping[str, str], version: int) -> None:
    """Change a view seen at ``version``; raises Stale when somebody else was faster."""
    view = _own(uow, view_id)
    if view.version != version:
        raise Stale("saved_view")
    change_rows(uow, SavedView, {"id": view_id, "version": version}, _checked(uow.actor, values))


def delete_view(uow: UnitOfWork, view_id: str) -> Saved:
    """Take a view away; for a day ``restore_view`` brings it back."""
    view = _own(uow, view_id)
    change_rows(uow, SavedView, {"id": view_id}, {"deleted_at": clock.now()})
    for old in uow.system_read(_OLD, _Id, {"before": clock.now() - _KEPT}):
        remove_rows(uow, SavedView, {"id": old.id})
    return view


def restore_view(uow: UnitOfWork, view_id: str) -> Saved:
    """Bring back a view that the actor deleted; raises NotFound when it is gone for good."""
    params = {"id": view_id, "me": uow.actor.id}
    if not (ids.is_id(view_id) and uow.system_read(_DELETED, _Id, params)):
        raise NotFound("saved_view", view_id)
    change_rows(uow, SavedView, {"id": view_id}, {"deleted_at": None})
    return uow.system_read(_ONE, Saved, {**_who(uow.actor), "id": view_id})[0]


def open_with(uow: UnitOfWork, place: str, view: str) -> None:
    """Say with which view a list opens for the actor; none (``""``) for the list itself."""
    if uow.actor.id is None:
        raise Forbidden(
            L("Das geht nur für einen Benutzer.", en="This requires a user."), field="view"
        )
    remove_rows(uow, UsualView, {"user_id": uow.actor.id, "place": place})
    if view:
        add_row(uow, UsualView, {"user_id": uow.actor.id, "place": place, "view": view})


def _who(actor: Actor) -> dict[str, Any]:
    return {"me": actor.id, "teams": list(actor.team_ids) or [_NOBODY]}


def _own(uow: UnitOfWork, view_id: str) -> Saved:
    params = {**_who(uow.actor), "id": view_id}
    read = uow.system_read(_ONE, Saved, params) if ids.is_id(view_id) else []
    if not read:
        raise NotFound("saved_view", view_id)
    found = read[0]
    if not may_change(uow.actor, found):
        raise Forbidden(
            L(
                "Diese Ansicht gehört jemand anderem. Speichern Sie Ihre als neue Ansicht.",
                en="This view belongs to somebody else. Save yours as a new view.",
            ),
            field="name",
        )
    return found


def _checked(actor: Actor, values: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    problems: dict[str, L] = {}
    for name, value in values.items():
        if name == "name":
            found[name] = clean_text(value, max_length=LONGEST_NAME, field="name").strip()
            if not found[name]:
                problems[name] = L("Bitte ausfüllen.", en="Please fill in.")
        elif name == "visibility":
            found[name], found["team_id"] = value, actor.team_id if value == TEAM else None
            if value not in (PRIVATE, TEAM, ALL):
                problems[name] = L("Bitte wählen.", en="Please choose.")
            elif value == TEAM and actor.team_id is None:
                problems[name] = L("Sie sind in keinem Team.", en="You are not in a team.")
        elif name in _PIECES:
            longest = LONGEST_FILTER if name == "filter" else _LONGEST_PIECE
            found[name] = clean_text(value, max_length=longest, field=name)
        else:
            problems[name] = L("Dieses Feld gibt es hier nicht.", en="There is no such field here.")
    if problems:
        raise Invalid(problems)
    return found
