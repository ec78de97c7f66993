"""Tables as declared: checked against the contract, then turned into rules of the fence."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, ForeignKey
from sqlalchemy import Table as SqlTable

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.fields import spec_of, table_of
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import METADATA, Table
from kontor_core.foundation.storage.schema import (
    SUBJECT,
    SUBJECT_ID,
    Parent,
    RowScope,
    TableRule,
)
from kontor_core.foundation.text import nearest
from kontor_core.hooks.declarations.entities import CORE, Entity, Facet, Resource, Scope


def sql_table(entity: Entity) -> SqlTable:
    table: SqlTable = entity.model.__table__  # type: ignore[attr-defined]  # mapped classes have one
    return table


def check_tables(key: str, entities: Collection[Entity], friends: Collection[str]) -> None:
    """Refuse tables that break the contract; ``friends`` are the keys foreign keys may reach.

    Raises PluginError.
    """
    for entity in entities:
        _check_model(key, entity.model)
        for column in sql_table(entity).columns:
            if spec_of(column) is None:
                raise _refusal(
                    key,
                    f"Spalte {_of(column)} ist ohne field(...) oder link(...) deklariert; niemand "
                    "weiß, was sie enthält und wer sie sehen darf.",
                    f"Column {_of(column)} is declared without field(...) or link(...); nobody "
                    "knows what it holds and who may see it.",
                )
            for foreign in column.foreign_keys:
                _check_foreign_key(key, column, foreign, friends)
        _check_scope(key, entity)
    if key != CORE:  # core keeps books that only storage itself opens
        _check_undeclared(key, {entity.table for entity in entities})


def withdraw_dangling(key: str) -> None:
    """Take tables of a refused plugin out of the metadata when they point at absent tables.

    One such table makes SQLAlchemy refuse to sort the tables of everybody.
    """
    for table in list(METADATA.tables.values()):
        if table.name.startswith(f"{key}_") and any(
            _target(foreign) not in METADATA.tables for foreign in table.foreign_keys
        ):
            METADATA.remove(table)


def rule_of(entity: Entity, resource: Resource | None = None) -> TableRule:
    """Give what the fence must know of a table; its resource says what may be kept with it."""
    table = sql_table(entity)
    by_parents = entity.row_scope in (Scope.VIA, Scope.PRIVATE)
    columns = entity.via if by_parents else (entity.scope_parent,)
    parents = [Parent(name, _points_at(table.columns[name])) for name in columns if name]
    linked = None
    if entity.linked is not None:
        link, column = entity.linked
        linked = Parent(column, str(link.__tablename__))
    return TableRule.of(
        table,
        entity.name,
        RowScope(entity.row_scope.value),
        parents,
        linked,
        whose=entity.private or "",
        title=entity.title,
        label=entity.label or entity.name,
        listed=resource.full_name if resource else "",
        label_plural=resource.plural_label if resource else "",
        keeps=resource is not None
        and resource.keeps
        and entity.row_scope not in (Scope.SUBJECT, Scope.SYSTEM),
    )


def _check_model(key: str, model: object) -> None:
    if (
        not isinstance(model, type)
        or not issubclass(model, Table)
        or not hasattr(model, "__table__")
    ):
        name = getattr(model, "__name__", repr(model))
        raise _refusal(
            key,
            f"{name} ist keine Tabelle. Leiten Sie die Klasse von plugin_base(...) ab, "
            "mit table=True.",
            f"{name} is no table. Derive the class from plugin_base(...), with table=True.",
        )
    if model.__kontor_key__ != key:
        raise _refusal(
            key,
            f"{model.__name__} ist eine Tabelle von „{model.__kontor_key__}“. Deklarieren Sie "
            f'nur eigene, mit plugin_base("{key}").',
            f'{model.__name__} is a table of "{model.__kontor_key__}". Declare your own only, '
            f'with plugin_base("{key}").',
        )


def _check_foreign_key(
    key: str, column: Column[Any], foreign: ForeignKey, friends: Collection[str]
) -> None:
    target = _target(foreign)
    owner = target.partition("_")[0]
    if owner not in {key, CORE, *friends}:
        raise _refusal(
            key,
            f"Spalte {_of(column)} verweist auf {target}. Fremdschlüssel führen nur zu eigenen "
            f"Tabellen, zum Kern oder zu Plugins in requires. Nehmen Sie „{owner}“ in requires "
            "auf, oder halten Sie die bloße Kennung mit field(kind=Kind.REF).",
            f"Column {_of(column)} points at {target}. Foreign keys lead to own tables, to core "
            f'or to plugins in requires only. Put "{owner}" into requires, or keep the bare id '
            "with field(kind=Kind.REF).",
        )
    if target not in METADATA.tables:
        guess = nearest(target, METADATA.tables)
        raise _refusal(
            key,
            f"Spalte {_of(column)} verweist auf die Tabelle {target}, die es nicht gibt."
            + (f" Gemeint ist wohl {guess}." if guess else ""),
            f"Column {_of(column)} points at the table {target}, which does not exist."
            + (f" Did you mean {guess}?" if guess else ""),
        )
    if not foreign.ondelete:
        raise _refusal(
            key,
            f"Spalte {_of(column)}: schreiben Sie on_delete= aus (cascade, restrict, set null).",
            f"Column {_of(column)}: write out on_delete= (cascade, restrict, set null).",
        )


def _check_scope(key: str, entity: Entity) -> None:
    scope = entity.row_scope
    if scope is Scope.SYSTEM and key != CORE:
        raise _refusal(
            key,
            f"{entity.name}: Scope.SYSTEM gehört dem Kern.",
            f"{entity.name}: Scope.SYSTEM belongs to core.",
        )
    if scope is Scope.OPEN and not entity.scope_reason.strip():
        raise _refusal(
            key,
            f"{entity.name} ist für alle offen; schreiben Sie mit scope_reason=, warum.",
            f"{entity.name} is open to everybody; write why in scope_reason=.",
        )
    columns = sql_table(entity).columns
    if scope is Scope.SUBJECT and not {SUBJECT, SUBJECT_ID} <= set(columns.keys()):
        raise _refusal(
            key,
            f"{entity.name}: Scope.SUBJECT braucht die Spalten subject = subject() und "
            "subject_id = subject_id().",
            f"{entity.name}: Scope.SUBJECT needs the columns subject = subject() and "
            "subject_id = subject_id().",
        )
    named: tuple[str | None, ...] = ()
    if scope in (Scope.VIA, Scope.PRIVATE):
        named = entity.via
    elif scope is Scope.CHILD:
        named = (entity.scope_parent,)
    whose = columns.get(entity.private) if entity.private else None
    if (scope is Scope.PRIVATE) != (whose is not None and _points_at(whose) == "core_user"):
        raise _refusal(
            key,
            f"{entity.name}: private= nennt die Spalte der Person, der eine Zeile gehört: "
            'link("user", on_delete="cascade").',
            f"{entity.name}: private= names the column of the user a row belongs to: "
            'link("user", on_delete="cascade").',
        )
    if scope in (Scope.VIA, Scope.CHILD) and not any(named):
        raise _refusal(
            key,
            f"{entity.name}: nennen Sie mit scope_parent= oder via= die Spalte des Elternteils.",
            f"{entity.name}: name the parent's column in scope_parent= or via=.",
        )
    for name in filter(None, named):
        if name not in columns:
            guess = nearest(name, columns.keys())
            raise _refusal(
                key,
                f"{entity.name} hat keine Spalte „{name}“."
                + (f" Gemeint ist wohl „{guess}“." if guess else ""),
                f'{entity.name} has no column "{name}".'
                + (f' Did you mean "{guess}"?' if guess else ""),
            )
        if not _points_at(columns[name]):
            raise _refusal(
                key,
                f"{entity.name}.{name} verweist auf keine Entität; nehmen Sie link(...).",
                f"{entity.name}.{name} points at no entity; use link(...).",
            )
    if isinstance(entity, Facet) and not columns["customer_id"].unique:
        raise _refusal(
            key,
            f"Facette {entity.name}: customer_id muss eindeutig sein: "
            'link("customer", on_delete="cascade", unique=True).',
            f"Facet {entity.name}: customer_id must be unique: "
            'link("customer", on_delete="cascade", unique=True).',
        )


def _check_undeclared(key: str, declared: Collection[str]) -> None:
    for table in METADATA.tables.values():
        if table.name.startswith(f"{key}_") and table.name not in declared:
            raise _refusal(
                key,
                f"Tabelle {table.name} ist nicht deklariert; niemand weiß, wer ihre Zeilen sehen "
                "darf. Nennen Sie sie in kontor_entities.",
                f"Table {table.name} is not declared; nobody knows who may see its rows. "
                "Name it in kontor_entities.",
            )


def _points_at(column: Column[Any]) -> str:
    spec = spec_of(column)
    return table_of(spec.ref) if spec is not None and spec.ref else ""


def _target(foreign: ForeignKey) -> str:
    return foreign.target_fullname.rpartition(".")[0]


def _of(column: Column[Any]) -> str:
    return f"{column.table.name}.{column.name}"


def _refusal(key: str, de: str, en: str) -> PluginError:
    return PluginError(key, L(de, en=en))
