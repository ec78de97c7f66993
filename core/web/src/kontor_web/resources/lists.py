"""The list of any resource as a table: its rows, their values, and every way on from here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import Ast
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.listing import Page as RowPage
from kontor_core.resources.sought import Sought
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.resources import chips
from kontor_web.resources.addresses import fragment, record_url
from kontor_web.resources.asked import Asked, Scope, condition_of, sought_by, tree_of
from kontor_web.resources.avatars import avatar
from kontor_web.resources.bulk_buttons import bulk_actions, bulk_fields, every
from kontor_web.resources.list_columns import (
    Shown,
    columns_of,
    fetched,
    heads,
    lead_of,
    sort_of,
)
from kontor_web.resources.list_frame import frame
from kontor_web.resources.showing import Presenter
from kontor_web.resources.totals import aggregates
from kontor_web.ui.blocks import cell_value
from kontor_web.ui.shell import may
from kontor_web.ui.slots import column_values
from kontor_web.ui.views import Cell, ListView, Pager, Row, Value


def list_view(call: Call, scope: Scope, asked: Asked) -> ListView:
    """Read and lay out one page of a list; raises Invalid for a filter that makes no sense."""
    info = scope.info
    tree = tree_of(asked)
    condition = condition_of(scope, asked)
    columns, notices = columns_of(call, info, asked)
    sort, said = sort_of(call, info, asked)
    sought, found = sought_by(call, info, asked)
    page = _page(call, info, asked, condition, sort, fetched(info, columns), sought)
    names = [field.name for field in page.fields]
    rows = [dict(zip([*names, "id"], values_of(row), strict=False)) for row in page.rows]
    # behind a cursor there are no rows where the last ones of the list have gone meanwhile
    whole = not asked.cursor and page.next is None
    count = (
        len(rows)
        if whole
        else call.kontor.resources.count(call.actor, info, filter=condition, search=sought)
    )
    titles = call.titles(refs_in(page.fields, rows) | chips.refs(tree, info.filters))
    presenter = Presenter(call, titles)
    foot, totals = aggregates(call, scope, asked, columns, count)
    return replace(
        frame(call, scope, asked, tree, presenter, count=count, notices=[*found, *notices, *said]),
        columns=tuple(heads(info, columns, asked, sort)),
        rows=tuple(_rows(call, info, columns, rows, presenter)),
        pager=Pager(
            previous=asked.address(cursor=page.previous.encode()) if page.previous else None,
            next=asked.address(cursor=page.next.encode()) if page.next else None,
        ),
        aggregates=foot,
        totals=totals,
        bulk=tuple(bulk_actions(call, info, asked)),
        bulk_fields=tuple(bulk_fields(call, info, asked)),
        every=every(call, count, len(rows)),
    )


def _page(
    call: Call,
    info: ResourceInfo,
    asked: Asked,
    condition: Ast | None,
    sort: str | None,
    fields: Sequence[str],
    sought: Sought | None,
) -> RowPage:
    def page(cursor: str) -> RowPage:
        return call.kontor.resources.page(
            call.actor,
            info,
            filter=condition,
            sort=sort,
            fields=fields,
            cursor=cursor or None,
            limit=info.declaration.per_page,
            search=sought,
        )

    try:
        return page(asked.cursor)
    except Invalid as error:
        if "cursor" not in error.problems():
            raise
        return page("")  # an old link into the middle of a list: better its beginning than nothing


def _rows(
    call: Call,
    info: ResourceInfo,
    columns: Sequence[Shown],
    rows: Sequence[Mapping[str, Any]],
    presenter: Presenter,
) -> list[Row]:
    ids = [row["id"] for row in rows]
    extra = {
        one.key: column_values(call, one.owned, ids)
        for one in columns
        if one.field is None and one.owned is not None
    }
    lead = lead_of(info, columns)
    faces = info.entity in ("customer", "contact")
    base, page = fragment(info, ""), record_url(info, "")
    # the hour matters where moments are typed or order the list; elsewhere the day says enough
    by = (info.declaration.sort or "").partition(",")[0].removeprefix("-")
    shows: list[tuple[Callable[[Mapping[str, Any]], Value], str]] = []
    for index, one in enumerate(columns):
        if one.field is None:
            shows.append((partial(_of_plugin, call, presenter, one, extra.get(one.key, {})), ""))
            continue
        edit = index != lead and inline(call, info, one.field)
        day = one.kind is Kind.DATETIME and not edit and one.key != by
        show = presenter.column(one.field, day=day)
        shows.append((show, f"/cell/{one.key}/edit" if edit else ""))
    found = []
    for row in rows:
        at = f"{base}{row['id']}"
        name = str(row.get(info.title) or "…")
        found.append(
            Row(
                id=row["id"],
                label=name,
                cells=tuple(
                    [
                        Cell(value=show(row), edit=at + edit if edit else None)
                        for show, edit in shows
                    ]
                ),
                href=page + row["id"],
                avatar=avatar(name, row["id"], square=row.get("kind") == "organisation")
                if faces
                else None,
            )
        )
    return found


def _of_plugin(
    call: Call,
    presenter: Presenter,
    column: Shown,
    values: Mapping[str, Any],
    row: Mapping[str, Any],
) -> Value:
    return cell_value(call, presenter, values.get(row["id"]), column.kind)


def inline(call: Call, info: ResourceInfo, field: Field) -> bool:
    """Tell whether a value may be edited where it stands."""
    return (
        field.table == info.rule.name
        and field.spec.editable
        and not info.declaration.read_only
        and info.may_write(field)
        and field.spec.data in call.actor.profile.edit_classes
        and field.kind not in (Kind.JSON, Kind.CHOICES)
        and may(call, info, Verb.EDIT)
    )
