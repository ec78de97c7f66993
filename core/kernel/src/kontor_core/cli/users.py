"""``kontor user``: users, passwords, roles, teams and API tokens."""

import sys
from datetime import timedelta

import click

from kontor_core.app import KontorApp
from kontor_core.cli.context import json_option, open_app, print_json, print_table, say
from kontor_core.foundation import clock
from kontor_core.foundation.access import password_links, passwords, second_factor, tokens, users
from kontor_core.foundation.access.accounts import Accounts
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import Team
from kontor_core.foundation.errors import Invalid, NotFound, Refused
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import nearest

_SET, _NOT_SET = L("gesetzt", en="set"), L("fehlt", en="not set")


@click.group()
def user() -> None:
    """Make users, passwords, roles, teams and tokens."""


@user.command()
@click.argument("email")
@click.option("--name", help="The name shown; default: the part before the @.")
@click.option("--role", "roles", multiple=True, help="A role of kontor.toml; repeatable.")
@click.option("--team", "teams", multiple=True, help="A team, made when it is new; repeatable.")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input, do not ask."
)
@click.option("--no-password", is_flag=True, help="Without a password nobody can sign in yet.")
@click.pass_context
def create(
    ctx: click.Context,
    email: str,
    name: str | None,
    roles: tuple[str, ...],
    teams: tuple[str, ...],
    password_stdin: bool,
    no_password: bool,
) -> None:
    """Make a user with an e-mail address; asks for a password."""
    with open_app(ctx) as app:
        _known_roles(app, roles)
        shown = name or email.partition("@")[0]
        about = (shown, email, app.definition.company.name)
        secret = None if no_password else _ask(password_stdin)
        hashed = passwords.hash_password(secret, about=about) if secret is not None else None
        with app.unit(SYSTEM) as uow:
            made = users.create_user(
                uow,
                name=shown,
                email=email,
                password=hashed,
                roles=roles,
                teams=[_team(uow, team) for team in teams],
            )
        click.echo(made.id)


@user.command("list")
@json_option
@click.pass_context
def list_users(ctx: click.Context, as_json: bool) -> None:
    """List all users."""
    with open_app(ctx) as app:
        found = users.all_users(app.storage)
        if as_json:
            print_json([{"id": u.id, "name": u.name, "email": u.email} for u in found])
            return
        print_table(
            (
                "Name",
                L("E-Mail", en="E-mail"),
                L("aktiv", en="active"),
                L("Kennwort", en="password"),
                "id",
            ),
            [
                (
                    u.name,
                    u.email,
                    str(L("ja", en="yes") if u.active else L("nein", en="no")),
                    str(_SET if u.password_hash else _NOT_SET),
                    u.id,
                )
                for u in found
            ],
        )


@user.command()
@click.argument("email")
@click.option("--password-stdin", is_flag=True, help="Read it from standard input, do not ask.")
@click.pass_context
def password(ctx: click.Context, email: str, password_stdin: bool) -> None:
    """Set a user's password; every open session of the user ends."""
    with open_app(ctx) as app:
        found = _user(app, email)
        about = (found.name, found.email, app.definition.company.name)
        hashed = passwords.hash_password(_ask(password_stdin), about=about)
        with app.unit(SYSTEM) as uow:
            users.set_password(uow, found.id, hashed)
        say("Das Kennwort ist gesetzt.", "The password is set.")


@user.command()
@click.argument("email")
@click.pass_context
def link(ctx: click.Context, email: str) -> None:
    """Make a link by which a user sets their password, once."""
    with open_app(ctx) as app:
        found = _user(app, email)
        if not found.active:
            raise Refused(
                L(f"{email} ist ausgeschaltet.", en=f"{email} is switched off."), field="email"
            )
        with app.unit(SYSTEM) as uow:
            made = password_links.create(uow, found.id)
        until = made.expires_at.strftime("%Y-%m-%d %H:%M UTC")
        say(
            f"Gilt einmal, bis {until}; davor gehört die Adresse von Kontor:",
            f"Works once, until {until}; put Kontor's address before it:",
        )
        click.echo(f"/welcome/{made.token}")


@user.command()
@click.argument("email")
@click.argument("roles", nargs=-1, required=True)
@click.pass_context
def roles(ctx: click.Context, email: str, roles: tuple[str, ...]) -> None:
    """Give a user these ROLES in place of the former ones."""
    with open_app(ctx) as app:
        _known_roles(app, roles)
        with app.unit(SYSTEM) as uow:
            users.set_roles(uow, _user(app, email).id, roles)
        click.echo(f"{email}: {', '.join(roles)}")


@user.command("reset-factor")
@click.argument("email", required=False)
@click.option("--unreadable", is_flag=True, help="Of all whose factor the key does not open.")
@click.pass_context
def reset_factor(ctx: click.Context, email: str | None, unreadable: bool) -> None:
    """Take away a user's second factor; every open session of the user ends."""
    if bool(email) == unreadable:
        raise click.UsageError("Give either EMAIL or --unreadable.")
    with open_app(ctx) as app:
        accounts = Accounts(app.storage, app.definition.roles, SYSTEM)
        if email:
            accounts.reset_second_factor(_user(app, email).id)
            say("Der zweite Faktor ist zurückgesetzt.", "The second factor is reset.")
            return
        found = second_factor.unreadable(app.storage, app.vault)
        for user_id in found:
            accounts.reset_second_factor(user_id)
        say(f"{len(found)} zurückgesetzt.", f"{len(found)} reset.")


@user.command("off")
@click.argument("email")
@click.pass_context
def switch_off(ctx: click.Context, email: str) -> None:
    """Switch a user off: sessions end, tokens stop, records stay."""
    with open_app(ctx) as app:
        with app.unit(SYSTEM) as uow:
            users.switch_off(uow, _user(app, email).id)
        say(f"{email} ist ausgeschaltet.", f"{email} is switched off.")


@user.command()
@click.argument("email")
@click.option("--name", default="cli", show_default=True, help="What the token is for.")
@click.option("--days", type=click.IntRange(1, 3650), help="When it ends; default: never.")
@click.option("--scope", "scopes", multiple=True, help="Narrow it: customers:read; repeatable.")
@click.pass_context
def token(
    ctx: click.Context, email: str, name: str, days: int | None, scopes: tuple[str, ...]
) -> None:
    """Make an API token that speaks for a user; it is shown once."""
    with open_app(ctx) as app:
        found = _user(app, email)
        tokens.check_scopes(scopes, [info.name for info in app.resources.all()])
        expires = clock.now() + timedelta(days=days) if days else None
        with app.unit(SYSTEM) as uow:
            made = tokens.create(
                uow, user_id=found.id, name=name, scopes=scopes or None, expires_at=expires
            )
        click.echo(made.token)


def _user(app: KontorApp, email: str) -> users.UserRow:
    found = users.find_by_email(app.storage, email)
    if found is None:
        raise NotFound("user", email)
    return found


def _known_roles(app: KontorApp, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in app.definition.roles:
            near = nearest(name, list(app.definition.roles))
            hinweis = f" Meinten Sie „{near}“?" if near else ""
            hint = f' Did you mean "{near}"?' if near else ""
            raise Invalid(
                L(
                    f"Die Rolle „{name}“ steht nicht in kontor.toml.{hinweis}",
                    en=f'There is no role "{name}" in kontor.toml.{hint}',
                ),
                field="role",
            )


def _team(uow: UnitOfWork, name: str) -> str:
    found = uow.find(Team, name=name)
    return found.id if found is not None else users.create_team(uow, name).id


def _ask(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    typed: str = click.prompt(
        str(L("Kennwort", en="Password")),
        hide_input=True,
        confirmation_prompt=str(L("Noch einmal", en="Once more")),
    )
    return typed
