"""What people see: data in, view objects out."""

from collections.abc import Sequence

from kontor_sdk import L
from kontor_sdk.flow import Events
from kontor_sdk.ui import Color, Entry, Head, Kind, RecordRef, Table, Tag, UiContext

from .models import SPECIES
from .queries import ANIMALS, VACCINATIONS, AnimalRow, VaccinationRow

NAME, DUE = L("Name", en="Name"), L("Impfung bis", en="Vaccinated until")
AGAINST, GIVEN = L("Gegen", en="Against"), L("Geimpft am", en="Given on")
TAGS = {one.value: Tag(one.label, Color(one.color)) for one in SPECIES}


def animals_panel(ctx: UiContext) -> Table:
    """Show the animals of a client, and how long each is protected."""
    rows = ctx.read(ANIMALS, AnimalRow, {"customer": ctx.record_id})
    return Table(
        columns=(Head(NAME), Head(L("Tierart", en="Species")), Head(DUE, Kind.DATE)),
        rows=[(row.name, TAGS.get(row.species), row.due_on) for row in rows],
        links=[RecordRef("vet.animal", row.id) for row in rows],
        empty=L("Noch keine Tiere.", en="No animals yet."),
    )


def vaccinations_tab(ctx: UiContext) -> Table:
    """Show all vaccinations of a client's animals, the latest first."""
    rows = ctx.read(VACCINATIONS, VaccinationRow, {"customer": ctx.record_id})
    return Table(
        columns=(Head(NAME), Head(AGAINST), Head(GIVEN, Kind.DATE), Head(DUE, Kind.DATE)),
        rows=[(row.name, row.against, row.given_on, row.due_on) for row in rows],
        links=[RecordRef("vet.vaccination", row.id) for row in rows],
        empty=L("Noch keine Impfungen.", en="No vaccinations yet."),
    )


def due_entries(ctx: UiContext, events: Events) -> Sequence[Entry]:
    """Say in the client's history what fell due."""
    return [
        Entry(
            title=L("Impfung läuft ab: {against}", en="Vaccination runs out: {against}").format(
                against=event.payload["against"]
            )
        )
        for event in events
    ]
