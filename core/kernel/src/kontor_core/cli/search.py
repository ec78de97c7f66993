"""``kontor search``: find records by their words, and build the index anew."""

import click

from kontor_core.cli.context import (
    actor_named,
    as_option,
    json_option,
    open_app,
    print_json,
    print_table,
)
from kontor_core.foundation.i18n import L, text_of
from kontor_core.search.finding import MOST_HITS
from kontor_core.search.segments import plain


class _WordsFirst(click.Group):
    """A group in which everything that names no command is what to look for."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        named = any(arg in self.commands for arg in args[:1])
        return super().resolve_command(ctx, args if named else ["find", *args])


@click.group(
    cls=_WordsFirst,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
def search() -> None:
    """Find records by their words: kontor search müller berlin."""


@search.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--resource", "-r", help="Only records of this resource.")
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, MOST_HITS))
@as_option
@json_option
@click.pass_context
def find(
    ctx: click.Context,
    words: tuple[str, ...],
    resource: str | None,
    limit: int,
    as_user: str | None,
    as_json: bool,
) -> None:
    """Find records that hold all WORDS; "two words" in quotes must stand side by side."""
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        info = app.resources.named(resource) if resource else None
        text = " ".join(f'"{word}"' if " " in word else word for word in words)
        found = app.search.find(actor, text, resource=info, limit=limit)
        rows = [
            (group.info.name, plain(hit.title), plain(hit.text), hit.id)
            for group in found.groups
            for hit in group.hits
        ]
        if as_json:
            names = ("resource", "title", "text", "id")
            items = [dict(zip(names, row, strict=True)) for row in rows]
            print_json({"items": items, "nearly": found.nearly, "cut": found.cut})
        elif rows:
            heads = (L("Ressource", en="Resource"), L("Titel", en="Title"), L("Text", en="Text"))
            print_table([*map(str, heads), "id"], rows)
        else:
            click.echo(str(L("Nichts gefunden.", en="Nothing found.")))


@search.command()
@click.option("--resume", is_flag=True, help="Go on where the last one was stopped.")
@click.pass_context
def rebuild(ctx: click.Context, resume: bool) -> None:
    """Read all records into the index anew; the search works meanwhile."""
    with open_app(ctx) as app:
        if not resume:
            app.search.builder.begin_anew()
        labels = {info.entity: text_of(info.label_plural) for info in app.resources.all()}
        last = ""

        def progress(entity: str, count: int) -> None:
            nonlocal last
            if last not in ("", entity):
                click.echo()
            last = entity
            click.echo(f"\r{labels[entity]}: {count:,}", nl=False)

        app.search.builder.run(progress=progress)
        known = L("Der Index kennt {n} Datensätze.", en="The index knows {n} records.")
        click.echo(f"\n{known.format(n=app.search.index.count())}")
