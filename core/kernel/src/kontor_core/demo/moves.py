"""People who leave, change sides or work for two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from kontor_core.contacts.domain import affiliate, end_affiliation
from kontor_core.contacts.models import EMAIL, Affiliation, ContactPoint
from kontor_core.contacts.points import add_point, change_point
from kontor_core.demo.organisations import Organisation
from kontor_core.demo.parties import Party
from kontor_core.demo.writing import Desk, write_employee

_SECOND_ROLES = ("Beirat", "Externe Beratung", "Projektleitung", "Datenschutz", "Hausverwaltung")


def move_around(desk: Desk, parties: Sequence[Party]) -> None:
    """Let some leave and be followed, a few of them for another customer; a few serve two."""
    employers = [p for p in parties if isinstance(p.what, Organisation) and len(p.people) > 1]
    for party in employers:
        fate = desk.random.random()
        if fate < 0.16:
            other = desk.random.choice(employers) if fate < 0.06 else None
            _leave(desk, party, other if other is not party else None)
        elif fate < 0.21:
            other = desk.random.choice(employers)
            if other is not party:
                _serve_also(desk, party, other)


def _leave(desk: Desk, party: Party, new: Party | None) -> None:
    """Let one person go, to another customer or out of sight; somebody takes the place."""
    first = party.career.since + timedelta(days=30)
    if first > desk.now - timedelta(days=10):
        return
    person, moment = party.people.pop(), desk.between(first, desk.now)
    affiliation = desk.uow.find(Affiliation, contact_id=person.id, customer_id=party.id)
    mail = desk.uow.find(ContactPoint, contact_id=person.id, scheme=EMAIL)
    assert affiliation is not None  # noqa: S101  # written with the person
    assert mail is not None  # noqa: S101  # as above
    moment = max(moment, affiliation.created_at + timedelta(days=1))
    if moment > desk.now:
        party.people.append(person)
        return
    with desk.ctx.at(moment, by=party.owner):
        end_affiliation(desk.uow, affiliation.id)
        change_point(desk.uow, mail.id, {"state": "invalid"})
    if new is not None and new.career.since < moment:
        arrival = desk.between(moment, desk.now)
        with desk.ctx.at(arrival, by=new.owner):
            values = {"customer_id": new.id, "contact_id": person.id, "role": affiliation.role}
            affiliate(desk.uow, {**values, "since": moment.date() + timedelta(days=1)})
            value = new.mail_of(person.name)
            point = {"scheme": EMAIL, "value": value, "purpose": "work", "contact_id": person.id}
            add_point(desk.uow, point)
        new.people.append(replace(person, since=arrival))
    write_employee(desk, party, affiliation.role or "", desk.between(moment, desk.now))


def _serve_also(desk: Desk, party: Party, other: Party) -> None:
    person = party.people[-1]
    first = max(party.career.since, other.career.since) + timedelta(days=40)
    if first > desk.now:
        return
    moment = desk.between(first, desk.now)
    with desk.ctx.at(moment, by=other.owner):
        role = desk.random.choice(_SECOND_ROLES)
        values = {"customer_id": other.id, "contact_id": person.id, "role": role}
        affiliate(desk.uow, {**values, "since": moment.date()})
    other.people.append(replace(person, since=moment))
