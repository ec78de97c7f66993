"""``kontor list|show|create|change|delete``: every resource from the command line."""

from collections.abc import Mapping, Sequence
from typing import Any

import click

from kontor_core.app import KontorApp
from kontor_core.cli.context import (
    actor_named,
    as_option,
    ask,
    json_option,
    misused,
    open_app,
    print_json,
    print_table,
    say,
)
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, current_locale, text_of
from kontor_core.foundation.values import shown
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.currencies import currencies, currency_of
from kontor_core.resources.listing import COUNTED_TO, Page
from kontor_core.resources.titles import refs_in

_YES = L("ja", en="yes")


@click.command("list")
@click.argument("resource")
@click.option("--filter", "-f", "filter_text", help="A filter: 'phase = \"active\"'.")
@click.option("--search", "-s", help="Records whose name begins so.")
@click.option("--sort", help="Fields, as in a,-b; '-' for descending.")
@click.option("--fields", help="Columns, separated by commas.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500))
@click.option("--cursor", help="Go on where a page ended.")
@click.option("--count", "only_count", is_flag=True, help="Print the number of records only.")
@as_option
@json_option
@click.pass_context
def list_records(  # the options of the command
    ctx: click.Context,
    resource: str,
    filter_text: str | None,
    search: str | None,
    sort: str | None,
    fields: str | None,
    limit: int,
    cursor: str | None,
    only_count: bool,
    as_user: str | None,
    as_json: bool,
) -> None:
    """List records of a RESOURCE: customers, contacts, transactions.orders ..."""
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        info = app.resources.named(resource)
        if only_count:
            n = app.resources.count(actor, info, filter=filter_text, search=search)
            text = f"{COUNTED_TO:,}+" if n > COUNTED_TO else str(n)
            print_json({"count": n, "more": n > COUNTED_TO}) if as_json else click.echo(text)
            return
        names = (
            [name.strip() for name in fields.split(",")]
            if fields
            else None
            if as_json
            else [f.name for f in info.list_fields(actor)]
        )
        page = app.resources.page(
            actor,
            info,
            filter=filter_text,
            search=search,
            sort=sort,
            fields=None if names is None else [*names, *currencies(info, names)],
            cursor=cursor,
            limit=limit,
        )
        following = page.next.encode() if page.next else None
        if as_json:
            print_json({"items": page.rows, "next": following})
            return
        _print_page(app, actor, info, page, names or ())
        if following:
            say(f"\nWeiter: --cursor {following}", f"\nMore: --cursor {following}")


def _print_page(
    app: KontorApp, actor: Actor, info: ResourceInfo, page: Page, asked: Sequence[str]
) -> None:
    if not page.rows:
        say("Nichts gefunden.", "Nothing found.")
        return
    names = [field.name for field in page.fields]
    rows = [dict(zip([*names, "id"], values_of(row), strict=False)) for row in page.rows]
    fields = [field for field in page.fields if field.name in asked]
    cells = _Cells(app, actor, info, fields, rows)
    print_table(
        [text_of(field.label) for field in fields] + ["id"],
        [[cells.text(field, row) for field in fields] + [row["id"]] for row in rows],
    )


class _Cells:
    """Values as people read them: records by their titles, amounts in their own currencies."""

    def __init__(
        self,
        app: KontorApp,
        actor: Actor,
        info: ResourceInfo,
        fields: Sequence[Field],
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        self._info = info
        self._conventions = app.storage.conventions
        self._titles = app.reader(actor).titles(refs_in(fields, rows))

    def text(self, field: Field, row: Mapping[str, Any]) -> str:
        value = row[field.name]
        if value is None:
            return ""
        if field.spec.ref:
            return self._titles.get((field.spec.ref, str(value)), str(value))
        currency = row.get(currency_of(self._info, field) or "")
        return shown(
            field.spec,
            value,
            current_locale(),
            options=self._conventions.options,
            currency=currency or self._conventions.currency,
            tz=self._conventions.tz,
        )


@click.command()
@click.argument("resource")
@click.argument("record_id")
@as_option
@json_option
@click.pass_context
def show(
    ctx: click.Context, resource: str, record_id: str, as_user: str | None, as_json: bool
) -> None:
    """Show one record with all its fields."""
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        info = app.resources.named(resource)
        if as_json:
            record = app.resources.get(actor, info, record_id)
            print_json({"id": record.id, "version": record.version, **record.values})
            return
        fields = info.readable(actor)
        names = [field.name for field in fields]
        record = app.resources.get(actor, info, record_id, [*names, *currencies(info, names)])
        cells = _Cells(app, actor, info, fields, [record.values])
        for field in fields:
            if text := cells.text(field, record.values):
                click.echo(f"{text_of(field.label):24} {text}")


@click.command()
@click.argument("resource")
@click.argument("values", nargs=-1, metavar="NAME=VALUE...")
@as_option
@json_option
@click.pass_context
def create(
    ctx: click.Context, resource: str, values: Sequence[str], as_user: str | None, as_json: bool
) -> None:
    """Create a record of a RESOURCE from NAME=VALUE pairs."""
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        saved = app.resources.create(actor, app.resources.named(resource), _pairs(values))
        if as_json:
            print_json({"id": saved.id, "version": saved.version})
        else:
            click.echo(saved.id)


@click.command()
@click.argument("resource")
@click.argument("record_id")
@click.argument("values", nargs=-1, metavar="NAME=VALUE...", required=True)
@click.option("--version", type=int, help="Refuse when the record is newer than this.")
@as_option
@click.pass_context
def change(
    ctx: click.Context,
    resource: str,
    record_id: str,
    values: Sequence[str],
    version: int | None,
    as_user: str | None,
) -> None:
    """Change a record of a RESOURCE."""
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        info = app.resources.named(resource)
        if version is None:
            version = app.resources.get(actor, info, record_id, ()).version
        saved = app.resources.change(actor, info, record_id, _pairs(values), version)
        say(
            f"{saved.id} hat jetzt die Fassung {saved.version}.",
            f"{saved.id} is now at version {saved.version}.",
        )


@click.command()
@click.argument("resource")
@click.argument("record_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_option
@click.pass_context
def delete(
    ctx: click.Context, resource: str, record_id: str, yes: bool, as_user: str | None
) -> None:
    """Delete a record of a RESOURCE."""
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        info = app.resources.named(resource)
        seen = app.resources.get(actor, info, record_id, ()).version
        if not yes:
            noun = text_of(info.label)
            ask(f"{noun} {record_id} löschen?", f"Delete {noun} {record_id}?")
        app.resources.delete(actor, info, record_id, seen)
        say("Gelöscht.", "Deleted.")


@click.command()
@click.argument("resource", required=False)
@json_option
@click.pass_context
def resources(ctx: click.Context, resource: str | None, as_json: bool) -> None:
    """List the resources, or the fields of one RESOURCE."""
    with open_app(ctx) as app:
        if resource is None:
            infos = app.resources.all()
            if as_json:
                print_json([{"name": i.name, "entity": i.entity} for i in infos])
                return
            print_table(
                ("Resource", L("Bezeichnung", en="Label"), L("Felder", en="Fields")),
                [(i.name, text_of(i.label_plural), str(len(i.fields))) for i in infos],
            )
            return
        info = app.resources.named(resource)
        found = [f for f in info.fields.values() if not f.spec.hidden]
        if as_json:
            print_json(
                [
                    {"name": f.name, "kind": f.kind, "class": f.spec.data, "sort": f.sortable}
                    for f in found
                ]
            )
            return
        print_table(
            (
                L("Feld", en="Field"),
                L("Bezeichnung", en="Label"),
                L("Art", en="Kind"),
                L("Klasse", en="Class"),
                L("sortierbar", en="sortable"),
            ),
            [
                (f.name, text_of(f.label), f.kind, f.spec.data, str(_YES) if f.sortable else "")
                for f in found
            ],
        )


def _pairs(texts: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise misused(f"„{text}“ ist kein NAME=WERT.", f"'{text}' is no NAME=VALUE pair.")
        pairs[name.strip()] = value
    return pairs
