"""``kontor``: the command line. Commands load on use, so that ``--help`` imports no plugin."""

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import L, as_locale, use_locale

_COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("kontor_core.cli.company:init", "Make a company's folder with its kontor.toml."),
    "run": ("kontor_web.commands:run", "Start a CRM with web UI and worker; --demo fills it."),
    "serve": ("kontor_web.commands:serve", "Serve the web UI and the API."),
    "worker": ("kontor_core.cli.worker:worker", "Deliver events and run jobs without the web."),
    "db": ("kontor_core.cli.db:db", "Migrate the database and look at its state."),
    "list": ("kontor_core.cli.records:list_records", "List records of a resource."),
    "show": ("kontor_core.cli.records:show", "Show one record."),
    "create": ("kontor_core.cli.records:create", "Create a record: name=value ..."),
    "change": ("kontor_core.cli.records:change", "Change a record: name=value ..."),
    "delete": ("kontor_core.cli.records:delete", "Delete a record."),
    "search": ("kontor_core.cli.search:search", "Find records by their words."),
    "resources": ("kontor_core.cli.records:resources", "List the resources and their fields."),
    "export": ("kontor_core.cli.exports:export", "Export records as CSV, XLSX, JSON or vCard."),
    "import": ("kontor_core.cli.imports:imports", "Import CSV and Parquet files."),
    "user": ("kontor_core.cli.users:user", "Make users, passwords, roles, teams and tokens."),
    "plugins": ("kontor_core.cli.plugins:plugins", "See, switch, check and write plugins."),
    "definition": ("kontor_core.cli.company:definition", "Check kontor.toml and compare it."),
    "events": ("kontor_core.cli.events:events", "Look at the event log and at dead letters."),
    "demo": ("kontor_core.cli.demo:demo", "Fill an empty CRM with a demo company."),
    "backup": ("kontor_core.cli.backup:backup", "Write a consistent copy of everything."),
    "restore": ("kontor_core.cli.backup:restore", "Bring a backup back."),
    "doctor": ("kontor_core.cli.doctor:doctor", "Check the installation and say what to mend."),
    "privacy": ("kontor_core.cli.privacy:privacy", "Export or erase what is known of a person."),
    "ui": ("kontor_web.commands:ui", "Build the assets of the web UI."),
}

_ERROR = L("Fehler", en="Error")
_ABORTED = L("Abgebrochen.", en="Aborted.")
_UNEXPECTED = L(
    "Fehler in Kontor: {kind}: {error}. KONTOR_TRACEBACK=1 zeigt, wo.",
    en="Error in Kontor: {kind}: {error}. KONTOR_TRACEBACK=1 shows where.",
)


class LazyGroup(click.Group):
    """A group whose commands are imported when they are run, not when they are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*_COMMANDS, *_plugin_commands()})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            module, _, attribute = _COMMANDS[cmd_name][0].partition(":")
            found: Any = getattr(import_module(module), attribute)
            return found if isinstance(found, click.Command) else None
        entry = _plugin_commands().get(cmd_name)
        return entry.load() if entry is not None else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own = [(name, _COMMANDS[name][1]) for name in sorted(_COMMANDS)]
        with formatter.section("Commands"):
            formatter.write_dl(own)
        plugins = [(name, entry.summary) for name, entry in sorted(_plugin_commands().items())]
        if plugins:
            with formatter.section("Commands of plugins"):
                formatter.write_dl(plugins)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from kontor_core.foundation.text import nearest  # only a typo needs it

            near = nearest(args[0], self.list_commands(ctx))
            if near:
                raise click.UsageError(f"{error.message} Did you mean '{near}'?", ctx) from None
            raise


def _plugin_commands() -> Mapping[str, Any]:
    from kontor_core.hooks.discovery import command_entries  # reads metadata, imports no plugin

    return command_entries()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    "-H",
    envvar="KONTOR_HOME",
    metavar="DIR",
    help="The company's folder with kontor.toml; default KONTOR_HOME, then this folder.",
)
@click.version_option(package_name="kontor-core", message="%(package)s %(version)s")
@click.pass_context
def kontor(ctx: click.Context, home: str | None) -> None:
    """Kontor, the CRM a company composes."""
    ctx.obj = home


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of the user is one sentence and exit code 2."""
    locale = as_locale(os.environ.get("KONTOR_LANG") or os.environ.get("LANG"), default="en")
    with use_locale(locale):
        try:
            if code := kontor(arguments, standalone_mode=False):
                sys.exit(code)
        except click.ClickException as error:
            error.show()
            sys.exit(2)
        except click.exceptions.Exit as stop:
            sys.exit(stop.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo(f"\n{_ABORTED}", err=True)
            sys.exit(130)
        except KontorError as error:
            click.echo(f"{_ERROR}: {error.text(locale)}", err=True)
            sys.exit(2)
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our output went away: head, less
        except OSError as error:
            named = f"{error.filename}: {error.strerror}" if error.filename else str(error)
            click.echo(f"{_ERROR}: {named}", err=True)
            sys.exit(2)
        except Exception as error:  # the edge: whatever it is, it is told in a sentence
            if os.environ.get("KONTOR_TRACEBACK") == "1":
                raise
            kind = type(error).__name__
            click.echo(str(_UNEXPECTED.format(kind=kind, error=_first_line(error))), err=True)
            sys.exit(1)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [""])[0]


if __name__ == "__main__":
    main()
