"""``kontor run``, ``kontor serve`` and ``kontor ui``: the commands that need the web."""

import os
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kontor_core.app import KontorApp
from kontor_core.cli import examples
from kontor_core.cli.context import home_of, say
from kontor_core.cli.demo import fill, is_empty
from kontor_core.foundation.access import passwords, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition import FILE_NAME, write_default
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, text_of
from kontor_web.server import Asked, check_free
from kontor_web.server import serve as serve_until_stopped
from kontor_web.ui import build as building

ADMIN = "admin@kontor.example"
_LOGIN = "first-login.txt"
_DEFAULT_HOME = ".kontor"
_EMAIL = L("Anmelden mit    ", en="Sign in with    ")
_PASSWORD = L("Kennwort        ", en="Password        ")


def _address(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option(
        "--host", default="127.0.0.1", show_default=True, help="The address to listen on."
    )(command)
    return click.option(
        "--port",
        default=8000,
        show_default=True,
        envvar="PORT",
        type=click.IntRange(1, 65535),
        help="The port to listen on; or PORT.",
    )(command)


@click.command()
@_address
@click.option("--dev", is_flag=True, help="Plain HTTP on this machine: cookies without Secure.")
@click.option("--allow-host", "hosts", multiple=True, help="A host name people use; repeatable.")
@click.option("--proxy", "proxies", multiple=True, help="A proxy whose X-Forwarded-For is true.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes; several on PostgreSQL.",
)
@click.pass_context
def serve(
    ctx: click.Context,
    host: str,
    port: int,
    dev: bool,
    hosts: tuple[str, ...],
    proxies: tuple[str, ...],
    workers: int,
) -> None:
    """Serve the web UI and the API until Ctrl-C."""
    home = home_of(ctx).resolve()
    address = f"http{'' if dev else 's'}://{hosts[0] if hosts else host}:{port}"
    serve_until_stopped(
        Asked(
            home=str(home),
            host=host,
            port=port,
            dev=dev,
            hosts=hosts,
            proxies=proxies,
            workers=workers,
        ),
        announce=lambda: click.echo(address, err=True),
    )


@click.command()
@_address
@click.option("--demo", is_flag=True, help="Fill an empty CRM with a demo company first.")
@click.option("--example", type=click.Choice(examples.NAMES), help="Start this example company.")
@click.pass_context
def run(ctx: click.Context, host: str, port: int, demo: bool, example: str | None) -> None:
    """Start a CRM on this machine; makes it first where there is none.

    KONTOR_HOME names its folder (default .kontor, for an example .kontor-NAME),
    KONTOR_ADMIN_EMAIL and KONTOR_ADMIN_PASSWORD
    the first login; without them one is made up, kept in the folder and printed.
    """
    check_free(host, port)  # before a company is made that nobody could look at
    default = f"{_DEFAULT_HOME}-{example}" if example else _DEFAULT_HOME
    home = Path(ctx.find_root().obj or default).resolve()
    new = not (home / FILE_NAME).exists()
    home.mkdir(parents=True, exist_ok=True)
    if new and example:
        examples.copy(example, home)
    elif new:
        name = "Hanse Handels AG" if demo else home.name
        write_default(home / FILE_NAME, name=name, plugins=_bundled() if demo else ())
    app = KontorApp.open(home, migrate=True)
    try:
        _name_faults(app)
        login = _first_login(app)
        if (demo or example) and is_empty(app):
            say("Die Demofirma entsteht ...", "Making the demo company ...")
            fill(app)
    finally:
        app.close()
    address = f"http://{host}:{port}"
    serve_until_stopped(
        Asked(home=str(home), host=host, port=port, dev=True),
        announce=lambda: say(
            f"\nKontor läuft:   {address}\n{login}\nStrg-C beendet es.\n",
            f"\nKontor runs at  {address}\n{login}\nCtrl-C ends it.\n",
        ),
    )


def _name_faults(app: KontorApp) -> None:
    """Say which plugins do not run and why; the others do."""
    for key, state in sorted(app.loaded.states.items()):
        if state.problem is not None:
            click.echo(f"{key}: {text_of(state.problem)}", err=True)


def _bundled() -> tuple[str, ...]:
    """Give the plugins that are installed and not always on."""
    from kontor_core.hooks.discovery import scan
    from kontor_core.hooks.loader import BUILTIN

    return tuple(sorted({c.key for c in scan() if c.distribution != BUILTIN}))


def _first_login(app: KontorApp) -> str:
    """Make the first administrator where there is none; say how to sign in."""
    kept = app.home / _LOGIN
    email = os.environ.get("KONTOR_ADMIN_EMAIL", ADMIN)
    password = os.environ.get("KONTOR_ADMIN_PASSWORD")
    if users.find_by_email(app.storage, email) is None:
        made_up = password is None
        password = password or "-".join(secrets.token_hex(2) for _ in range(4))
        try:
            hashed = passwords.hash_password(password, about=(email,))
        except Invalid as error:
            reason = "; ".join(str(problem) for problem in error.problems().values())
            raise Invalid(
                L(f"KONTOR_ADMIN_PASSWORD: {reason}", en=f"KONTOR_ADMIN_PASSWORD: {reason}")
            ) from None
        with app.unit(SYSTEM) as uow:
            users.create_user(
                uow, name="Administrator", email=email, password=hashed, roles=("administrator",)
            )
        if made_up:
            kept.touch(mode=0o600)
            kept.write_text(f"{email}\n{password}\n")
    if kept.exists():
        known, _, secret = kept.read_text().strip().partition("\n")
        if known == email:
            return f"{_EMAIL}{email}\n{_PASSWORD}{secret}"
    return f"{_EMAIL}{email}"


@click.group()
def ui() -> None:
    """Build the assets of the web UI."""


@ui.command()
@click.option("--if-stale", is_flag=True, help="Only when a source is newer than the assets.")
def build(if_stale: bool) -> None:
    """Build the assets from a checkout, with npm."""
    if if_stale and not building.is_stale():
        return
    try:
        made = building.build()
    except building.BuildFailed as error:
        click.echo(f"{L('Fehler', en='Error')}: {error}", err=True)
        sys.exit(2)
    say(f"Die Dateien der Oberfläche stehen in {made}.", f"The assets stand in {made}.")
