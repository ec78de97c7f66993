"""``kontor export``: records as a file, by the same writer as web and API."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kontor_core.cli.context import actor_named, as_option, misused, open_app, say
from kontor_core.exchange.export_cells import Manner
from kontor_core.exchange.export_wanted import FORMATS, Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.foundation.i18n import current_locale
from kontor_core.resources.listing import COUNTED_TO


@click.command()
@click.argument("resource")
@click.option("--filter", "-f", "filter_text", help="A filter: 'phase = \"active\"'.")
@click.option("--search", "-s", help="Records whose name begins so.")
@click.option("--sort", help="Fields, as in a,-b; '-' for descending.")
@click.option("--fields", help="Columns, separated by commas; all without it.")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="By the file's ending, or csv.")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="The file.")
@click.option("--labels", is_flag=True, help="Labels and titles for people, not names and ids.")
@click.option("--delimiter", default=",", show_default=True, help="Between the cells of a CSV.")
@as_option
@click.pass_context
def export(  # the options of the command
    ctx: click.Context,
    resource: str,
    filter_text: str | None,
    search: str | None,
    sort: str | None,
    fields: str | None,
    kind: str | None,
    output: Path | None,
    labels: bool,
    delimiter: str,
    as_user: str | None,
) -> None:
    """Export records of a RESOURCE as CSV, XLSX, JSON lines or vCard.

    Without --output the file goes to the standard output. What was exported comes back in by
    'kontor import'.
    """
    if len(delimiter) != 1 or delimiter in "\"'\r\n" or delimiter.isalnum():
        raise misused("Das Trennzeichen ist ein Zeichen.", "The delimiter is one character.")
    ending = output.suffix[1:].lower() if output else ""
    wanted = Wanted(
        resource=resource,
        format=kind or (ending if ending in FORMATS else "csv"),
        filter=filter_text,
        search=search,
        sort=sort,
        fields=tuple(name.strip() for name in fields.split(",")) if fields else None,
        manner=Manner.LABELS if labels else Manner.NAMES,
        locale=current_locale(),
        delimiter=delimiter,
    )
    with open_app(ctx) as app:
        work = Export(app, actor_named(app, as_user), wanted)
        if output is None:
            work.write(sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        unfinished = output.with_name(f".{output.name}.part")
        try:
            with unfinished.open("wb") as file, _bar(work.count) as moved:
                done = work.write(file, moved)
            unfinished.replace(output)  # whoever looks sees a whole file or none
        finally:
            unfinished.unlink(missing_ok=True)
        say(f"{output}: {done} Datensätze.", f"{output}: {done} records.")


@contextmanager
def _bar(count: int) -> Iterator[Callable[[int], None]]:
    """Show the progress on a terminal; without an end when there are very many."""
    progress = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        disable=not sys.stderr.isatty(),
    )
    with progress:
        task = progress.add_task("", total=count if count <= COUNTED_TO else None)
        yield lambda done: progress.update(task, completed=done)
