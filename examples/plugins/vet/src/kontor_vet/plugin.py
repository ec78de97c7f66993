"""Vet: the table of contents of the plugin."""

from kontor_sdk import Entity, L, Permission, Plugin, PluginInfo, Resource, hookimpl
from kontor_sdk.flow import Event, Job, Subscription
from kontor_sdk.ui import CalendarSource, Color, Panel, Spec, Tab, TimelineRenderer, View

from .agenda import planned, put_off
from .events import AnimalSettled, VaccinationFellDue
from .models import Animal, Vaccination
from .reminders import remind
from .settling import SUBSCRIPTIONS
from .ui import animals_panel, due_entries, vaccinations_tab

ANIMAL, ANIMALS = L("Tier", en="Animal"), L("Tiere", en="Animals")
VACCINATION = L("Impfung", en="Vaccination")
VACCINATIONS = L("Impfungen", en="Vaccinations")


class Vet(Plugin):
    info = PluginInfo(
        "vet",
        L("Tierarztpraxis", en="Veterinary practice"),
        form="operative",
        summary=L(
            "Tiere mit ihren Impfungen, und Erinnerungen daran.",
            en="Animals with their vaccinations, and reminders of them.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Entity(Animal, label=ANIMAL, scope_parent="customer_id"),
            Entity(Vaccination, label=VACCINATION, title="against", scope_parent="animal_id"),
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [
            Resource(
                Animal,
                label=ANIMAL,
                label_plural=ANIMALS,
                icon="heart",
                columns=("name", "species", "customer_id", "born_on"),
                sort="name",
                nav=True,
            ),
            Resource(
                Vaccination,
                label=VACCINATION,
                label_plural=VACCINATIONS,
                icon="calendar",
                columns=("animal_id", "against", "given_on", "due_on", "reminded_on"),
                form=("animal_id", "against", "given_on", "due_on"),
                sort="due_on",
                nav=True,
            ),
        ]

    @hookimpl
    def kontor_events(self) -> list[type[Event]]:
        return [VaccinationFellDue, AnimalSettled]

    @hookimpl
    def kontor_jobs(self) -> list[Job]:
        label = L("An Impfungen erinnern", en="Remind of vaccinations")
        return [Job(id="reminders", run=remind, every="04:00", label=label)]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return SUBSCRIPTIONS

    @hookimpl
    def kontor_permissions(self) -> list[Permission]:
        return [Permission("patients", L("Patienten beim Kunden sehen", en="See patients"))]

    @hookimpl
    def kontor_ui(self) -> list[Spec]:
        need = "vet.patients"
        return [
            Panel(
                id="animals",
                on="customer",
                title=ANIMALS,
                render=animals_panel,
                refresh_on=("vet.*",),
                requires=need,
            ),
            Tab(
                id="vaccinations",
                on="customer",
                label=VACCINATIONS,
                render=vaccinations_tab,
                requires=need,
            ),
            View(
                id="due",
                of="vet.vaccination",
                label=L("Bald fällig", en="Due soon"),
                filter="due_on <= +21d",
                sort=("due_on",),
            ),
            TimelineRenderer(
                id="due",
                events=("vet.vaccination.fell_due",),
                icon="calendar",
                color=Color.C2,
                render=due_entries,
            ),
            CalendarSource(
                id="due", label=VACCINATIONS, color=Color.C4, events=planned, move=put_off
            ),
        ]
