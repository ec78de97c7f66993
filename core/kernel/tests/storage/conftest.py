"""A company of three: what is Ada's, what is her team's, what is hidden from her."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kontor_core.contacts.domain import create_contact
from kontor_core.contacts.points import add_point
from kontor_core.customers.domain import create_customer
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.storage.storage import Storage
from kontor_core.interactions.domain import record_interaction

HIDDEN = "Zugesperrt"
"""Stands in every text of what the acting one may not see."""


@dataclass
class Company:
    """Ids of the rows, and the one who acts."""

    storage: Storage
    me: Actor
    mine: str
    hidden: str
    my_contact: str
    hidden_contact: str
    hidden_point: str
    hidden_touch: str
    other: Actor
    other_team: str


@pytest.fixture
def company_for(storage: Storage, staff) -> Callable[..., Company]:  # type: ignore[no-untyped-def]
    def make(level: Level | dict[str, Level] = Level.OWN, **classes: object) -> Company:
        team, other_team = staff.team(), staff.team()
        me = staff.user(level, teams=[team], **classes)
        other = staff.user(Level.OWN, teams=[other_team])
        with storage.unit(SYSTEM) as uow:
            own = {"owner_id": me.id, "team_id": team}
            foreign = {"owner_id": other.id, "team_id": other_team}
            mine = create_customer(uow, {"name": "Offen GmbH", **own})
            hidden = create_customer(uow, {"name": f"{HIDDEN} GmbH", **foreign})
            my_contact = create_contact(
                uow, {"family_name": "Offen", "customer_id": mine.id, "role": "Einkauf"}
            )
            hidden_contact = create_contact(
                uow, {"family_name": HIDDEN, "customer_id": hidden.id, "role": HIDDEN}
            )
            point = add_point(
                uow,
                {"scheme": "email", "value": f"{HIDDEN}@kontor.example", "customer_id": hidden.id},
            )
            add_point(
                uow, {"scheme": "email", "value": "offen@kontor.example", "customer_id": mine.id}
            )
            touch = record_interaction(
                uow, {"customer_id": hidden.id, "channel": "call", "subject": HIDDEN}
            )
            record_interaction(uow, {"customer_id": mine.id, "channel": "call", "subject": "Offen"})
        return Company(
            storage=storage,
            me=me,
            mine=mine.id,
            hidden=hidden.id,
            my_contact=my_contact.id,
            hidden_contact=hidden_contact.id,
            hidden_point=point.id,
            hidden_touch=touch.id,
            other=other,
            other_team=other_team,
        )

    return make


@pytest.fixture
def company(company_for: Callable[..., Company]) -> Company:
    return company_for()
