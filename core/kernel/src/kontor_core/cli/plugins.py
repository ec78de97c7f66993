"""``kontor plugins``: see, switch, check and write plugins."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from kontor_core.app import KontorApp
from kontor_core.cli.context import ask, home_of, json_option, misused, print_json, print_table, say
from kontor_core.core_plugin import Core
from kontor_core.foundation.definition import FILE_NAME, load
from kontor_core.foundation.i18n import L, current_locale, text_of
from kontor_core.foundation.storage.backups import backup
from kontor_core.foundation.storage.engine import Database
from kontor_core.hooks import lifecycle
from kontor_core.hooks.discovery import command_entries
from kontor_core.hooks.ledger import Ledger, LedgerRow
from kontor_core.hooks.overview import overview
from kontor_core.hooks.purging import plan_purge
from kontor_core.hooks.purging import purge as purge_data
from kontor_core.hooks.states import PluginState


class _WithSdk(click.Group):
    """Takes in what the SDK adds under names such as ``plugins.check``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *command_entries("plugins")})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        entry = command_entries("plugins").get(cmd_name)
        if own is not None or entry is None:
            return own
        loaded = entry.load()
        return loaded if isinstance(loaded, click.Command) else None


@click.group(cls=_WithSdk)
def plugins() -> None:
    """See, switch, check and write plugins."""


@plugins.command("list")
@json_option
@click.pass_context
def list_plugins(ctx: click.Context, as_json: bool) -> None:
    """List all plugins with their state; a broken one is named with what to do."""
    states = _states(home_of(ctx))
    if as_json:
        print_json([_as_json(state) for state in states])
        return
    print_table(
        ("Plugin", L("Zustand", en="State"), "Version", "Distribution"),
        [(s.key, s.state.value, s.version or "-", s.distribution or "-") for s in states],
    )
    for state in states:
        if state.problem is not None:
            click.echo(f"\n{state.key}: {text_of(state.problem, current_locale())}")


@plugins.command()
@click.argument("key")
@click.pass_context
def show(ctx: click.Context, key: str) -> None:
    """Show one plugin; for a failed one with the traceback."""
    state = {state.key: state for state in _loaded_states(home_of(ctx))}.get(key)
    if state is None:
        raise misused(
            f"Das Plugin „{key}“ gibt es hier nicht; siehe „kontor plugins list“.",
            f"There is no plugin '{key}' here; see 'kontor plugins list'.",
        )
    for name, value in _as_json(state).items():
        if value:
            click.echo(f"{name}: {value}")
    if state.traceback:
        click.echo(f"\n{state.traceback}")


@plugins.command()
@click.argument("key")
@click.option("--no-backup", is_flag=True, help="Do not write a backup first.")
@click.pass_context
def enable(ctx: click.Context, key: str, no_backup: bool) -> None:
    """Switch the plugin KEY on: check, back up, migrate, seed. All or nothing."""
    state = lifecycle.enable(
        home_of(ctx),
        key,
        core=Core(),
        open_app=lambda home: KontorApp.open(home, migrate=True),
        backup=None if no_backup else backup,
    )
    say(
        f"{key} {state.version} ist an. Starten Sie laufende Server und Worker neu.",
        f"{key} {state.version} is on. Restart running servers and workers.",
    )


@plugins.command()
@click.argument("key")
@click.pass_context
def disable(ctx: click.Context, key: str) -> None:
    """Switch the plugin KEY off; its data and settings are kept."""
    lifecycle.disable(home_of(ctx), key, core=Core())
    say(
        f"{key} ist aus; seine Daten bleiben. Starten Sie laufende Server und Worker neu.",
        f"{key} is off; its data is kept. Restart running servers and workers.",
    )


@plugins.command()
@click.argument("key")
@click.pass_context
def remove(ctx: click.Context, key: str) -> None:
    """Note that the package of KEY may be uninstalled; its data is kept."""
    home = home_of(ctx)
    with closing(_database(home)) as database:
        lifecycle.remove(home, key, core=Core(), ledger=Ledger(database))
    say(
        f"{key} darf deinstalliert werden; seine Daten bleiben.",
        f"{key} may be uninstalled; its data is kept.",
    )


@plugins.command()
@click.argument("key")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--no-backup", is_flag=True, help="Do not write a backup first.")
@click.pass_context
def purge(ctx: click.Context, key: str, yes: bool, no_backup: bool) -> None:
    """Delete all data of the disabled plugin KEY; works without its code."""
    home = home_of(ctx)
    lifecycle.check_off(home, key)
    with closing(_database(home)) as database:
        plan = plan_purge(database, key)
        print_table(
            (L("Tabelle", en="Table"), L("Zeilen", en="Rows")),
            [(name, str(rows)) for name, rows in plan.tables.items()],
        )
        if plan.kept:
            print_table(
                (L("Außerdem", en="Besides"), L("Zeilen", en="Rows")),
                [(text_of(_KEPT[name]), str(rows)) for name, rows in plan.kept.items()],
            )
        if not yes:
            ask(
                f"{len(plan.tables)} Tabellen mit {plan.rows} Zeilen löschen?",
                f"Delete {len(plan.tables)} tables, {plan.rows} rows?",
            )
        if not no_backup:
            made = backup(home)
            say(f"Sicherung: {made}", f"Backup: {made}")
        purge_data(database, key)
    say(
        f"Von {key} bleiben nur seine Ereignisse in der Historie.",
        f"Nothing of {key} is left but its events in the history.",
    )


_KEPT = {
    "core_share": L("Freigaben des Plugins", en="what it shared"),
    "core_timer": L("Ereignisse, die auf ihre Zeit warten", en="events that wait for their time"),
    "core_subscriber": L("Abonnenten", en="subscribers"),
    "core_event_failure": L("nicht zugestellte Ereignisse", en="events not delivered"),
    "core_job": L("Aufträge nach Zeitplan", en="scheduled jobs"),
    "core_saved_view": L("gespeicherte Ansichten seiner Listen", en="saved views of its lists"),
    "core_usual_view": L("gemerkte Ansichten seiner Listen", en="remembered views of its lists"),
    "core_search_document": L("Einträge der Suche", en="entries of the search"),
}


def _states(home: Path) -> list[PluginState]:
    states, trusted = overview(load(home / FILE_NAME).plugins, _ledger(home))
    return states if trusted else _loaded_states(home)


def _loaded_states(home: Path) -> list[PluginState]:
    definition = load(home / FILE_NAME)
    rows = _ledger(home).values()
    loaded = lifecycle.resolve(definition, definition.plugins, Core(), rows)
    return [state for key, state in sorted(loaded.states.items()) if key != "core"]


def _ledger(home: Path) -> Mapping[str, LedgerRow]:
    with closing(_database(home)) as database:
        return Ledger(database).rows()


def _database(home: Path) -> Database:
    settings = load(home / FILE_NAME).database
    return Database(settings.url, durability=settings.durability)


def _as_json(state: PluginState) -> dict[str, str | None]:
    return {
        "key": state.key,
        "state": state.state.value,
        "title": text_of(state.title, current_locale()) if state.title is not None else None,
        "form": state.form,
        "distribution": state.distribution,
        "version": state.version,
        "summary": text_of(state.summary, current_locale()) if state.summary else None,
        "problem": text_of(state.problem, current_locale()) if state.problem is not None else None,
    }
