"""``kontor demo``: fill an empty CRM with a demo company, through each plugin's own hook."""

from functools import partial

import click
import msgspec
from sqlalchemy import func, select

from kontor_core.app import KontorApp
from kontor_core.cli.context import open_app
from kontor_core.cli.context import say as tell
from kontor_core.customers.models import Customer
from kontor_core.demo.stages import stages_of
from kontor_core.demo.words import read_words
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import User
from kontor_core.foundation.clock import SystemClock, from_text
from kontor_core.foundation.definition import Definition
from kontor_core.foundation.definition.defaults import ADMINISTRATOR
from kontor_core.foundation.errors import Conflict, KontorError
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import DemoContext, DemoCustomer, DemoRecord
from kontor_core.hooks.declarations.entities import CORE

SEED = 20_260_101


class _Id(msgspec.Struct):
    id: str


class _Made(_Id):
    created_at: str
    owner_id: str | None


class _Known(msgspec.Struct):
    id: str
    created_at: str
    phase: str
    roles: list[str]
    owner_id: str | None


class _Count(msgspec.Struct):
    n: int


_customer, _user = columns(Customer), columns(User)
_CUSTOMERS = select(
    _customer.id, _customer.created_at, _customer.phase, _customer.roles, _customer.owner_id
).order_by(_customer.number)
_USERS = select(_user.id).where(_user.active.is_(True)).order_by(_user.email)
_COUNT = select(func.count(_customer.id))


def is_empty(app: KontorApp) -> bool:
    """Tell whether there is no customer yet."""
    return app.storage.system_reader().read(_COUNT, _Count)[0].n == 0


def fill(app: KontorApp, *, seed: int = SEED) -> None:
    """Let every plugin make its demo rows, in one transaction; the same seed, the same rows.

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

    with app.unit(SYSTEM) as uow:
        uow.backdated = True  # what plugins tell of the past reads as one history
        words = read_words(app.home, app.definition.company.language)
        for key in app.dispatcher.implementers("kontor_demo"):
            context = DemoContext(
                uow=uow,
                clock=SystemClock(),
                seed=seed,
                customers=_customers(uow),
                users=tuple(row.id for row in uow.system_read(_USERS, _Id)),
                roles=_roles(app.definition),
                records=partial(_records, uow),
                words=words if key == CORE else words.get("plugin", {}).get(key, {}),
                say=say,
            )
            try:
                with uow.savepoint():
                    app.dispatcher.act_for(key, "kontor_demo", ctx=context)
            except KontorError as error:
                if key == CORE:
                    raise
                say(error.message)  # the demo company does without its rows
    app.bus.deliver()


def _roles(definition: Definition) -> tuple[str, ...]:
    """Give the roles that people may have, in the order of the file."""
    own = (name for name in definition.roles if not name.startswith("service_"))
    return tuple(name for name in own if name != ADMINISTRATOR.name)


def _customers(uow: UnitOfWork) -> tuple[DemoCustomer, ...]:
    stages = stages_of([choice.value for choice in uow.storage.options.get("phases", ())])
    return tuple(
        DemoCustomer(
            id=row.id,
            since=from_text(row.created_at),
            phase=row.phase,
            stage=stages.get(row.phase, "active"),
            roles=tuple(row.roles),
            owner_id=row.owner_id,
        )
        for row in uow.system_read(_CUSTOMERS, _Known)
    )


def _records(uow: UnitOfWork, entity: str, most: int) -> tuple[DemoRecord, ...]:
    rule = uow.schema.entity(entity)
    if rule is None:
        return ()
    c = rule.table.c
    newest = select(c.id, c.created_at, c.owner_id).order_by(c.created_at.desc(), c.id).limit(most)
    return tuple(
        DemoRecord(entity, row.id, since=from_text(row.created_at), owner_id=row.owner_id)
        for row in uow.system_read(newest, _Made)
    )


@click.command()
@click.option("--seed", default=SEED, help="Another number makes another company.")
@click.pass_context
def demo(ctx: click.Context, seed: int) -> None:
    """Fill an empty CRM with a demo company."""
    with open_app(ctx) as app:
        fill(app, seed=seed)
        tell("Die Demofirma steht bereit.", "The demo company is ready.")
