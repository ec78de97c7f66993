"""Mail into history: mailboxes are read, messages find their people, strangers are sorted."""

from collections.abc import Sequence

from kontor_sdk import Entity, L, Permission, Plugin, PluginInfo, Resource, Settings, hookimpl
from kontor_sdk.flow import Check, DemoContext, Job
from kontor_sdk.models import now
from kontor_sdk.ui import (
    Action,
    ActionContext,
    ActionResult,
    Done,
    EntryLinks,
    Group,
    HelpPage,
    NavItem,
    Page,
    Route,
    Spec,
    Tab,
)

from . import inputs, triage
from .checks import CHECKS
from .demo import make_demo
from .health_page import health_page
from .job import JOBS
from .mail_tab import has_mail, links_of_interactions, mail_tab
from .models import File, Folder, Ignored, Message, Waiting
from .routes import ROUTES
from .settings import MailboxSettings
from .triage_page import badge, sorts, triage_page

_MAIL = L("E-Mail", en="E-mail")
_TRIAGE = L("E-Mail sortieren", en="Sort e-mail")


def read_now(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Let every mailbox be read the next time the job comes along."""
    with ctx.unit() as uow:
        for folder in uow.find_all(Folder):
            uow.change(Folder, folder.id, {"next_at": now()})
    text = L("Wird in der nächsten Minute gelesen.", en="Will be read within a minute.")
    return Done(text)


class Mailbox(Plugin):
    info = PluginInfo(
        "mailbox",
        L("E-Mail-Postfächer", en="Mailboxes"),
        summary=L(
            "Liest Postfächer und legt E-Mails in den Verlauf der Beteiligten.",
            en="Reads mailboxes and files mail in the history of those involved.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> Sequence[Entity]:
        return [
            # nobody's: who may see all rows sees how the mailboxes stand
            Entity(Folder, label=L("Postfach", en="Mailbox"), title="account"),
            Entity(Message, label=_MAIL, title="sender", scope_parent="interaction_id"),
            Entity(
                File,
                label=L("Teil einer E-Mail", en="Part of an e-mail"),
                scope_parent="message_id",
            ),
            # of the user or the team that the mailbox names
            Entity(Waiting, label=L("Unsortierte E-Mail", en="Unsorted e-mail"), title="subject"),
            Entity(Ignored, label=L("Ignorierter Absender", en="Ignored sender"), title="address"),
        ]

    @hookimpl
    def kontor_resources(self) -> Sequence[Resource]:
        return [
            Resource(
                Ignored,
                label=L("Ignorierter Absender", en="Ignored sender"),
                label_plural=L("Ignorierte Absender", en="Ignored senders"),
                name="ignored",
                icon="mail-x",
                columns=("address", "created_at"),
                form=("address",),
                keeps=False,
            )
        ]

    @hookimpl
    def kontor_permissions(self) -> Sequence[Permission]:
        return [
            Permission(
                "manage",
                L("Postfächer überwachen", en="Watch the mailboxes"),
                help=L(
                    "Sehen, wann welches Postfach gelesen wurde und was daran hindert.",
                    en="See when each mailbox was read and what prevents it.",
                ),
            )
        ]

    @hookimpl
    def kontor_settings(self) -> Sequence[Settings]:
        return [Settings(MailboxSettings, label=L("E-Mail-Postfächer", en="Mailboxes"))]

    @hookimpl
    def kontor_jobs(self) -> Sequence[Job]:
        return JOBS

    @hookimpl
    def kontor_checks(self) -> Sequence[Check]:
        return CHECKS

    @hookimpl
    def kontor_routes(self) -> Sequence[Route]:
        return ROUTES

    @hookimpl
    def kontor_ui(self) -> Sequence[Spec]:
        return [
            NavItem(
                id="triage",
                label=_TRIAGE,
                icon="mails",
                to="triage",
                group=Group.TOP,
                order=30,
                badge=badge,
                when=sorts,
            ),
            Page(id="triage", path="triage", title=_TRIAGE, render=triage_page),
            HelpPage(
                id="mail",
                title=L("E-Mail", en="E-mail"),
                about=("triage", "health", "mailbox.ignored"),
            ),
            Page(
                id="health",
                path="health",
                title=L("Zustand der Postfächer", en="State of the mailboxes"),
                render=health_page,
                requires="mailbox.manage",
            ),
            Tab(
                id="mail",
                on="interaction",
                label=_MAIL,
                render=mail_tab,
                when=has_mail,
                order=10,
            ),
            EntryLinks(id="mail", of="interaction", links=links_of_interactions, order=10),
            Action(
                id="assign",
                label=L("Zuordnen", en="Assign"),
                icon="link",
                input=inputs.Assign,
                run=triage.assign,
                undo=triage.undo,
                primary=True,
            ),
            Action(
                id="create",
                label=L("Person anlegen", en="Create a person"),
                icon="user-plus",
                input=inputs.NewPerson,
                start=triage.name_of,
                run=triage.create_person,
                undo=triage.undo,
            ),
            Action(
                id="ignore",
                label=L("Absender ignorieren", en="Ignore the sender"),
                icon="mail-x",
                input=inputs.IgnoreSender,
                run=triage.ignore_sender,
                undo=triage.undo,
            ),
            Action(
                id="dismiss",
                label=L("Beiseite legen", en="Put aside"),
                icon="check",
                run=triage.dismiss,
                undo=triage.undo,
            ),
            Action(
                id="bring_back",
                label=L("Doch sortieren", en="Sort after all"),
                icon="undo-2",
                run=triage.bring_back,
            ),
            Action(
                id="read_now",
                label=L("Jetzt lesen", en="Read now"),
                icon="refresh-cw",
                run=read_now,
                requires="mailbox.manage",
            ),
        ]

    @hookimpl
    def kontor_demo(self, ctx: DemoContext) -> None:
        make_demo(ctx)
