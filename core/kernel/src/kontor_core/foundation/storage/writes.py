"""What a flush may write: every new, changed and deleted row is checked against the fence.

Never trusts the identity map: objects may be forged with a known id, so the scope of each row is
read again at the level of the action, from the transaction's own connection.
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.sql import ClauseElement

from kontor_core.foundation import clock
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.errors import FenceBreach, Forbidden, Invalid, NotFound, Refused
from kontor_core.foundation.fields import spec_of
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage import subjects
from kontor_core.foundation.storage.checking import SYSTEM_COLUMNS, columns_of
from kontor_core.foundation.storage.models import Table
from kontor_core.foundation.storage.schema import (
    SUBJECT,
    SUBJECT_ID,
    Parent,
    RowScope,
    TableRule,
)
from kontor_core.foundation.storage.transaction import Transaction

Tell = Callable[[Table, str, Mapping[str, Any]], None]
"""Notes that a row was created, changed or deleted."""


def check_flush(uow: Transaction, tell: Tell) -> None:
    """Refuse what the actor may not write; fill in scope copies and times, tell the facts."""
    session = uow.session
    for row in list(session.new):
        _check_new(uow, row)
        tell(row, "created", {})
    for row in list(session.dirty):
        if not session.is_modified(row):
            continue
        _check_changed(uow, row)
        if changed := _differences(uow.rule(type(row)), row):
            row.updated_at = clock.now()
            tell(row, "changed", changed)
    for row in list(session.deleted):
        rule = uow.rule(type(row))
        _check_visible(uow, rule, row.id, Action.DELETE)
        subjects.forget(uow, rule, row.id)
        tell(row, "deleted", {})


def _differences(rule: TableRule, row: Table) -> dict[str, Any]:
    """Give the changed columns; values only where they tell nothing about a person."""
    found: dict[str, Any] = {}
    for attribute in inspect(row).attrs:
        if attribute.key in SYSTEM_COLUMNS or not attribute.history.has_changes():
            continue
        open_value = rule.classes.get(attribute.key) in (Data.PUBLIC, Data.INTERNAL)
        if open_value and attribute.key != "custom":
            before = attribute.history.deleted
            found[attribute.key] = [before[0] if before else None, attribute.value]
        else:
            found[attribute.key] = None
    return found


def _check_new(uow: Transaction, row: Table) -> None:
    rule = uow.rule(type(row))
    level = uow.level(rule, Action.CREATE)
    if rule.scope is RowScope.SYSTEM:
        raise FenceBreach(
            L(f"{rule.name} gehört dem Kern.", en=f"{rule.name} belongs to the core.")
        )
    if row.id not in uow.made:
        raise FenceBreach(
            L(
                f"{rule.entity}: neue Zeilen entstehen nur mit uow.create.",
                en=f"{rule.entity}: new rows come from uow.create only.",
            )
        )
    if level is Level.NONE or (rule.scope is RowScope.OPEN and level is not Level.ALL):
        raise _forbidden(rule, Action.CREATE)
    _refuse_expressions(row, rule)
    if rule.scope is RowScope.ROOT:
        if row.owner_id is None and row.team_id is None:
            row.owner_id = uow.actor.id
            row.team_id = uow.actor.team_id
        _check_owner(uow, rule, row, level)
    elif rule.scope is RowScope.CHILD:
        parent = rule.parents[0]
        _check_parent(uow, rule, getattr(row, parent.column), level)
        row.owner_id, row.team_id = uow.scope_of(parent.table, getattr(row, parent.column))
    elif rule.scope is RowScope.VIA:
        named = [getattr(row, p.column) for p in rule.parents]
        for parent, value in zip(rule.parents, named, strict=True):
            if value is not None:
                _check_visible(uow, uow.schema.rule(parent.table), value, Action.EDIT)
    elif rule.scope is RowScope.PRIVATE:
        _check_own(uow, rule, row)
    elif rule.scope is RowScope.SUBJECT:
        _check_subject(uow, row)
    given = _given(row)
    _check_columns(uow, rule, given)
    _check_links(uow, rule, row, given)


def _given(row: Table) -> list[str]:
    """Name the columns somebody filled; what a declaration presets is nobody's doing."""
    fields = row.__class__.model_fields
    return [
        name
        for name in columns_of(type(row))
        if (value := getattr(row, name, None)) is not None and value != fields[name].default
    ]


def _check_changed(uow: Transaction, row: Table) -> None:
    rule = uow.rule(type(row))
    _refuse_expressions(row, rule)
    _check_visible(uow, rule, row.id, Action.EDIT)
    state = inspect(row)
    changed = [a.key for a in state.attrs if a.history.has_changes()]
    if {"id", "created_at", "version"} & set(changed):
        raise FenceBreach(
            L(
                f"{rule.entity}: Kennung, Anlage und Version einer Zeile setzt nur Kontor.",
                en=f"{rule.entity}: id, creation and version of a row are set by Kontor alone.",
            )
        )
    if {"owner_id", "team_id"} & set(changed):
        if rule.scope is RowScope.CHILD:
            parent = rule.parents[0]
            found = uow.scope_of(parent.table, getattr(row, parent.column))
            if (row.owner_id, row.team_id) != found:
                raise Refused(
                    L(
                        "Betreuung und Team folgen dem Kunden.",
                        en="Owner and team follow the customer.",
                    ),
                    field="owner_id",
                )
        elif rule.scope is RowScope.ROOT:
            _check_visible(uow, rule, row.id, Action.ASSIGN)
            _check_owner(uow, rule, row, uow.level(rule, Action.ASSIGN))
            uow.moved.append(row)
    if rule.scope is RowScope.PRIVATE:
        _check_own(uow, rule, row)
    for parent in rule.parents if rule.scope is not RowScope.PRIVATE else ():
        if parent.column in changed and getattr(row, parent.column) is not None:
            above = uow.schema.rule(parent.table)
            _check_visible(uow, above, getattr(row, parent.column), Action.EDIT)
            if rule.scope is RowScope.CHILD:
                row.owner_id, row.team_id = uow.scope_of(above.name, getattr(row, parent.column))
                uow.moved.append(row)
    if rule.scope is RowScope.SUBJECT and {SUBJECT, SUBJECT_ID} & set(changed):
        _check_subject(uow, row)
    _check_columns(uow, rule, changed)
    _check_links(uow, rule, row, changed)


def _check_own(uow: Transaction, rule: TableRule, row: Table) -> None:
    """A private row is its user's, and about what they see."""
    if uow.actor.id is not None and getattr(row, rule.whose) != uow.actor.id:
        raise _forbidden(rule, Action.CREATE, rule.whose)
    for parent in rule.parents:
        if (value := getattr(row, parent.column)) is not None:
            _check_visible(uow, uow.schema.rule(parent.table), value, Action.READ)


def _check_links(uow: Transaction, rule: TableRule, row: Table, names: list[str]) -> None:
    """A row may point only at rows its author sees: a link must not open what is hidden.

    An affiliation shows its contact to whoever sees the customer, and with the same rights; so
    linking a contact needs the right to edit it.
    """
    parents = {parent.column for parent in rule.parents} | {rule.whose}
    for name in names:
        column = rule.table.c.get(name)
        spec = spec_of(column) if column is not None else None
        if spec is None or spec.ref is None or name in parents or name in ("owner_id", "team_id"):
            continue
        target = uow.schema.entity(spec.ref)
        value = getattr(row, name)
        if target is None or value is None or target.scope is RowScope.SYSTEM:
            continue
        opens = target.linked is not None and target.linked == Parent(name, rule.name)
        _check_visible(uow, target, value, Action.EDIT if opens else Action.READ, field=name)


def _check_owner(uow: Transaction, rule: TableRule, row: Table, level: Level) -> None:
    """A row may be given to whom the level reaches: oneself, one's teams, anybody."""
    actor = uow.actor
    if row.owner_id is not None and row.owner_id != actor.id:
        _check_exists(uow, "core_user", row.owner_id, "owner_id")
    if row.team_id is not None and row.team_id not in actor.team_ids:
        _check_exists(uow, "core_team", row.team_id, "team_id")
    assign = uow.level(rule, Action.ASSIGN)
    if Level.ALL in (level, assign):
        return
    my_team = row.team_id in actor.team_ids
    if row.owner_id == actor.id and (my_team or row.team_id is None):
        return
    if my_team and max(level, assign) is Level.TEAM:
        return
    raise Refused(
        L(
            "Sie dürfen Datensätze nur sich selbst oder Ihrem Team zuweisen.",
            en="You may assign records to yourself or your team only.",
        ),
        field="owner_id",
    )


def _check_columns(uow: Transaction, rule: TableRule, names: list[str]) -> None:
    if rule.scope is RowScope.PRIVATE:
        return  # classes say who edits records of the company
    editable = uow.actor.profile.edit_classes
    for name in names:
        if name in SYSTEM_COLUMNS or name in ("owner_id", "team_id"):
            continue
        data = rule.classes.get(name)
        if data is not None and data not in editable:
            raise Forbidden(
                L(
                    f"Ihre Rolle darf „{name}“ nicht ändern.",
                    en=f'Your role may not change "{name}".',
                ),
                field=name,
            )


def _check_parent(uow: Transaction, rule: TableRule, value: str | None, level: Level) -> None:
    parent = uow.schema.rule(rule.parents[0].table)
    if value is None and rule.table.c[rule.parents[0].column].nullable:
        # nobody's row, a sale over the counter: only who sees all rows will see it again
        if level is Level.ALL:
            return
        raise _forbidden(rule, Action.CREATE, rule.parents[0].column)
    if value is None or not uow.sees(parent, value, Action.READ):
        raise NotFound(parent.entity, value or "")
    if level is Level.ALL or uow.sees(parent, value, Action.EDIT):
        return
    owner, team = uow.scope_of(parent.name, value)
    mine = owner is not None and owner == uow.actor.id
    if mine or (level is Level.TEAM and team in uow.actor.team_ids):
        return
    raise _forbidden(rule, Action.CREATE)


def _check_visible(
    uow: Transaction, rule: TableRule, record_id: str, action: Action, *, field: str | None = None
) -> None:
    if not uow.sees(rule, record_id, Action.READ):
        raise NotFound(rule.entity, record_id)
    if action is not Action.READ and not uow.sees(rule, record_id, action):
        raise _forbidden(rule, action, field)


def _check_subject(uow: Transaction, row: Table) -> None:
    """A row may be kept with records that its author may change."""
    entity, record_id = getattr(row, SUBJECT), getattr(row, SUBJECT_ID)
    _check_visible(uow, subjects.named(uow.schema, entity), record_id, Action.EDIT)


def _check_exists(uow: Transaction, table: str, record_id: str, field: str) -> None:
    if not uow.exists(table, record_id):
        raise Invalid({field: L("Das gibt es nicht.", en="This does not exist.")})


def _refuse_expressions(row: Table, rule: TableRule) -> None:
    for attribute in inspect(row).attrs:
        if any(isinstance(value, ClauseElement) for value in attribute.history.added or ()):
            raise FenceBreach(
                L(
                    f"{rule.entity}.{attribute.key}: ein SQL-Ausdruck ist kein Wert.",
                    en=f"{rule.entity}.{attribute.key}: an SQL expression is no value.",
                )
            )


_VERBS = {
    Action.READ: L("sehen", en="see"),
    Action.CREATE: L("anlegen", en="create"),
    Action.EDIT: L("ändern", en="change"),
    Action.DELETE: L("löschen", en="delete"),
    Action.ASSIGN: L("zuweisen", en="assign"),
    Action.EXPORT: L("exportieren", en="export"),
}


def _forbidden(rule: TableRule, action: Action, field: str | None = None) -> Forbidden:
    return Forbidden(
        L("Ihre Rolle darf {entity} nicht {verb}.", en="Your role may not {verb} {entity}.").format(
            entity=rule.entity, verb=_VERBS[action]
        ),
        field=field,
    )
