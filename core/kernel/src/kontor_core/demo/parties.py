"""Who there is to deal with: organisations and private persons with a past, not yet written."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from kontor_core.demo.careers import Career, career
from kontor_core.demo.names import Name, Names
from kontor_core.demo.organisations import Organisation, Organisations
from kontor_core.demo.places import ABROAD, PLACES, Place
from kontor_core.demo.staff import SERVICE, Team
from kontor_core.demo.words import Words

_MAILBOXES = ("post.example", "mail.example", "brief.example")


@dataclass(frozen=True)
class Person:
    """Somebody to talk to, and since when the company knows whom to talk to there."""

    name: Name
    id: str
    since: datetime


@dataclass
class Party:
    """Somebody to deal with; ``id`` and ``people`` are known once it was written."""

    what: Organisation | Name
    role: str
    place: Place
    career: Career
    owner: str
    team: str
    id: str = ""
    people: list[Person] = field(default_factory=list)

    @property
    def name(self) -> str:
        what = self.what
        return what.name if isinstance(what, Organisation) else f"{what.given} {what.family}"

    @property
    def language(self) -> str:
        return "de" if self.place.country == "DE" else "en"

    def known(self, moment: datetime) -> list[Person]:
        """Give the people one could talk to at a moment; never nobody."""
        return [person for person in self.people if person.since <= moment] or self.people[:1]

    def mail_of(self, name: Name) -> str:
        """Give the address of a person who works here or is the customer."""
        if isinstance(self.what, Organisation):
            return f"{name.mail}@{self.what.domain}"
        return f"{name.mail}@{_MAILBOXES[len(name.mail) % len(_MAILBOXES)]}"


def parties(
    random: Random,
    names: Names,
    words: Words,
    teams: Mapping[str, Team],
    *,
    now: datetime,
    phases: Container[str],
    size: int,
) -> list[Party]:
    """Make up who there is, the longest known first."""
    organisations = Organisations(random, words.trades, words.positions)
    found = []
    for kind, share in words.shares.items():
        courted = kind in ("customer", "private")
        for _ in range(max(1, round(size * share))):
            place = random.choice(ABROAD if random.random() < 0.04 else PLACES)
            team = teams[place.region if kind == "customer" else SERVICE]
            party = Party(
                what=names.next() if kind == "private" else organisations.next(kind),
                role="customer" if courted else kind,
                place=place,
                career=career(random, now, phases, "" if courted else "active"),
                owner=random.choice(team.members),
                team=team.id,
            )
            found.append(party)
    return sorted(found, key=lambda party: party.career.since)
