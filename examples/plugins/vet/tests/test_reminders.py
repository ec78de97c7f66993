"""Clients hear of it once, in time, and only those who look after them see it."""

from datetime import date, timedelta

import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing import Kontor

DUE = "vet.vaccination.fell_due"


@pytest.fixture
def client(kontor: Kontor) -> RecordRef:
    return kontor.customer()


def vaccinated(kontor: Kontor, client: RecordRef, *, until: date) -> RecordRef:
    animal = kontor.create("vet.animal", {"customer_id": client, "name": "Bo", "species": "dog"})
    given = {"against": "Tollwut", "given_on": until - timedelta(days=365), "due_on": until}
    return kontor.create("vet.vaccination", {"animal_id": animal, **given})


def told(kontor: Kontor) -> list[str | None]:
    return [event.subject_id for event in kontor.events if event.type == DUE]


def test_what_runs_out_within_three_weeks_is_said_once(kontor: Kontor, client: RecordRef) -> None:
    today = kontor.clock.now().date()
    soon = vaccinated(kontor, client, until=today + timedelta(days=20))
    vaccinated(kontor, client, until=today + timedelta(days=40))

    kontor.run_jobs()
    kontor.run_jobs()

    assert told(kontor) == [soon.id]
    assert kontor.values(soon)["reminded_on"] == today.isoformat()


def test_the_other_follows_when_its_time_comes(kontor: Kontor, client: RecordRef) -> None:
    today = kontor.clock.now().date()
    later = vaccinated(kontor, client, until=today + timedelta(days=40))

    kontor.run_jobs()
    kontor.pass_time(timedelta(days=20))
    kontor.run_jobs()

    assert told(kontor) == [later.id]


def test_vaccinations_follow_the_client(kontor: Kontor) -> None:
    mine, other = kontor.user(), kontor.user()
    shot = vaccinated(kontor, kontor.customer({"owner_id": mine}), until=date(2027, 5, 4))

    seen = [kontor.visible("vet.vaccination", to=user) for user in (mine, other)]

    assert seen == [[shot.id], []]
