"""``kontor demo``: fill an empty CRM with a demo company, through each plugin's own hook."""

import click
import msgspec
from sqlalchemy import func, select

from kontor_core.app import KontorApp
from kontor_core.cli.context import open_app
from kontor_core.customers.models import Customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import User
from kontor_core.foundation.clock import SystemClock
from kontor_core.foundation.errors import Conflict, PluginError
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.storage.models import columns
from kontor_core.hooks.declarations.contexts import DemoContext
from kontor_core.hooks.declarations.entities import CORE

SEED = 20_260_101


class _Id(msgspec.Struct):
    id: str


class _Count(msgspec.Struct):
    n: int


_customer, _user = columns(Customer), columns(User)
_CUSTOMERS = select(_customer.id).order_by(_customer.number)
_USERS = select(_user.id).where(_user.active.is_(True)).order_by(_user.email)
_COUNT = select(func.count(_customer.id))


def is_empty(app: KontorApp) -> bool:
    """Tell whether there is no customer yet."""
    return app.storage.system_reader().read(_COUNT, _Count)[0].n == 0


def fill(app: KontorApp, *, seed: int = SEED) -> None:
    """Let every plugin make its demo rows, one transaction each; the same seed, the same rows.

    Raises Conflict for a CRM that has customers: demo rows do not come off again.
    """
    if not is_empty(app):
        raise Conflict(
            L(
                "Hier gibt es schon Kunden. Demodaten kommen nur in ein leeres CRM.",
                en="There are customers already. Demo data goes into an empty CRM only.",
            )
        )

    def say(text: Label) -> None:
        click.echo(f"  {text_of(text)}")

    for key in app.dispatcher.implementers("kontor_demo"):
        reader = app.storage.system_reader()
        customers = tuple(row.id for row in reader.read(_CUSTOMERS, _Id))
        staff = tuple(row.id for row in reader.read(_USERS, _Id))
        try:
            with app.unit(SYSTEM) as uow:
                context = DemoContext(
                    uow=uow,
                    clock=SystemClock(),
                    seed=seed,
                    customers=customers,
                    users=staff,
                    say=say,
                )
                app.dispatcher.act_for(key, "kontor_demo", ctx=context)
        except PluginError as error:
            if key == CORE:
                raise
            say(error.message)  # the demo company does without its rows
    app.bus.deliver()


@click.command()
@click.option("--seed", default=SEED, help="Another number makes another company.")
@click.pass_context
def demo(ctx: click.Context, seed: int) -> None:
    """Fill an empty CRM with a demo company."""
    with open_app(ctx) as app:
        fill(app, seed=seed)
        click.echo("The demo company is ready.")
