"""The plugin ``core``: the heart joins through the very hooks that everybody uses."""

from collections.abc import Sequence
from datetime import timedelta

from kontor_core.bulk.forgetting import (
    files_that_may_come_back,
    forget_bulk_values,
    forget_old_bulk,
)
from kontor_core.bulk.models import BulkJob, BulkLine
from kontor_core.contacts import domain as contacts
from kontor_core.contacts import points
from kontor_core.contacts.events import ContactErased, ContactsMerged, ContactsUnmerged
from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.contacts.ui import contact_ui
from kontor_core.customers import domain as customers
from kontor_core.customers.events import CustomerErased, CustomersMerged, CustomersUnmerged
from kontor_core.customers.models import Customer, Merge
from kontor_core.customers.ui import customer_ui
from kontor_core.demo.company import make_company
from kontor_core.events.administration import (
    ADMINISTRATION,
    OPERATE,
    SWITCH_PLUGINS,
    VIEW_AS,
)
from kontor_core.events.arrivals import FileArrived, NoteArrived, TagsArrived
from kontor_core.events.exported import RecordsExported
from kontor_core.events.notices import NotificationRequested
from kontor_core.events.types import Event
from kontor_core.exchange.export_store import forget_exports_of_the_erased, forget_old_exports
from kontor_core.exchange.forgetting import forget_old_imports
from kontor_core.exchange.models import ImportChunk, ImportError, ImportJob
from kontor_core.exchange.staff import STAFF
from kontor_core.foundation.access import repeats
from kontor_core.foundation.access.calendar_choices import CalendarChoice
from kontor_core.foundation.access.home_layouts import HomeLayout
from kontor_core.foundation.access.models import (
    ApiRequest,
    ApiToken,
    Credential,
    Entry,
    Membership,
    PasswordLink,
    RecoveryCode,
    RoleAssignment,
    SecondFactor,
    Session,
    Share,
    Team,
    User,
)
from kontor_core.foundation.access.preferences import Preference
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import ERASE_PERSONS
from kontor_core.foundation.storage.subjects import sweep_orphans
from kontor_core.foundation.storage.sweeping import sweep
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import DemoContext, JobContext
from kontor_core.hooks.declarations.entities import Entity, Resource, Scope
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.hooks.declarations.rights import Permission
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl
from kontor_core.interactions import domain as interactions
from kontor_core.interactions.models import Interaction, Participant
from kontor_core.interactions.ui import interaction_ui
from kontor_core.resources.saved_views import SavedView, UsualView


def sweep_files(ctx: JobContext) -> None:
    """Remove what lost its record, then files that no row names any more."""
    with ctx.unit() as uow:
        sweep_orphans(uow)
    sweep(ctx.reader.storage, files_that_may_come_back(ctx))


def forget_requests(ctx: JobContext) -> None:
    """Forget what was answered to requests under a key, after a day."""
    with ctx.unit() as uow:
        repeats.forget_old(uow)


_SYSTEM = (
    ApiRequest,
    ApiToken,
    BulkJob,
    BulkLine,
    CalendarChoice,
    Credential,
    Entry,
    HomeLayout,
    ImportChunk,
    ImportError,
    ImportJob,
    Membership,
    Merge,
    PasswordLink,
    Preference,
    RecoveryCode,
    RoleAssignment,
    SavedView,
    SecondFactor,
    Session,
    Share,
    UsualView,
)


class Core(Plugin):
    """Customers, contacts, interactions, users and teams."""

    info = PluginInfo(
        "core",
        L("Kern", en="Core"),
        summary=L(
            "Stammdaten, Interaktionen, Benutzer und der Verlauf.",
            en="Records, interactions, users and the history.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> Sequence[Entity]:
        return [
            Entity(Customer, label=L("Kunde", en="Customer")),
            Entity(Contact, label=L("Person", en="Contact"), linked=(Affiliation, "contact_id")),
            Entity(
                Affiliation,
                label=L("Zugehörigkeit", en="Affiliation"),
                title="role",
                scope_parent="customer_id",
            ),
            Entity(
                ContactPoint,
                label=L("Kontaktweg", en="Contact point"),
                title="value",
                via=("customer_id", "contact_id"),
            ),
            Entity(
                Interaction,
                label=L("Kundenkontakt", en="Interaction"),
                title="subject",
                scope_parent="customer_id",
            ),
            Entity(
                Participant,
                label=L("Beteiligter", en="Participant"),
                title="role",
                scope_parent="interaction_id",
            ),
            Entity(
                User,
                label=L("Benutzer", en="User"),
                scope=Scope.OPEN,
                scope_reason="Everybody sees who looks after a customer.",
            ),
            Entity(
                Team,
                label=L("Team", en="Team"),
                scope=Scope.OPEN,
                scope_reason="Everybody sees which team looks after a customer.",
            ),
            *(Entity(model, title="id", scope=Scope.SYSTEM) for model in _SYSTEM),
        ]

    @hookimpl
    def kontor_resources(self) -> Sequence[Resource]:
        return [
            Resource(
                Customer,
                label=L("Kunde", en="Customer"),
                label_plural=L("Kunden", en="Customers"),
                icon="building",
                columns=("name", "number", "phase", "roles", "owner_id"),
                form=("kind", "name", "phase", "roles", "language", "owner_id", "team_id"),
                sort="name",
                search="name_key",
                nav=True,
                create=customers.create_customer,
                change=customers.change_customer,
                delete=customers.delete_customer,
                import_key="number",
            ),
            Resource(
                Contact,
                label=L("Person", en="Contact"),
                label_plural=L("Personen", en="Contacts"),
                icon="user",
                columns=("name", "owner_id"),
                form=("title", "given_name", "family_name", "sex", "born_on", "language"),
                sort="name",
                search="name_key",
                nav=True,
                create=contacts.create_contact,
                change=contacts.change_contact,
                delete=contacts.delete_contact,
            ),
            Resource(
                Affiliation,
                label=L("Zugehörigkeit", en="Affiliation"),
                label_plural=L("Zugehörigkeiten", en="Affiliations"),
                icon="link",
                columns=("contact_id", "customer_id", "role", "since", "until"),
                form=("customer_id", "contact_id", "role", "since", "until"),
                create=contacts.affiliate,
                change=contacts.change_affiliation,
                delete=contacts.delete_affiliation,
                keeps=False,
            ),
            Resource(
                ContactPoint,
                label=L("Kontaktweg", en="Contact point"),
                label_plural=L("Kontaktwege", en="Contact points"),
                icon="at-sign",
                columns=("scheme", "value", "purpose", "state"),
                form=(
                    "customer_id",
                    "contact_id",
                    "scheme",
                    "value",
                    "purpose",
                    "state",
                    "street",
                    "postcode",
                    "city",
                    "country",
                ),
                create=points.add_point,
                change=points.change_point,
                delete=contacts.delete_contact_point,
                keeps=False,
            ),
            Resource(
                Interaction,
                label=L("Kundenkontakt", en="Interaction"),
                label_plural=L("Kundenkontakte", en="Interactions"),
                icon="message-circle",
                columns=("occurred_at", "channel", "direction", "subject", "customer_id"),
                form=(
                    "customer_id",
                    "contact_id",
                    "channel",
                    "direction",
                    "occurred_at",
                    "subject",
                    "body",
                    "outcome",
                    "follow_up_on",
                ),
                sort="-occurred_at",
                create=interactions.record_interaction,
                change=interactions.change_interaction,
                delete=interactions.delete_interaction,
            ),
            Resource(
                Participant,
                label=L("Beteiligter", en="Participant"),
                label_plural=L("Beteiligte", en="Participants"),
                icon="users",
                columns=("contact_id", "user_id", "role"),
                form=("interaction_id", "contact_id", "user_id", "role"),
                create=interactions.add_participant,
                keeps=False,
            ),
            Resource(
                User,
                label=L("Benutzer", en="User"),
                label_plural=L("Benutzer", en="Users"),
                icon="user-cog",
                columns=("name", "email", "active"),
                sort="name",
                read_only=True,
                presets=(STAFF,),
                keeps=False,
            ),
            Resource(
                Team,
                label=L("Team", en="Team"),
                label_plural=L("Teams", en="Teams"),
                icon="users",
                columns=("name", "lead_id"),
                sort="name",
                read_only=True,
                keeps=False,
            ),
        ]

    @hookimpl
    def kontor_events(self) -> Sequence[type[Event]]:
        return [
            CustomersMerged,
            CustomersUnmerged,
            CustomerErased,
            ContactsMerged,
            ContactsUnmerged,
            ContactErased,
            NotificationRequested,
            FileArrived,
            NoteArrived,
            TagsArrived,
            RecordsExported,
            *ADMINISTRATION,
        ]

    @hookimpl
    def kontor_subscriptions(self) -> Sequence[Subscription]:
        return [
            Subscription(
                ("customer.erased", "contact.erased"),
                forget_exports_of_the_erased,
                id="forget_exports",
            ),
            Subscription(
                ("customer.erased", "contact.erased"),
                forget_bulk_values,
                mode="transactional",
                id="forget_bulk",
            ),
        ]

    @hookimpl
    def kontor_jobs(self) -> Sequence[Job]:
        return [
            Job(
                id="sweep_files",
                run=sweep_files,
                every="02:40",
                label=L("Verwaiste Dateien entfernen", en="Remove orphaned files"),
            ),
            Job(
                id="forget_imports",
                run=forget_old_imports,
                every="03:40",
                label=L("Alte Importe vergessen", en="Forget old imports"),
            ),
            Job(
                id="forget_exports",
                run=forget_old_exports,
                every=timedelta(hours=1),
                label=L("Alte Exporte vergessen", en="Forget old exports"),
            ),
            Job(
                id="forget_bulk",
                run=forget_old_bulk,
                every="03:50",
                label=L("Alte Sammelvorgänge vergessen", en="Forget old bulk changes"),
            ),
            Job(
                id="forget_requests",
                run=forget_requests,
                every=timedelta(hours=1),
                label=L("Antworten der API vergessen", en="Forget stored answers of the API"),
            ),
        ]

    @hookimpl
    def kontor_permissions(self) -> Sequence[Permission]:
        return [
            Permission(
                MANAGE_USERS,
                L("Benutzer verwalten", en="Manage users"),
                help=L(
                    "Benutzer anlegen, Rollen und Teams vergeben, Zugänge beenden.",
                    en="Create users, assign roles and teams, close accounts.",
                ),
            ),
            Permission(
                OPERATE,
                L("Betrieb", en="Operations"),
                help=L(
                    "Unzustellbare Ereignisse, Aufträge und Gesundheit ansehen und eingreifen.",
                    en="See dead letters, jobs and health, and intervene.",
                ),
            ),
            Permission(
                SWITCH_PLUGINS,
                L("Plugins schalten", en="Switch plugins"),
                help=L(
                    "Plugins ein- und ausschalten und sehen, was sie speichern.",
                    en="Switch plugins on and off and see what they store.",
                ),
            ),
            Permission(
                VIEW_AS,
                L("Als Nutzer ansehen", en="View as a user"),
                help=L(
                    "Kontor nur lesend so sehen, wie jemand mit nicht mehr Rechten es sieht.",
                    en="See Kontor, read only, as somebody with no more rights than you sees it.",
                ),
            ),
            Permission(
                ERASE_PERSONS,
                L("Personenbezogene Daten löschen", en="Erase personal data"),
                help=L(
                    "Auskunft erteilen und Löschanträge ausführen.",
                    en="Answer requests for access and carry out erasures.",
                ),
            ),
        ]

    @hookimpl
    def kontor_ui(self) -> Sequence[Spec]:
        return [*customer_ui(), *contact_ui(), *interaction_ui()]

    @hookimpl
    def kontor_demo(self, ctx: DemoContext) -> None:
        make_company(ctx)
