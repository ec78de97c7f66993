"""What the practice tells others."""

from kontor_sdk.flow import Event


class VaccinationFellDue(Event):
    """A vaccination runs out within three weeks."""

    name = "vet.vaccination.fell_due"

    against: str
    due_on: str


class AnimalSettled(Event):
    """Two weeks ago the animal came to the practice for the first time."""

    name = "vet.animal.settled"
