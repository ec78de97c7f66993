"""Notes: what people write down about customers and persons."""

from kontor_sdk import Entity, L, Plugin, PluginInfo, Resource, hookimpl
from kontor_sdk.flow import DemoContext, Subscription
from kontor_sdk.ui import Color, Composer, HelpPage, NoticeKind, Spec, TimelineRenderer

from .demo import make_demo
from .domain import change_note, create_note, keep_arrived
from .inputs import NewNote
from .models import Note
from .subscriptions import tell_mentioned
from .ui import note_entries, submit_contact_note, submit_note


class Notes(Plugin):
    info = PluginInfo(
        "notes",
        L("Notizen", en="Notes"),
        summary=L(
            "Notizen im Verlauf, die Kolleginnen und Kollegen erwähnen können.",
            en="Notes in the history that can mention colleagues.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Entity(
                Note,
                label=L("Notiz", en="Note"),
                title="body",
                via=("customer_id", "contact_id"),
            )
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [
            Resource(
                Note,
                label=L("Notiz", en="Note"),
                label_plural=L("Notizen", en="Notes"),
                icon="sticky-note",
                columns=("body", "customer_id", "contact_id", "created_at"),
                form=("customer_id", "contact_id", "body", "pinned"),
                create=create_note,
                change=change_note,
            )
        ]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return [
            Subscription(("notes.note.created", "notes.note.changed"), tell_mentioned),
            Subscription("note.arrived", keep_arrived, mode="transactional"),
        ]

    @hookimpl
    def kontor_ui(self) -> list[Spec]:
        return [
            Composer(
                id="write",
                label=L("Notiz", en="Note"),
                icon="sticky-note",
                input=NewNote,
                submit=submit_note,
                order=10,
            ),
            Composer(
                id="write_contact",
                label=L("Notiz", en="Note"),
                icon="sticky-note",
                input=NewNote,
                submit=submit_contact_note,
                on="contact",
                order=10,
            ),
            TimelineRenderer(
                id="note",
                events=("notes.note.created",),
                icon="sticky-note",
                color=Color.C2,
                render=note_entries,
            ),
            NoticeKind(
                id="mention",
                label=L("Erwähnungen", en="Mentions"),
                help=L(
                    "Wenn jemand Sie in einer Notiz mit @ nennt.",
                    en="When somebody mentions you with @ in a note.",
                ),
            ),
            HelpPage(id="notes", title=L("Notizen", en="Notes"), about=("notes.note",)),
        ]

    @hookimpl
    def kontor_demo(self, ctx: DemoContext) -> None:
        make_demo(ctx)
