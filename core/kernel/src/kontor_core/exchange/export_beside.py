"""Columns that stand beside a record's own: how it is reached, where a person belongs.

They are what the import takes beside the columns of customers and persons, and whatever plugins
show in a list. Each is asked for a whole page of ids at once.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import Affiliation, ContactPoint
from kontor_core.contacts.points import SHORTHANDS
from kontor_core.contacts.queries import main_places
from kontor_core.customers.models import PERSON, Customer
from kontor_core.exchange.export_cards import CardValue
from kontor_core.exchange.targets import BESIDE
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field, FieldSpec
from kontor_core.foundation.i18n import L, Locale, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import Id
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.exchange import CardPart
from kontor_core.hooks.declarations.ui import Column as ColumnSpec
from kontor_core.hooks.declarations.views import Link, Tag
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

AT_ONCE = 500


class _Reach(msgspec.Struct):
    record_id: str
    scheme: str
    value: str | None


_point, _affiliation, _customer = columns(ContactPoint), columns(Affiliation), columns(Customer)
_IDS = bindparam("ids", expanding=True, type_=Id())
_SCHEMES = {scheme: name for name, scheme in SHORTHANDS.items()}


def _reach(owner: Any) -> Any:
    """Make the query for what belongs to the records themselves, their first address first."""
    return (
        select(owner, _point.scheme, _point.value)
        .where(owner.in_(_IDS), _point.scheme.in_(list(_SCHEMES)), _point.state != "invalid")
        .order_by(owner, _point.id)
    )


_OF_CONTACTS = _reach(_point.contact_id)
_OF_CUSTOMERS = _reach(_point.customer_id)
_OF_PRIVATE = (  # the addresses of a private customer are those of its one person
    select(_affiliation.customer_id, _point.scheme, _point.value)
    .where(_affiliation.contact_id == _point.contact_id, _affiliation.until.is_(None))
    .where(_affiliation.customer_id == _customer.id, _customer.kind == PERSON)
    .where(_affiliation.customer_id.in_(_IDS))
    .where(_point.scheme.in_(list(_SCHEMES)), _point.state != "invalid")
    .order_by(_affiliation.customer_id, _point.id)
)


class Beside:
    """The columns beside those of one resource, for one actor."""

    def __init__(self, app: "KontorApp", actor: Actor, info: ResourceInfo, locale: Locale) -> None:
        self._app = app
        self._info = info
        self._reader = app.reader(actor)
        self._ctx = UiContext(reader=self._reader, actor=actor, clock=_CLOCK, locale=locale)
        specs = BESIDE.get(info.name, {})
        self.own = tuple(name for name in specs if name not in info.fields)
        self.fields: dict[str, Field] = {
            name: self._field(name, _called(app, specs[name])) for name in self.own
        }
        self._shown: dict[str, Owned[ColumnSpec]] = {}
        for owned in app.registries.specs(ColumnSpec, info.entity):
            needs, label = owned.spec.requires, owned.spec.label
            if owned.spec.values is None or not (needs is None or actor.profile.may(needs)):
                continue
            self._shown[owned.id] = owned
            self.fields[owned.id] = self._field(
                owned.id, FieldSpec(label or L(owned.id, en=owned.id), Kind.TEXT)
            )

    def values(self, names: Sequence[str], ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """Give the values of these columns by id of the record."""
        found: dict[str, Mapping[str, Any]] = {}
        if any(name in SHORTHANDS for name in names):
            found |= self._reached(ids)
        if "customer_id" in names or "role" in names:
            places = main_places(self._reader, ids)
            found["customer_id"] = {i: place.customer_id for i, place in places.items()}
            found["role"] = {i: place.role for i, place in places.items()}
        for name in names:
            if name in self._shown:
                found[name] = self._asked(self._shown[name], ids)
        return found

    def card_parts(self, ids: Sequence[str]) -> list[CardValue]:
        """Ask plugins for what cards get besides; one that fails adds nothing."""
        found: list[CardValue] = []
        for owned in self._app.registries.specs(CardPart):
            needs = owned.spec.requires
            if not ids or not (needs is None or self._ctx.actor.profile.may(needs)):
                continue
            ask = partial(owned.spec.values, self._ctx, list(ids))
            outcome = self._app.dispatcher.guarded(owned.owner, f"card:{owned.id}", ask)
            found += [
                (owned.spec.part, record_id, value)
                for record_id, value in (outcome.value or {}).items()
            ]
        return found

    def _reached(self, ids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        statements = (
            (_OF_CONTACTS,) if self._info.entity == "contact" else (_OF_CUSTOMERS, _OF_PRIVATE)
        )
        found: dict[str, dict[str, Any]] = {name: {} for name in SHORTHANDS}
        for statement in statements:
            for row in self._reader.read(statement, _Reach, {"ids": list(ids)}):
                found[_SCHEMES[row.scheme]].setdefault(row.record_id, row.value)
        return dict(found)

    def _asked(self, owned: Owned[ColumnSpec], ids: Sequence[str]) -> Mapping[str, Any]:
        """Ask a plugin for its column; one that fails stays empty."""
        values = owned.spec.values
        assert values is not None  # noqa: S101  # only such columns are kept
        outcome = self._app.dispatcher.guarded(
            owned.owner, f"column:{owned.id}", lambda: dict(values(self._ctx, list(ids)))
        )
        told = outcome.value or {}
        return {one: text for one in told if (text := self._text(told[one]))}

    def _text(self, value: Any) -> str:
        if isinstance(value, Link | Tag):
            return text_of(value.text, self._ctx.locale)
        if isinstance(value, L):
            return value.in_(self._ctx.locale)
        if isinstance(value, datetime):
            return clock.as_text(value)
        if isinstance(value, date):
            return value.isoformat()
        return "" if value is None else str(value)

    def _field(self, name: str, spec: FieldSpec) -> Field:
        return Field(name, self._info.declaration.key, self._info.entity, "", "", spec)


def _called(app: "KontorApp", spec: FieldSpec) -> FieldSpec:
    label = app.definition.labels.get(spec.ref or "", spec.label)
    return FieldSpec(label, spec.kind, ref=spec.ref)


class _Clock:
    def now(self) -> datetime:
        return clock.now()


_CLOCK = _Clock()
