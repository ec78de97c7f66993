"""``kontor import``: files in, with a rehearsal, a progress bar, and a way back."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from kontor_core.app import KontorApp
from kontor_core.cli.context import (
    actor_named,
    as_option,
    json_option,
    open_app,
    print_json,
    print_table,
)
from kontor_core.exchange import jobs
from kontor_core.exchange.employers import ASK, CREATE, LEAVE, SAID, UNKNOWN
from kontor_core.exchange.errors_file import errors_path
from kontor_core.exchange.jobs import Job, Report
from kontor_core.exchange.starting import (
    Preview,
    look_at,
    rehearse_import,
    run_import,
    start_import,
)
from kontor_core.exchange.targets import presets as all_presets
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.i18n import current_locale, text_of

_FILE = "file"
_SHOWN = 10


class _ImportGroup(click.Group):
    """``kontor import customers a.csv``: what is no command names what the file becomes."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, "-h", "--help"} - {_FILE}
        if args and args[0] not in known:
            args = [_FILE, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "RESOURCE FILE [OPTIONS]")
        formatter.write_usage(ctx.command_path, "--preset NAME FILE [OPTIONS]")
        formatter.write_usage(ctx.command_path, "COMMAND [ARGS]...")


@click.group(cls=_ImportGroup)
def imports() -> None:
    """Import files, look at imports, take one back.

    CSV, Excel (XLSX), JSON lines, vCard and Parquet are told apart by what is in them. RESOURCE
    says what the rows become (customers, contacts, transactions.products); a preset takes files
    whose rows are several things at once. See `kontor import file --help`.
    """


@imports.command(_FILE, hidden=True)
@click.argument("words", nargs=-1, metavar="[RESOURCE] FILE", required=True)
@click.option("--preset", help="A kind of file that a plugin takes; see 'kontor import presets'.")
@click.option("--map", "maps", multiple=True, metavar="COLUMN=FIELD", help="Correct the guess.")
@click.option("--set", "sets", multiple=True, metavar="NAME=VALUE", help="Options of a preset.")
@click.option("--delimiter", help="Between cells of a CSV file; found out by itself.")
@click.option(
    "--sheet",
    "sheets",
    multiple=True,
    metavar="NAME",
    help="Of a workbook; else the first that holds anything. May be said more than once.",
)
@click.option(
    "--organisations",
    type=click.Choice((CREATE, LEAVE, ASK)),
    help="What becomes of organisations of people that nobody knows; else they are created.",
)
@click.option("--dry-run", is_flag=True, help="Check everything, write nothing.")
@click.option("--again", is_flag=True, help="Import a file that went in before.")
@click.option("--chunk", type=click.IntRange(1, 100_000), help="Rows in one transaction.")
@as_option
@json_option
@click.pass_context
def import_file(  # the options of the command
    ctx: click.Context,
    words: Sequence[str],
    preset: str | None,
    maps: Sequence[str],
    sets: Sequence[str],
    delimiter: str | None,
    sheets: Sequence[str],
    organisations: str | None,
    dry_run: bool,
    again: bool,
    chunk: int | None,
    as_user: str | None,
    as_json: bool,
) -> None:
    """Import FILE as records of RESOURCE, or by a preset.

    Columns are recognised by their names; --map corrects that (--map "Cust. no=number", an empty
    field leaves a column out). A stopped import goes on when the same command is given again.
    """
    target, path = _target_and_path(words, preset)
    options = _pairs(sets, "--set") | ({UNKNOWN: organisations} if organisations else {})
    given: dict[str, Any] = {
        "preset": preset is not None,
        "mapping": _pairs(maps, "--map"),
        "options": options,
        "delimiter": delimiter,
    }
    failed = False
    with open_app(ctx) as app:
        actor = actor_named(app, as_user)
        for sheet in sheets or (None,):  # one after another, each an import of its own
            given["sheet"] = sheet
            preview = look_at(app, actor, path, target, **given)
            if not as_json:
                _say_mapping(preview)
            total = preview.source.total
            if preview.options.get(UNKNOWN) == ASK and not as_json and sys.stdin.isatty():
                given["options"] = options = options | _answers(app, actor, preview)
                preview = look_at(app, actor, path, target, **given)
            if dry_run:
                with _bar(total, quiet=as_json) as moved:
                    report = rehearse_import(app, actor, preview, moved)
                _print_report(report, as_json=as_json)
                continue
            job_id = start_import(app, actor, path, target, **given, again=again)
            with _bar(total, quiet=as_json) as moved:
                job = run_import(app, job_id, lambda j: moved(j.position), chunk_size=chunk)
            _print_job(app, job, as_json=as_json)
            failed = failed or bool(job.bad and not job.good)
    if failed:
        sys.exit(1)


@imports.command("jobs")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@json_option
@click.pass_context
def list_imports(ctx: click.Context, limit: int, as_json: bool) -> None:
    """List imports, the newest first."""
    with open_app(ctx) as app:
        found = jobs.list_jobs(app, limit)
        if as_json:
            print_json([_as_json(app, job) for job in found])
            return
        print_table(
            ("import", "started", "file", "becomes", "state", "taken", "refused"),
            [
                (j.id, j.created_at[:16], j.file, j.target, j.state, f"{j.good:,}", f"{j.bad:,}")
                for j in found
            ],
        )


@imports.command("presets")
@json_option
@click.pass_context
def list_presets(ctx: click.Context, as_json: bool) -> None:
    """List the kinds of files that plugins take, with their columns and options."""
    with open_app(ctx) as app:
        found = all_presets(app)
        if as_json:
            print_json(
                [
                    {
                        "name": name,
                        "columns": [c.name for c in p.columns],
                        "options": [o.name for o in p.options],
                    }
                    for name, p in found.items()
                ]
            )
            return
        for name, p in found.items():
            click.echo(f"{name}: {text_of(p.label)}")
            click.echo(f"  columns: {', '.join(c.name for c in p.columns)}")
            for option in p.options:
                preset = f" (else {option.default!r})" if option.default else ""
                click.echo(f"  --set {option.name}=...  {text_of(option.label)}{preset}")


@imports.command("errors")
@click.argument("job_id", metavar="IMPORT")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1, 100_000))
@json_option
@click.pass_context
def list_errors(ctx: click.Context, job_id: str, limit: int, as_json: bool) -> None:
    """List the rows of an IMPORT that were refused, with the reason."""
    with open_app(ctx) as app:
        job = jobs.job_status(app, job_id)
        found = jobs.job_errors(app, job.id, limit=limit)
        locale = current_locale()
        if as_json:
            print_json(
                [
                    {"line": e.line, "column": e.column, "value": e.value, "reason": e.why(locale)}
                    for e in found
                ]
            )
            return
        print_table(
            ("line", "column", "value", "reason"),
            [(str(e.line), e.column, e.value, e.why(locale)) for e in found],
        )
        if len(found) == limit:
            click.echo(f"All of them stand in {errors_path(app, job.id)}")


@imports.command("undo")
@click.argument("job_id", metavar="IMPORT")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_option
@json_option
@click.pass_context
def undo(ctx: click.Context, job_id: str, yes: bool, as_user: str | None, as_json: bool) -> None:
    """Take a whole IMPORT back; rows that were changed or used since stay and are named."""
    with open_app(ctx) as app:
        job = jobs.job_status(app, job_id)
        if not yes:
            click.confirm(f"Take back {job.good:,} rows of {job.file}?", abort=True)
        with _bar(None, quiet=as_json) as moved:
            actor = actor_named(app, as_user)
            done = undo_import(app, job.id, lambda at, _: moved(at), actor=actor)
        if as_json:
            print_json({"deleted": done.deleted, "restored": done.restored, "kept": done.kept})
            return
        for entity, count in done.deleted.items():
            click.echo(f"{count:>10,}  {entity} deleted")
        if done.restored:
            click.echo(f"{done.restored:>10,}  rows got their old values back")
        if done.kept:
            click.echo(
                f"{done.kept:>10,}  rows stay: changed or used since. "
                f"They are named in {errors_path(app, job.id)}"
            )


@imports.command("forget")
@click.argument("job_id", metavar="IMPORT")
@click.pass_context
def forget(ctx: click.Context, job_id: str) -> None:
    """Delete the refused rows of an IMPORT, and their file; they may hold personal data."""
    with open_app(ctx) as app:
        count = jobs.forget_errors(app, jobs.job_status(app, job_id).id)
        errors_path(app, job_id).unlink(missing_ok=True)
        click.echo(f"{count:,} rows forgotten.")


def _target_and_path(words: Sequence[str], preset: str | None) -> tuple[str, Path]:
    wanted = 1 if preset is not None else 2
    if len(words) != wanted:
        raise click.UsageError(
            "Say 'kontor import RESOURCE FILE' or 'kontor import --preset NAME FILE'."
        )
    return (preset if preset is not None else words[0]), Path(words[-1])


def _pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, sign, value = text.rpartition("=") if option == "--map" else text.partition("=")
        if not sign or not name.strip():
            raise click.UsageError(f"{option} {text!r} is no NAME=VALUE pair.")
        pairs[name.strip()] = value.strip()
    return pairs


def _answers(app: KontorApp, actor: Actor, preview: Preview) -> dict[str, str]:
    """Ask about each organisation that nobody knows."""
    with _bar(preview.source.total, quiet=False) as moved:
        report = rehearse_import(app, actor, preview, moved)
    found = {}
    for one in report.asked:
        click.echo(f"{one.name}: not known, in {len(one.lines):,} rows.", err=True)
        for near in one.near:
            click.echo(f"  {near.number}  {near.name}", err=True)
        said = click.prompt("  create, leave, or the number of the one meant", default=CREATE)
        found[f"{SAID}{one.name}"] = str(said).strip()
    return found


def _say_mapping(preview: Preview) -> None:
    layout = preview.source.layout()
    if len(layout.get("sheets", ())) > 1:
        sheets = ", ".join(layout["sheets"])
        click.echo(f"  sheet {layout['sheet']} of {sheets} (--sheet takes another)", err=True)
    fields = preview.target.fields
    for column, name in preview.guess.mapping.items():
        click.echo(f"  {column} -> {name} ({text_of(fields[name].label)})", err=True)
    if preview.guess.unused:
        click.echo(f"  left out: {', '.join(preview.guess.unused)}", err=True)


@contextmanager
def _bar(total: int | None, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show progress: a bar on a terminal, a line for every tenth elsewhere, nothing for JSON."""
    if quiet:
        yield lambda at: None
    elif not sys.stderr.isatty():
        yield _Tenths(total)
    else:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("rows", total=total)
            yield lambda at: progress.update(task, completed=at)


class _Tenths:
    def __init__(self, total: int | None) -> None:
        self._step = max((total or 0) // 10, 10_000)
        self._next = self._step

    def __call__(self, at: int) -> None:
        if at >= self._next:
            click.echo(f"  {at:,} rows", err=True)
            self._next = at - at % self._step + self._step


def _as_json(app: KontorApp, job: Job) -> dict[str, Any]:
    path = errors_path(app, job.id)
    return {
        "import": job.id,
        "target": job.target,
        "file": job.file,
        "state": job.state,
        "rows": job.position,
        "taken": job.good,
        "refused": job.bad,
        "made": job.made,
        "errors": str(path) if path.exists() else None,
        "problem": job.problem,
    }


def _print_job(app: KontorApp, job: Job, *, as_json: bool) -> None:
    if as_json:
        print_json(_as_json(app, job))
        return
    click.echo(f"Import {job.id}: {job.good:,} rows taken, {job.bad:,} refused.")
    for entity, count in job.made.items():
        click.echo(f"{count:>10,}  {entity} made")
    if job.bad:
        click.echo(f"Refused rows with their reasons: {errors_path(app, job.id)}")


def _print_report(report: Report, *, as_json: bool) -> None:
    locale = current_locale()
    if as_json:
        print_json(
            {
                "taken": report.good,
                "refused": report.bad,
                "made": report.made,
                "organisations": [
                    {
                        "name": one.name,
                        "rows": len(one.lines),
                        "similar": [{"number": n.number, "name": n.name} for n in one.near],
                    }
                    for one in report.asked
                ],
                "problems": [
                    {
                        "line": p.line,
                        "column": p.column,
                        "value": p.value,
                        "reason": text_of(p.reason, locale),
                    }
                    for p in report.problems
                ],
            }
        )
        return
    click.echo(f"Nothing was written. {report.good:,} rows would be taken, {report.bad:,} refused.")
    for problem in report.problems[:_SHOWN]:
        place = (
            f"line {problem.line}, {problem.column}" if problem.column else f"line {problem.line}"
        )
        click.echo(f"  {place}: {text_of(problem.reason, locale)}")
    if report.bad > _SHOWN:
        click.echo(f"  ... and {report.bad - _SHOWN:,} more")
