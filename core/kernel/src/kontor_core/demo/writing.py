"""Writes parties with their people, addresses and phases, each at its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kontor_core.contacts.domain import affiliate, create_contact
from kontor_core.contacts.models import EMAIL, PHONE, POSTAL, WEB, Affiliation
from kontor_core.contacts.points import add_point
from kontor_core.customers.domain import change_customer, create_customer
from kontor_core.customers.models import ORGANISATION, PERSON
from kontor_core.demo.custom_values import custom_values
from kontor_core.demo.names import Name, Names
from kontor_core.demo.organisations import Organisation
from kontor_core.demo.parties import Party, Person
from kontor_core.demo.phones import Numbers
from kontor_core.demo.places import street
from kontor_core.demo.words import Value, Words
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import DemoContext


@dataclass(frozen=True)
class Desk:
    """What everything is written with: the hook's context and the sources of chance."""

    ctx: DemoContext
    random: Random
    names: Names
    numbers: Numbers
    words: Words
    phases: Mapping[str, Sequence[str]]  # of the company, by stage
    now: datetime

    @property
    def uow(self) -> UnitOfWork:
        return self.ctx.uow

    def phase(self, stage: str) -> str | None:
        """Give a phase of the company that means this; None where there is none."""
        return self.random.choice(self.phases[stage]) if stage in self.phases else None

    def custom(
        self, entity: str, sources: Mapping[str, Value], *, others: bool = True
    ) -> dict[str, object]:
        """Make values for the fields that the company added to an entity."""
        fields = self.uow.storage.custom_fields.get(entity, {})
        found = custom_values(self.random, fields, sources, self.now, others=others)
        return {f"custom.{name}": value for name, value in found.items()}

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def between(self, first: datetime, last: datetime) -> datetime:
        """Give a moment in office hours, between two others."""
        moment = first + self.random.random() * (last - first)
        return max(first, self.ctx.office_hours(self.random, moment))


def write_party(desk: Desk, party: Party) -> None:
    """Write a party as it came in, its people as they turned up, its phases as they changed."""
    what = party.what
    courted = party.role == "customer"  # suppliers and the like are what they are at once
    values: dict[str, object] = {
        "kind": ORGANISATION if isinstance(what, Organisation) else PERSON,
        "name": party.name,
        "phase": None if courted else desk.phase("active"),
        "roles": ["prospect" if courted else party.role],
        "language": party.language,
        "owner_id": party.owner,
        "team_id": party.team,
    }
    own = desk.custom("customer", desk.words.values.get("customer", {}))
    for name in own.keys() - {f"custom.{name}" for name in desk.words.later}:
        values[name] = own[name]
    with desk.ctx.at(party.career.since, by=party.owner):
        party.id = create_customer(desk.uow, values).id
        if isinstance(what, Organisation):
            _reach_organisation(desk, party, what)
        else:
            _reach_private(desk, party, what)
    if isinstance(what, Organisation):
        _write_people(desk, party, what)
    if courted:
        _go_through_phases(desk, party)


def write_addresses(
    desk: Desk, contact_id: str, mail: str, *, area: str, purpose: str = "work"
) -> None:
    """Give a person an e-mail address, most often a number and sometimes a second one."""
    owner = {"contact_id": contact_id, "purpose": purpose}
    add_point(desk.uow, {"scheme": EMAIL, "value": mail, **owner})
    numbers = [desk.numbers.landline(area)] if desk.chance(0.65) else []
    numbers += [desk.numbers.mobile()] if desk.chance(0.15) else []
    for number in filter(None, numbers):
        add_point(desk.uow, {"scheme": PHONE, "value": number, **owner})


def _reach_organisation(desk: Desk, party: Party, what: Organisation) -> None:
    owner = {"customer_id": party.id, "purpose": "work"}
    box = desk.random.choice(("info", "info", "kontakt", "office", "mail"))
    add_point(desk.uow, {"scheme": EMAIL, "value": f"{box}@{what.domain}", **owner})
    if number := desk.numbers.landline(party.place.area):
        add_point(desk.uow, {"scheme": PHONE, "value": number, **owner})
    add_point(desk.uow, {"scheme": WEB, "value": f"https://www.{what.domain}", **owner})
    address = _postal(desk, party)
    add_point(desk.uow, {**address, **owner})
    if desk.chance(0.15):
        billing = {"value": f"rechnung@{what.domain}", "purpose": "billing"}
        add_point(desk.uow, {"scheme": EMAIL, "customer_id": party.id, **billing})
    if desk.chance(0.12):
        while (delivery := _postal(desk, party)) == address:
            pass
        add_point(desk.uow, {**delivery, "customer_id": party.id, "purpose": "delivery"})


def _reach_private(desk: Desk, party: Party, name: Name) -> None:
    affiliation = desk.uow.find(Affiliation, customer_id=party.id)
    assert affiliation is not None  # noqa: S101  # a private customer owns one person
    contact_id = affiliation.contact_id
    party.people.append(Person(name, contact_id, party.career.since))
    area = party.place.area
    write_addresses(desk, contact_id, party.mail_of(name), area=area, purpose="private")
    postal = {**_postal(desk, party), "contact_id": contact_id, "purpose": "private"}
    add_point(desk.uow, postal)


def _postal(desk: Desk, party: Party) -> dict[str, str]:
    place = party.place
    return {
        "scheme": POSTAL,
        "street": street(desk.random, place),
        "postcode": place.postcode,
        "city": place.city,
        "country": place.country,
    }


def _write_people(desk: Desk, party: Party, what: Organisation) -> None:
    """Let people turn up: the first with the company, others in the months after."""
    random, came = desk.random, party.career.since
    count = random.choices((1, 2, 3, 4, 5), weights=(20, 32, 26, 14, 8))[0]
    roles = [what.staff[0], *random.sample(what.staff[1:], min(count, len(what.staff) - 1))]
    for place, role in enumerate(roles[:count]):
        moment = came if place == 0 else desk.between(came, min(came + timedelta(200), desk.now))
        write_employee(desk, party, role, moment)


def write_employee(desk: Desk, party: Party, role: str, moment: datetime) -> None:
    """Write a person who works for an organisation."""
    name = desk.names.next()
    with desk.ctx.at(moment, by=party.owner):
        contact = create_contact(
            desk.uow,
            {
                "title": name.title,
                "given_name": name.given,
                "family_name": name.family,
                "sex": name.sex,
                "language": party.language,
                "owner_id": party.owner,
                "team_id": party.team,
                **desk.custom("contact", desk.words.values.get("contact", {})),
            },
        )
        since = moment.date() - timedelta(days=desk.random.randint(30, 3000))
        affiliate(
            desk.uow,
            {"customer_id": party.id, "contact_id": contact.id, "role": role, "since": since},
        )
        write_addresses(desk, contact.id, party.mail_of(name), area=party.place.area)
    party.people.append(Person(name, contact.id, moment))


def _go_through_phases(desk: Desk, party: Party) -> None:
    own = desk.custom("customer", desk.words.later, others=False)
    for moment, stage in party.career.steps:
        values = {"phase": desk.phase(stage), "roles": ["customer"], **own}
        own = {}
        with desk.ctx.at(moment, by=party.owner):
            change_customer(desk.uow, party.id, values)
