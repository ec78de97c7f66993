"""Out and in again, and who may take what along: on both databases."""

import csv
import io

import pytest

from kontor_core.app import KontorApp
from kontor_core.contacts.domain import create_contact
from kontor_core.customers.domain import create_customer
from kontor_core.exchange.export_cells import Manner
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.access.users import create_user

NASTY = [
    "=cmd|' /C calc'!A0",
    "+49 30 1",
    "-1",
    "@SUM(A1)",
    "'=kept",
    '"quoted"; "twice", and more',
    "Müller  &  Söhne",
    "日本 株式会社",
    "1e5",
    "00123",
    "ja",
]


def exported(app: KontorApp, wanted: Wanted, actor: Actor = SYSTEM) -> bytes:
    file = io.BytesIO()
    Export(app, actor, wanted).write(file)
    return file.getvalue()


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


def fill(app: KontorApp) -> list[str]:
    found = []
    with app.unit(SYSTEM) as uow:
        for place, name in enumerate(NASTY):
            values = {"name": name, "custom.size": place, "custom.since": "2020-02-29"}
            found.append(create_customer(uow, values).id)
    return found


def state(app: KontorApp) -> list[object]:
    page = app.resources.page(SYSTEM, app.resources.named("customers"), sort="number", limit=500)
    apart = ("created_at", "updated_at")
    places = [i for i, field in enumerate(page.fields) if field.name not in apart]
    return [[getattr(row, f"f{i}") for i in places] for row in page.rows]


@pytest.mark.parametrize(
    ("kind", "manner"),
    [
        ("csv", Manner.NAMES),
        ("csv", Manner.LABELS),
        ("xlsx", Manner.LABELS),
        ("jsonl", Manner.NAMES),
    ],
)
def test_what_was_exported_comes_back_as_it_was(crm: KontorApp, kind: str, manner: Manner) -> None:
    ids = fill(crm)
    fields = ("number", "kind", "name", "phase", "roles", "language", "custom.size", "custom.since")
    wanted = Wanted("customers", kind, fields=fields, sort="number", manner=manner, locale="de")
    path = crm.home / f"back.{kind}"
    path.write_bytes(exported(crm, wanted))
    before = state(crm)

    with crm.unit(SYSTEM) as uow:
        for record_id in ids:
            crm.resources.change_in(
                uow,
                crm.resources.named("customers"),
                record_id,
                {"name": "x", "phase": "lost", "custom.size": None, "custom.since": "2001-01-01"},
                1,
            )
    assert state(crm) != before
    job = run_import(crm, start_import(crm, SYSTEM, path, "customers"))

    assert (job.good, job.bad) == (len(NASTY), 0)
    assert state(crm) == before


def test_a_role_may_see_all_and_take_only_its_own(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        anna = create_user(uow, name="Anna", email="anna@x.de", roles=["reader"]).id
        mine = create_customer(uow, {"name": "Meiner", "owner_id": anna}).id
        other = create_customer(uow, {"name": "Fremd"}).id
        for customer in (mine, other):
            create_contact(uow, {"family_name": "P", "email": "p@x.de", "customer_id": customer})
    levels = {"*": {Action.READ: Level.ALL, Action.EXPORT: Level.OWN}}
    actor = crm.actor(anna).with_profile(Profile(levels=levels))

    assert crm.resources.count(actor, crm.resources.named("customers")) == 2
    assert rows(exported(crm, Wanted("customers", fields=("name",)), actor)) == [["Meiner"]]
    assert len(rows(exported(crm, Wanted("contact_points"), actor))) == 1


def test_persons_come_back_from_cards(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        firm = create_customer(uow, {"name": "Müller; Söhne"})
        person = {"title": "Dr.", "given_name": "Eva", "family_name": "Huber, geb. Ost"}
        ways = {"email": "eva@x.de", "phone": "030 123456", "born_on": "1980-02-03", "sex": "f"}
        create_contact(uow, {**person, **ways, "customer_id": firm.id, "role": "Chefin"})
    cards = exported(crm, Wanted("contacts", "vcf"))
    fields = ("name", "given_name", "title", "born_on", "sex", "email", "phone", "role")
    before = exported(crm, Wanted("contacts", fields=fields))
    path = crm.home / "back.vcf"
    path.write_bytes(cards)
    info = crm.resources.named("contacts")
    (row,) = crm.resources.page(SYSTEM, info, fields=[]).rows
    crm.resources.delete(SYSTEM, info, row.f0, crm.resources.get(SYSTEM, info, row.f0).version)

    job = run_import(crm, start_import(crm, SYSTEM, path, "contacts"))

    assert (job.good, job.bad) == (1, 0)
    assert exported(crm, Wanted("contacts", fields=fields)) == before
