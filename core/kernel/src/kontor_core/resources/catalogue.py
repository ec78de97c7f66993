"""What a resource is made of, gathered once at start from the registries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import Label
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.models import Table
from kontor_core.foundation.storage.schema import RowScope, TableRule
from kontor_core.foundation.text import nearest
from kontor_core.hooks.declarations.entities import Resource

_TIMES = ("created_at", "updated_at")


@dataclass(frozen=True)
class ResourceInfo:
    """A resource with everything that lists, forms, API and import need to know of it."""

    name: str
    entity: str
    declaration: Resource
    rule: TableRule
    fields: Mapping[str, Field]  # facets and custom fields included, by the name people write
    title: str  # the field that names a record
    permissions: Mapping[str, str] = field(default_factory=dict)  # by table of a facet: its "edit"
    many: Mapping[str, Field] = field(default_factory=dict)  # of rows that a record has many of

    @cached_property
    def filters(self) -> Mapping[str, Field]:
        """Give everything one may filter by: the fields, and those of a record's many rows."""
        return {**self.fields, **self.many}

    @property
    def model(self) -> type[Table]:
        return self.declaration.model

    @property
    def label(self) -> Label:
        return self.declaration.label

    @property
    def label_plural(self) -> Label:
        return self.declaration.plural_label

    def readable(self, actor: Actor) -> list[Field]:
        """Give the fields that this actor's role shows, hidden and secret ones left out."""
        shown = actor.profile.read_classes
        return [
            f
            for f in self.fields.values()
            if f.spec.data in shown and f.spec.data is not Data.SECRET and not f.spec.hidden
        ]

    def list_fields(self, actor: Actor) -> list[Field]:
        """Give the default columns of the list; masked ones stay, shown as masked."""
        names = (
            self.declaration.columns
            or [
                f.name
                for f in self.fields.values()
                if f.owner != "custom"
                and not f.spec.hidden
                and f.name not in _TIMES
                and f.kind not in (Kind.LONGTEXT, Kind.JSON, Kind.ID)
            ][:7]
        )
        return [self.fields[name] for name in names if name in self.fields]

    def usual_sort(self, actor: Actor) -> str | None:
        """Give the declared sort; None when it is by what this actor may not see."""
        declared = self.declaration.sort
        classes = actor.profile.read_classes
        kept = [
            part
            for part in (declared or "").split(",")
            if (found := self.fields.get(part.removeprefix("-"))) is None
            or found.spec.data in classes
        ]
        return ",".join(kept) or None

    def form_fields(self, actor: Actor) -> list[Field]:
        """Give the fields of the form: what may be edited, in the declared order."""
        editable = actor.profile.edit_classes
        names: Iterable[str] = self.declaration.form or [
            f.name for f in self.fields.values() if f.table == self.rule.name and not f.spec.hidden
        ]
        own = [self.fields[n] for n in names if n in self.fields]
        custom = [f for f in self.fields.values() if f.json_key is not None and f not in own]
        return [
            f
            for f in (*own, *custom)
            if self.may_write(f)
            and f.spec.data in editable
            and f.spec.data in actor.profile.read_classes
        ]

    def may_write(self, field: Field) -> bool:
        """Tell whether form, API and import take a value for this field."""
        if self.declaration.read_only or not field.spec.editable:
            return False
        if self.rule.scope is RowScope.CHILD and field.name in ("owner_id", "team_id"):
            return False  # they follow the scope parent
        return field.table == self.rule.name


class Catalogue:
    """All resources by name and by entity."""

    def __init__(self, infos: Iterable[ResourceInfo]) -> None:
        self._by_name = {info.name: info for info in infos}
        self._by_entity = {info.entity: info for info in self._by_name.values()}

    def all(self) -> list[ResourceInfo]:
        return list(self._by_name.values())

    def of_entity(self, entity: str) -> ResourceInfo | None:
        return self._by_entity.get(entity)

    def named(self, name: str) -> ResourceInfo:
        """Give a resource by its name or its entity's; NotFound suggests the nearest."""
        found = self._by_name.get(name) or self._by_entity.get(name)
        if found is None:
            near = nearest(name, [*self._by_name, *self._by_entity])
            raise NotFound("resource", f'"{name}"', meant=near)
        return found
