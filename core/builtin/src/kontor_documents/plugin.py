"""Documents and tags: files kept with records of any kind, words that sort them."""

from datetime import timedelta

from kontor_sdk import Entity, L, Plugin, PluginInfo, Resource, Scope, hookimpl
from kontor_sdk.exchange import CardPart
from kontor_sdk.flow import DemoContext, Event, Job, Subscription
from kontor_sdk.ui import (
    KEEPING,
    Action,
    ActionScope,
    Color,
    Column,
    EntryLinks,
    HelpPage,
    Kind,
    Panel,
    Route,
    SearchProvider,
    Spec,
    Tab,
    TimelineRenderer,
)

from .arriving import keep_arrived, keep_tags
from .belonging import records_of
from .cards import pictures_of_people
from .demo import make_demo
from .domain import forget_removed, forget_touches
from .events import TagUnsettled
from .management import MANAGEMENT
from .models import DeletedTag, Document, SetAside, Tag, Tagging
from .routes import ROUTES
from .settling import settle_tags
from .tag_domain import delete_tag, forget_deleted
from .tagging import TagChoice, find_tags, tag_records, tags_of, tags_panel, untag_records
from .ui import (
    content_panel,
    document_entries,
    files_count,
    files_counts,
    files_tab,
    links_of_interactions,
)

_FILES = L("Dateien", en="Files")
_TAG, _TAGS = L("Schlagwort", en="Tag"), L("Schlagwörter", en="Tags")
_PUT = L("Schlagwort vergeben", en="Add a tag")


class Documents(Plugin):
    info = PluginInfo(
        "documents",
        L("Dokumente und Schlagwörter", en="Documents and tags"),
        summary=L(
            "Dateien mit Fassungen und Vorschau, und Schlagwörter, an jedem Datensatz.",
            en="Files with versions and preview, and tags, on any record.",
        ),
        optional=("tasks", "transactions"),  # the demo company sorts what they made
    )

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Entity(Document, label=L("Dokument", en="Document"), scope=Scope.SUBJECT),
            Entity(
                Tag,
                label=_TAG,
                scope=Scope.OPEN,
                scope_reason="Tags are words of the company; who carries one is fenced.",
            ),
            Entity(
                Tagging,
                label=L("Verschlagwortung", en="Tagging"),
                title="tag_id",
                scope=Scope.SUBJECT,
                filters_by="tag_id",
            ),
            Entity(
                SetAside,
                label=L("Abgenommenes Schlagwort", en="Tag taken off"),
                scope=Scope.SUBJECT,
            ),
            Entity(
                DeletedTag,
                label=L("Gelöschtes Schlagwort", en="Deleted tag"),
                scope=Scope.OPEN,
                scope_reason="Words of the company; what carried one is fenced.",
            ),
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [
            Resource(
                Document,
                label=L("Dokument", en="Document"),
                label_plural=L("Dokumente", en="Documents"),
                icon="file-text",
                columns=("name", "number", "size", "created_at"),
                read_only=True,
                keeps=False,
            ),
            Resource(
                Tag,
                label=_TAG,
                label_plural=_TAGS,
                icon="tag",
                columns=("name", "color"),
                form=("name", "color"),
                sort="name",
                delete=delete_tag,
                keeps=False,
            ),
            Resource(
                Tagging,
                label=L("Verschlagwortung", en="Tagging"),
                label_plural=L("Verschlagwortungen", en="Taggings"),
                icon="tags",
                columns=("tag_id", "created_at"),
                form=("tag_id", "subject", "subject_id"),
                keeps=False,
            ),
        ]

    @hookimpl
    def kontor_events(self) -> list[type[Event]]:
        return [TagUnsettled]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return [
            Subscription("contact.erased", forget_touches, mode="transactional"),
            Subscription("file.arrived", keep_arrived, mode="transactional"),
            Subscription("tags.arrived", keep_tags, mode="transactional"),
            Subscription(
                ("documents.tag.created", "documents.tag.deleted", TagUnsettled.name), settle_tags
            ),
        ]

    @hookimpl
    def kontor_routes(self) -> list[Route]:
        return ROUTES

    @hookimpl
    def kontor_jobs(self) -> list[Job]:
        return [
            Job(
                id="forget_removed",
                run=forget_removed,
                every=timedelta(hours=12),
                label=L("Gelöschte Dateien vergessen", en="Forget deleted files"),
            ),
            Job(
                id="forget_tags",
                run=forget_deleted,
                every="03:10",
                label=L("Gelöschte Schlagwörter vergessen", en="Forget deleted tags"),
            ),
        ]

    @hookimpl
    def kontor_ui(self) -> list[Spec]:
        return [
            HelpPage(
                id="documents",
                title=L("Dateien und Schlagwörter", en="Files and tags"),
                about=("documents.document", "documents.tag"),
            ),
            Tab(
                id="files",
                on=KEEPING,
                label=_FILES,
                render=files_tab,
                count=files_count,
                order=60,
            ),
            Panel(id="tags", on=KEEPING, title=_TAGS, render=tags_panel, order=20),
            Column(id="tags", of=KEEPING, label=_TAGS, values=tags_of, order=80),
            Column(
                id="files",
                of=KEEPING,
                label=_FILES,
                values=files_counts,
                kind=Kind.INT,
                order=81,
            ),
            Action(
                id="tag_record",
                on=KEEPING,
                scope=ActionScope.RECORD,
                label=_PUT,
                icon="tag",
                input=TagChoice,
                run=tag_records,
                in_head=False,
            ),
            Action(
                id="tag_selected",
                on=KEEPING,
                scope=ActionScope.BULK,
                label=_PUT,
                icon="tag",
                input=TagChoice,
                run=tag_records,
            ),
            Action(
                id="untag_selected",
                on=KEEPING,
                scope=ActionScope.BULK,
                label=L("Schlagwort entfernen", en="Remove a tag"),
                icon="x",
                input=TagChoice,
                run=untag_records,
            ),
            EntryLinks(id="interaction_files", of="interaction", links=links_of_interactions),
            Panel(
                id="content",
                on="documents.document",
                title=L("Inhalt", en="Content"),
                render=content_panel,
                lazy=False,
            ),
            *(
                Column(
                    id=f"{local}_record",
                    of=f"documents.{local}",
                    label=L("Gehört zu", en="Belongs to"),
                    values=records_of[local],
                    default=True,
                )
                for local in ("document", "tagging")
            ),
            CardPart(id="card", part="picture", values=pictures_of_people),
            SearchProvider(id="tags", label=_TAGS, search=find_tags, prefix="#"),
            *MANAGEMENT,
            TimelineRenderer(
                id="document",
                events=("documents.document.created", "documents.document.changed"),
                icon="file-text",
                color=Color.C6,
                render=document_entries,
            ),
        ]

    @hookimpl
    def kontor_demo(self, ctx: DemoContext) -> None:
        make_demo(ctx)
