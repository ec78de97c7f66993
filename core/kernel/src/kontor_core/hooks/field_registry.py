"""The field registry: every column of every table as a ``Field``, by the name people write."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.fields import Field, FieldSpec, spec_of
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.schema import SUBJECT_ID
from kontor_core.hooks.declarations.entities import CORE, Entity, Facet, Scope
from kontor_core.hooks.tables import sql_table

CUSTOMER = "customer"
_OF_EVERY_ROW = frozenset({"id", "created_at", "updated_at", "version", "owner_id", "team_id"})


def build_fields(
    entities: Iterable[tuple[str, Entity]],
    custom: Iterable[Field] = (),
    labels: Mapping[str, Label] | None = None,
) -> dict[str, dict[str, Field]]:
    """Give the fields of each entity by name.

    An entity's own columns stand bare; columns of a facet become ``<key>.<column>`` of customer;
    custom fields come from the definition as ``custom.<name>``. ``labels`` renames a field
    (``"customer.phase"``), and with an entity (``"customer"``) the links that are called like it.
    Raises PluginError when two facets of a plugin share a column's name.
    """
    found: dict[str, dict[str, Field]] = {}
    for owner, entity in entities:
        own = found.setdefault(entity.name, {})
        for name, spec in _columns(entity):
            own[name] = Field(name, owner, entity.name, entity.table, name, spec)
        if isinstance(entity, Facet):
            _add_facet(found.setdefault(CUSTOMER, {}), owner, entity)
    for field in custom:
        found.setdefault(field.entity, {})[field.name] = field
    names = {entity.name: entity.label for _, entity in entities}
    for name, label in (labels or {}).items():
        if name in names:
            _rename_links(found, name, names[name], label)
        entity_name, _, field_name = name.rpartition(".")
        fields = found.get(entity_name, {})
        if field_name in fields:
            fields[field_name] = fields[field_name].with_label(label)
    return found


def fields_of_many(
    entities: Iterable[tuple[str, Entity]], keeping: Collection[str] = ()
) -> dict[str, dict[str, Field]]:
    """Give what each entity can be filtered by in tables that have many rows for one record.

    ``keeping`` are the entities whose records may keep rows that belong to records of any kind.
    """
    found: dict[str, dict[str, Field]] = {}
    every = list(entities)
    for owner, entity in every:
        column = entity.filters_by
        if column is None:
            continue
        specs = dict(_columns(entity))
        name = column if owner == CORE else f"{owner}.{column}"
        for other in every if entity.of_any in specs and column in specs else ():
            of = found.setdefault(other[1].name, {})
            spec = specs[column]
            of[name] = Field(
                name, owner, other[1].name, entity.table, column, spec, through=entity.of_any
            )
        if entity.row_scope is Scope.SUBJECT and column in specs:
            for keeper in keeping:
                found.setdefault(keeper, {})[name] = Field(
                    name, owner, keeper, entity.table, column, specs[column], through=SUBJECT_ID
                )
            continue
        for link in entity.via or (entity.scope_parent,):
            parent = specs[link].ref if link in specs else None
            if link is None or parent is None or column not in specs:
                raise PluginError(
                    owner,
                    L(
                        f"{entity.name}: filters_by={column!r} braucht diese Spalte und einen "
                        "Verweis auf den Datensatz (via oder scope_parent).",
                        en=f"{entity.name}: filters_by={column!r} needs that column and a link to "
                        "the record (via or scope_parent).",
                    ),
                )
            found.setdefault(parent, {})[name] = Field(
                name, owner, parent, entity.table, column, specs[column], through=link
            )
    return found


def _rename_links(
    fields: dict[str, dict[str, Field]], entity: str, before: Label | None, label: Label
) -> None:
    for of in fields.values():
        for name, field in of.items():
            if field.spec.ref == entity and field.spec.label == before:
                of[name] = field.with_label(label)


def _add_facet(fields: dict[str, Field], owner: str, facet: Facet) -> None:
    for column, spec in _columns(facet):
        if column in _OF_EVERY_ROW or column == facet.scope_parent:
            continue
        name = column if owner == CORE else f"{owner}.{column}"
        if name in fields:
            raise PluginError(
                owner,
                L(
                    f"Das Kundenfeld {name} steht zweimal da, in {fields[name].table} und in "
                    f"{facet.table}. Benennen Sie eine Spalte um.",
                    en=f"The customer field {name} is declared twice, in {fields[name].table} and "
                    f"in {facet.table}. Rename one column.",
                ),
            )
        fields[name] = Field(name, owner, CUSTOMER, facet.table, column, spec)


def _columns(entity: Entity) -> list[tuple[str, FieldSpec]]:
    columns: Iterable[Any] = sql_table(entity).columns
    return [(str(c.name), spec) for c in columns if (spec := spec_of(c)) is not None]
