"""Two weeks after an animal came, whoever looks after its client is reminded, once."""

from datetime import timedelta

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing import Kontor

SETTLED = "vet.animal.settled"


def admitted(kontor: Kontor) -> tuple[RecordRef, str]:
    """Admit an animal; gives it and who looks after its client."""
    vet = kontor.user()
    client = kontor.customer({"owner_id": vet})
    animal = kontor.create("vet.animal", {"customer_id": client, "name": "Bo", "species": "dog"})
    kontor.deliver()
    return animal, vet.id


def test_owner_is_reminded_after_two_weeks_and_once(kontor: Kontor) -> None:
    animal, vet = admitted(kontor)
    came = kontor.clock.now()

    waiting = kontor.timers
    kontor.pass_time(timedelta(days=13))
    kontor.deliver()
    early = kontor.notices
    kontor.pass_time(timedelta(days=1))
    kontor.deliver()
    kontor.deliver()

    (settled,) = [event for event in kontor.events if event.type == SETTLED]
    assert waiting == [(SETTLED, animal.id, came + timedelta(days=14))]
    assert (early, kontor.notices) == ([], [(vet, settled.id)])


def test_nobody_is_asked_about_an_animal_that_left(kontor: Kontor) -> None:
    animal, _ = admitted(kontor)

    kontor.delete(animal)
    kontor.deliver()
    kontor.pass_time(timedelta(days=14))
    kontor.deliver()

    assert (kontor.timers, kontor.notices) == ([], [])
