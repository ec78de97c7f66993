"""Many rows at once, past the flush: what the import engine writes with.

Values stand in columns and in the form rows are stored in: ids and moments as text, decimals as
whole numbers of their scale. The fence is asked once for each call, not once for each row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Column, bindparam, select
from sqlalchemy import Table as SqlTable
from uuid_utils import uuid7

from kontor_core.foundation import clock, ids
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.errors import FenceBreach, Forbidden, NotFound
from kontor_core.foundation.i18n import L
from kontor_core.foundation.money import round_amount
from kontor_core.foundation.storage import subjects
from kontor_core.foundation.storage.copying import copy_text
from kontor_core.foundation.storage.read import fetch
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID, RowScope, TableRule
from kontor_core.foundation.storage.types import Day, Flag, Id, Json, Moment, Scaled
from kontor_core.hooks.declarations.exchange import Columns, Same

if TYPE_CHECKING:
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

ASKED_AT_ONCE = 512
STAGED_FROM = 50
"""Below this many rows PostgreSQL is quicker with statements than with a table beside."""

_STAGE = "kontor_stage"

_json = msgspec.json.Encoder()


def stored(type_: object) -> Callable[[Any], Any]:
    """Give what turns a field's Python value into the form rows are stored in."""
    if isinstance(type_, Scaled):
        return _scaled(type_.scale)
    for kind, convert in _STORED:
        if isinstance(type_, kind):
            return convert
    return _as_is


def _as_is(value: Any) -> Any:
    return value


def _scaled(scale: int) -> Callable[[Any], Any]:
    def convert(value: Decimal | None) -> int | None:
        return None if value is None else int(round_amount(value, scale).scaleb(scale))

    return convert


def _moment(value: datetime | None) -> str | None:
    return None if value is None else clock.as_text(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


_STORED: tuple[tuple[type, Callable[[Any], Any]], ...] = ((Moment, _moment), (Day, _day))


def insert_columns(uow: "UnitOfWork", table: SqlTable, columns: Columns, count: int) -> None:
    """Insert rows given as columns: executemany on SQLite, COPY on PostgreSQL."""
    if not count:
        return None
    cursor = uow.cursor()
    if not uow.storage.database.is_sqlite:
        return copy_columns(cursor, table, table.name, columns, count)
    listed = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    rows = _rows(table, columns, count, sqlite=True)
    cursor.executemany(f'INSERT INTO "{table.name}" ({listed}) VALUES ({places})', rows)
    return None


def copy_columns(cursor: Any, table: SqlTable, into: str, columns: Columns, count: int) -> None:
    """Send rows by COPY into a table that has these columns of the other one."""
    converted: dict[str, Sequence[Any] | Same] = {}
    for name, values in columns.items():
        convert = _driver(table.c[name], sqlite=False)
        if convert is None:
            converted[name] = values
        elif isinstance(values, Same):
            converted[name] = Same(convert(values.value))
        else:
            # the lists of many rows are one and the same, such as the roles of a phase
            known = {id(value): convert(value) for value in {id(v): v for v in values}.values()}
            converted[name] = [known[id(value)] for value in values]
    listed = ", ".join(f'"{name}"' for name in columns)
    with cursor.copy(f'COPY "{into}" ({listed}) FROM STDIN') as copy:
        for piece in copy_text(list(converted.values()), count):
            copy.write(piece)


def update_columns(
    uow: "UnitOfWork", table: SqlTable, record_ids: Sequence[str], columns: Columns
) -> None:
    """Change rows by id; each gets a new version and the time of the change.

    On PostgreSQL many rows come by COPY into a table beside, and go over in one statement.
    """
    given = {**columns, "updated_at": Same(clock.as_text(clock.now())), "id": record_ids}
    sqlite = uow.storage.database.is_sqlite
    if not sqlite and len(record_ids) >= STAGED_FROM:
        return _update_staged(uow, table, given, len(record_ids))
    mark = "?" if sqlite else "%s"
    changes = ", ".join(f'"{name}" = {mark}' for name in given if name != "id")
    sql = f'UPDATE "{table.name}" SET "version" = "version" + 1, {changes} WHERE "id" = {mark}'
    uow.cursor().executemany(sql, list(_rows(table, given, len(record_ids), sqlite=sqlite)))
    return None


def _update_staged(uow: "UnitOfWork", table: SqlTable, given: Columns, count: int) -> None:
    names = list(given)
    listed = ", ".join(f'"{name}"' for name in names)
    changes = ", ".join(f'"{name}" = new."{name}"' for name in names if name != "id")
    cursor = uow.cursor()
    cursor.execute(
        f'CREATE TEMPORARY TABLE "{_STAGE}" ON COMMIT DROP AS'
        f' SELECT {listed} FROM "{table.name}" WITH NO DATA'
    )
    copy_columns(cursor, table, _STAGE, given, count)
    cursor.execute(
        f'UPDATE "{table.name}" old SET "version" = old."version" + 1, {changes}'
        f' FROM "{_STAGE}" new WHERE old."id" = new."id"'
    )
    cursor.execute(f'DROP TABLE "{_STAGE}"')


def delete_ids(uow: "UnitOfWork", table: SqlTable, record_ids: Sequence[str]) -> None:
    """Delete rows by id; what points at them decides by its foreign key."""
    mark = "?" if uow.storage.database.is_sqlite else "%s"
    sqlite = uow.storage.database.is_sqlite
    rows = list(_rows(table, {"id": record_ids}, len(record_ids), sqlite=sqlite))
    uow.cursor().executemany(f'DELETE FROM "{table.name}" WHERE "id" = {mark}', rows)


def new_row_ids(count: int) -> list[str]:
    return [str(uuid7()) for _ in range(count)]


def _rows(
    table: SqlTable, columns: Columns, count: int, *, sqlite: bool
) -> Iterator[tuple[Any, ...]]:
    cells: list[Iterable[Any]] = []
    for name, values in columns.items():
        convert = _driver(table.c[name], sqlite)
        if isinstance(values, Same):
            value = values.value
            cells.append(repeat(convert(value) if convert else value, count))
        else:
            cells.append(map(convert, values) if convert else values)
    return zip(*cells, strict=True)


def _driver(column: Column[Any], sqlite: bool) -> Callable[[Any], Any] | None:
    """Give what turns the stored form into what the driver takes; None when it takes it."""
    type_ = column.type
    if isinstance(type_, Json):
        return _json_text
    if not sqlite:
        return None
    if isinstance(type_, Id):
        return _id_bytes
    return _flag if isinstance(type_, Flag) else None


def _json_text(value: Any) -> str | None:
    return None if value is None else _json.encode(value).decode()


def _id_bytes(value: str | bytes | None) -> bytes | None:
    return ids.to_bytes(value) if isinstance(value, str) else value


def _flag(value: Any) -> int | None:
    return None if value is None else int(value)


# ---- the fence, asked for a whole call


class _Visible(msgspec.Struct):
    id: str


class _Scope(msgspec.Struct):
    id: str
    owner_id: str | None
    team_id: str | None


def check_columns(uow: "UnitOfWork", rule: TableRule, names: Iterable[str]) -> None:
    """Refuse columns of a class the actor may not edit."""
    editable = uow.actor.profile.edit_classes
    for name in names:
        if rule.classes.get(name) not in editable and name not in ("owner_id", "team_id"):
            raise Forbidden(
                L(
                    f"Ihre Rolle darf „{name}“ nicht ändern.",
                    en=f'Your role may not change "{name}".',
                ),
                field=name,
            )


def scope_columns(uow: "UnitOfWork", rule: TableRule, columns: Columns, count: int) -> Columns:
    """Give owner and team of new rows, after asking whether the actor may make them at all."""
    level = uow.level(rule, Action.CREATE)
    if rule.scope is RowScope.SYSTEM:
        raise FenceBreach(
            L(f"{rule.name} gehört dem Kern.", en=f"{rule.name} belongs to the core.")
        )
    if level is Level.NONE:
        raise _forbidden(rule)
    if rule.scope is RowScope.CHILD:
        return _scope_of_parents(uow, rule, columns, count, level)
    if rule.scope is RowScope.VIA:
        for parent in rule.parents:
            require(uow, uow.schema.rule(parent.table), _given(columns, parent.column))
        return {}
    if rule.scope is RowScope.PRIVATE:
        if uow.actor.id is not None and _given(columns, rule.whose) != {uow.actor.id}:
            raise _forbidden(rule)
        return {}
    if rule.scope is RowScope.SUBJECT:
        _require_subjects(uow, columns, count)
        return {}
    if rule.scope is RowScope.OPEN:
        return {}
    owners, teams = _given(columns, "owner_id"), _given(columns, "team_id")
    if not owners and not teams:
        return {"owner_id": Same(uow.actor.id), "team_id": Same(uow.actor.team_id)}
    if level is not Level.ALL and (owners - {uow.actor.id} or teams - set(uow.actor.team_ids)):
        raise _forbidden(rule)
    given = _cells(columns, "owner_id", count), _cells(columns, "team_id", count)
    pairs = list(zip(*given, strict=True))
    mine = (uow.actor.id, uow.actor.team_id)
    scopes = [mine if pair == (None, None) else pair for pair in pairs]
    return {"owner_id": [o for o, _ in scopes], "team_id": [t for _, t in scopes]}


def _require_subjects(uow: "UnitOfWork", columns: Columns, count: int) -> None:
    """Refuse rows that would be kept with records which the actor may not change."""
    wanted: dict[str, set[str]] = {}
    cells = _cells(columns, SUBJECT, count), _cells(columns, SUBJECT_ID, count)
    for entity, record_id in zip(*cells, strict=True):
        wanted.setdefault(entity or "", set()).add(record_id)
    for entity, record_ids in wanted.items():
        require(uow, subjects.named(uow.schema, entity), record_ids)


def check_links(
    uow: "UnitOfWork", rule: TableRule, columns: Columns, refs: Mapping[str, str]
) -> None:
    """Refuse links to rows the actor does not see; ``refs`` names the entity of each column."""
    parents = {parent.column for parent in rule.parents}
    for name, entity in refs.items():
        target = uow.schema.entity(entity)
        if name in parents or target is None or target.scope is RowScope.SYSTEM:
            continue
        if uow.level(target, Action.READ) is Level.ALL:
            continue  # a foreign key says whether it is there
        require(uow, target, _given(columns, name), Action.READ)


def _scope_of_parents(
    uow: "UnitOfWork", rule: TableRule, columns: Columns, count: int, level: Level
) -> Columns:
    parent = rule.parents[0]
    above = uow.schema.rule(parent.table)
    given = columns.get(parent.column, Same(None))
    wanted = _given(columns, parent.column)
    nobody = given.value is None if isinstance(given, Same) else None in given
    if nobody and not (level is Level.ALL and rule.table.c[parent.column].nullable):
        raise _forbidden(rule)
    found = scopes_of(uow, above, wanted)
    if len(found) < len(wanted):
        raise NotFound(above.entity, next(iter(wanted - set(found))))
    if level is not Level.ALL:
        require(uow, above, wanted, Action.EDIT)
    none = (None, None)
    if isinstance(given, Same):
        owner, team = found.get(given.value, none)
        return {"owner_id": Same(owner), "team_id": Same(team)}
    owner_of = {record: scope[0] for record, scope in found.items()}
    team_of = {record: scope[1] for record, scope in found.items()}
    return {
        "owner_id": [owner_of.get(record) for record in given],
        "team_id": [team_of.get(record) for record in given],
    }


def scopes_of(
    uow: "UnitOfWork", rule: TableRule, wanted: Iterable[str]
) -> dict[str, tuple[str | None, str | None]]:
    """Give owner and team of those rows that the actor sees, by id."""
    columns = rule.table.c
    statement = uow.storage.statement(
        ("scopes", rule.name),
        lambda: select(columns.id, columns.owner_id, columns.team_id).where(
            columns.id.in_(bindparam("record_ids", type_=Id(), expanding=True))
        ),
    )
    plan = uow.storage.plans(uow.actor.profile, Action.READ).plan(statement)
    found = {}
    for part in parts(list(wanted)):
        for row in fetch(uow.cursor(), plan, {"record_ids": part}, _Scope):
            found[row.id] = (row.owner_id, row.team_id)
    return found


def require(
    uow: "UnitOfWork", rule: TableRule, wanted: set[str], action: Action = Action.EDIT
) -> None:
    """Refuse when the fence does not show every one of these rows for the action."""
    columns = rule.table.c
    statement = uow.storage.statement(
        ("visible many", rule.name),
        lambda: select(columns.id).where(
            columns.id.in_(bindparam("record_ids", type_=Id(), expanding=True))
        ),
    )
    plan = uow.storage.plans(uow.actor.profile, action).plan(statement)
    seen: set[str] = set()
    for part in parts(list(wanted)):
        seen |= {row.id for row in fetch(uow.cursor(), plan, {"record_ids": part}, _Visible)}
    if missing := wanted - seen:
        raise NotFound(rule.entity, min(missing))


def _given(columns: Columns, name: str) -> set[str]:
    values = columns.get(name)
    if values is None:
        return set()
    found = {values.value} if isinstance(values, Same) else set(values)
    return {value for value in found if value is not None}


def _cells(columns: Columns, name: str, count: int) -> Sequence[Any]:
    values = columns.get(name, Same(None))
    return [values.value] * count if isinstance(values, Same) else values


def _forbidden(rule: TableRule) -> Forbidden:
    return Forbidden(
        L(
            f"Ihre Rolle darf {rule.entity} hier nicht anlegen.",
            en=f"Your role may not create {rule.entity} here.",
        )
    )


def parts(values: Sequence[Any], size: int = ASKED_AT_ONCE) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
