"""``kontor privacy``: say what is held of a person, and erase it."""

import os
from pathlib import Path

import click
import msgspec
from sqlalchemy import bindparam, select

from kontor_core.app import KontorApp
from kontor_core.cli.context import (
    actor_named,
    as_option,
    ask,
    json_option,
    open_app,
    print_json,
    print_table,
    say,
)
from kontor_core.contacts.models import EMAIL, ContactPoint
from kontor_core.contacts.privacy import erase_contact, export_contact, plan_contact_erasure
from kontor_core.foundation import ids
from kontor_core.foundation.errors import Invalid, NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.privacy.erasure import Plan
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import String


class _Person(msgspec.Struct):
    id: str | None


_point = columns(ContactPoint)
_REACHED_AT = (
    select(_point.contact_id)
    .where(_point.scheme == EMAIL)
    .where(_point.value == bindparam("address", type_=String()))
    .distinct()
    .order_by(_point.contact_id)
)


@click.group()
def privacy() -> None:
    """Answer for what is held of people. CONTACT is the id of a contact or an e-mail address."""


@privacy.command()
@click.argument("contact")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this new file."
)
@as_option
@click.pass_context
def export(ctx: click.Context, contact: str, out: Path | None, as_user: str | None) -> None:
    """Print all that is held of CONTACT, as JSON (GDPR Art. 15 and 20)."""
    with open_app(ctx) as app:
        held = export_contact(app.storage, actor_named(app, as_user), _person(app, contact))
        if out is None:
            print_json(held)
            return
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(held)) + b"\n")
        say(f"Geschrieben nach {out}.", f"Written to {out}.")


@privacy.command()
@click.argument("contact")
@click.option("--dry-run", is_flag=True, help="Say what would go, and erase nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_option
@json_option
@click.pass_context
def erase(
    ctx: click.Context,
    contact: str,
    dry_run: bool,
    yes: bool,
    as_user: str | None,
    as_json: bool,
) -> None:
    """Erase what is held of CONTACT, from the rows and from the files (GDPR Art. 17)."""
    with open_app(ctx) as app:
        actor, person = actor_named(app, as_user), _person(app, contact)
        plan = plan_contact_erasure(app.storage, actor, person)
        if not as_json:
            _print_plan(app, plan)
        if not dry_run:
            if not yes:
                ask("Das alles unwiderruflich löschen?", "Erase all this for good?")
            done = erase_contact(app.storage, actor, person)
            app.bus.deliver()
            if not as_json:
                _say_erased(done.clean)
        elif not as_json:
            say("Nichts wurde gelöscht.", "Nothing was erased.")
        if as_json:
            print_json(
                {
                    "erased": not dry_run,
                    "deleted": plan.deleted,
                    "blanked": plan.blanked,
                    "kept": plan.kept,
                }
            )


def _say_erased(clean: bool) -> None:
    say("Gelöscht.", "Erased.")
    if not clean:
        say(
            "Alte Seiten der Datei sind noch in Gebrauch; sie verschwinden, wenn Server und "
            "Worker neu starten.",
            "Old pages of the file are still in use; they go when servers and workers restart.",
        )
    say(
        "Frühere Sicherungen kennen die Person noch: löschen Sie nach einem Zurückspielen erneut.",
        "Former backups still know the person: erase again after a restore.",
    )


def _person(app: KontorApp, contact: str) -> str:
    """Give the id of the contact that was named by id or by e-mail address."""
    if ids.is_id(contact):
        return contact.lower()
    address = contact.strip().lower()
    found = app.storage.system_reader().read(_REACHED_AT, _Person, {"address": address})
    people = [row.id for row in found if row.id is not None]
    if not people:
        raise NotFound("contact", contact)
    if len(people) > 1:
        listed = ", ".join(people)
        raise Invalid(
            L(
                f"Unter {contact} sind {len(people)} Personen zu erreichen. Nennen Sie eine: "
                f"{listed}",
                en=f"{len(people)} contacts are reached at {contact}. Name one of them: {listed}",
            )
        )
    return people[0]


def _print_plan(app: KontorApp, plan: Plan) -> None:
    kept = L("bleibt: {columns}", en="kept: {columns}")
    deleted, blanked = L("gelöscht", en="deleted"), L("geleert", en="blanked")
    rows = []
    for step in plan.steps:
        if step.delete or step.blank or step.pseudonym:
            done = str(deleted if step.delete else blanked)
        else:
            done = ""
        if step.keep and not step.delete:
            left = str(kept.format(columns=", ".join(step.keep)))
            done = f"{done}; {left}" if done else left
        rows.append((text_of(app.registries.label_of(step.entity)), str(len(step.rows)), done))
    head = (L("Objekt", en="Entity"), L("Zeilen", en="Rows"), L("geschieht", en="what happens"))
    print_table(head, [row for row in rows if row[2]])
