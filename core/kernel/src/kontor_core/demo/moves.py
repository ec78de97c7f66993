"""People who leave, change sides or work for two."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kontor_core.contacts.domain import affiliate, end_affiliation
from kontor_core.contacts.models import EMAIL, Affiliation, ContactPoint
from kontor_core.contacts.points import add_point, change_point
from kontor_core.demo.organisations import Organisation
from kontor_core.demo.parties import Party, Person
from kontor_core.demo.writing import Desk, write_employee


def move_around(desk: Desk, parties: Sequence[Party]) -> None:
    """Let some leave and be followed, a few of them for another customer; a few serve two."""
    employers = [p for p in parties if isinstance(p.what, Organisation) and len(p.people) > 1]
    arrivals: list[tuple[Party, Person]] = []
    for party in employers:
        other = desk.random.choice(employers)
        fate = desk.random.random()
        if fate < 0.16:
            left = _leave(desk, party)
            if left is not None and fate < 0.06 and other is not party:
                arrivals += _arrive(desk, other, left)
        elif fate < 0.21 and other is not party:
            arrivals += _serve_also(desk, party, other)
    for party, person in arrivals:  # only now, so that nobody leaves where they just came
        party.people.append(person)


def _leave(desk: Desk, party: Party) -> Person | None:
    """Let the last to come go, and somebody take the place; gives who left and when."""
    person = party.people[-1]
    first = person.since + timedelta(days=30)
    if first > desk.now:
        return None
    affiliation = desk.uow.find(Affiliation, contact_id=person.id, customer_id=party.id)
    mail = desk.uow.find(ContactPoint, contact_id=person.id, scheme=EMAIL)
    assert affiliation is not None  # noqa: S101  # written with the person
    assert mail is not None  # noqa: S101  # as above
    party.people.remove(person)
    moment = desk.between(first, desk.now)
    with desk.ctx.at(moment, by=party.owner):
        end_affiliation(desk.uow, affiliation.id)
        change_point(desk.uow, mail.id, {"state": "invalid"})
    write_employee(desk, party, affiliation.role or "", desk.between(moment, desk.now))
    return replace(person, since=moment)


def _arrive(desk: Desk, party: Party, person: Person) -> Iterator[tuple[Party, Person]]:
    """Let somebody who left turn up at another customer, with a new address."""
    moment = desk.between(max(person.since, party.career.since), desk.now)
    _affiliate(desk, party, person, desk.random.choice(_roles(party)), moment)
    with desk.ctx.at(moment, by=party.owner):
        mail = {"scheme": EMAIL, "value": party.mail_of(person.name), "purpose": "work"}
        add_point(desk.uow, {**mail, "contact_id": person.id})
    yield party, replace(person, since=moment)


def _serve_also(desk: Desk, party: Party, other: Party) -> Iterator[tuple[Party, Person]]:
    person = party.people[-1]
    first = max(person.since, other.career.since) + timedelta(days=20)
    if first < desk.now:
        moment = desk.between(first, desk.now)
        _affiliate(desk, other, person, desk.random.choice(desk.words.second), moment)
        yield other, replace(person, since=moment)


def _affiliate(desk: Desk, party: Party, person: Person, role: str, moment: datetime) -> None:
    values = {"customer_id": party.id, "contact_id": person.id, "role": role}
    with desk.ctx.at(moment, by=party.owner):
        affiliate(desk.uow, {**values, "since": moment.date()})


def _roles(party: Party) -> Sequence[str]:
    return party.what.staff if isinstance(party.what, Organisation) else ("",)
