"""Documents and tags: files kept with customers and people, words that sort them."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from kontor_sdk import Entity, L, Plugin, PluginInfo, Resource, Scope, hookimpl
from kontor_sdk.exchange import CardPart
from kontor_sdk.flow import DemoContext, Job, Subscription
from kontor_sdk.ui import (
    Action,
    ActionContext,
    ActionResult,
    ActionScope,
    Color,
    Column,
    EntryLinks,
    HelpPage,
    Panel,
    Route,
    SearchProvider,
    Spec,
    Tab,
    TimelineRenderer,
)

from .arriving import keep_arrived
from .cards import pictures_of_people
from .demo import make_demo
from .domain import forget_removed, forget_touches
from .models import Document, Tag, Tagging
from .routes import ROUTES
from .tagging import (
    TagChoice,
    find_tags,
    forget_empty,
    forget_tags,
    tag_contacts,
    tag_customers,
    tags_of_contacts,
    tags_of_customers,
    tags_panel,
)
from .ui import (
    content_panel,
    document_entries,
    files_count,
    files_tab,
    links_of_interactions,
)

_FILES = L("Dateien", en="Files")
_TAG, _TAGS = L("Schlagwort", en="Tag"), L("Schlagwörter", en="Tags")


class Documents(Plugin):
    info = PluginInfo("documents", L("Dokumente und Schlagwörter", en="Documents and tags"))

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        via = ("customer_id", "contact_id")
        return [
            Entity(
                Document,
                label=L("Dokument", en="Document"),
                via=(*via, "interaction_id"),
            ),
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
                via=via,
                filters_by="tag_id",
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
                columns=("name", "number", "customer_id", "contact_id", "size", "created_at"),
                read_only=True,
            ),
            Resource(
                Tag,
                label=_TAG,
                label_plural=L("Schlagwörter", en="Tags"),
                icon="tag",
                columns=("name", "color", "created_at"),
                form=("name", "color"),
            ),
            Resource(
                Tagging,
                label=L("Verschlagwortung", en="Tagging"),
                label_plural=L("Verschlagwortungen", en="Taggings"),
                icon="tags",
                columns=("tag_id", "customer_id", "contact_id", "created_at"),
                form=("tag_id", "customer_id", "contact_id"),
            ),
        ]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        erased = ("customer.erased", "contact.erased")
        return [
            Subscription(erased, forget_tags, mode="transactional"),
            Subscription("contact.erased", forget_touches, mode="transactional"),
            Subscription("file.arrived", keep_arrived, mode="transactional"),
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
                id="forget_empty",
                run=forget_empty,
                every="03:10",
                label=L("Abgenommene Schlagwörter vergessen", en="Forget removed tags"),
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
                id="customer_files",
                on="customer",
                label=_FILES,
                render=files_tab,
                count=files_count,
                order=60,
            ),
            Tab(
                id="contact_files",
                on="contact",
                label=_FILES,
                render=files_tab,
                count=files_count,
                order=60,
            ),
            Tab(
                id="interaction_files",
                on="interaction",
                label=_FILES,
                render=files_tab,
                count=files_count,
                order=60,
            ),
            EntryLinks(id="interaction_files", of="interaction", links=links_of_interactions),
            Panel(
                id="content",
                on="documents.document",
                title=L("Inhalt", en="Content"),
                render=content_panel,
                lazy=False,
            ),
            Panel(id="customer_tags", on="customer", title=_TAGS, render=tags_panel, order=20),
            Panel(id="contact_tags", on="contact", title=_TAGS, render=tags_panel, order=20),
            Column(
                id="customer_tags", of="customer", label=_TAGS, values=tags_of_customers, order=80
            ),
            Column(id="contact_tags", of="contact", label=_TAGS, values=tags_of_contacts, order=80),
            CardPart(id="card", part="picture", values=pictures_of_people),
            SearchProvider(id="tags", label=_TAGS, search=find_tags, prefix="#"),
            *_actions("customer", tag_customers),
            *_actions("contact", tag_contacts),
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


def _actions(
    entity: str, run: Callable[[ActionContext, Sequence[str]], ActionResult]
) -> list[Action]:
    """Make the action that puts a tag on one record, and the one for a selection."""
    label = L("Schlagwort vergeben", en="Add a tag")
    return [
        Action(
            id=f"tag_{entity}",
            on=entity,
            scope=ActionScope.RECORD,
            label=label,
            icon="tag",
            input=TagChoice,
            run=run,
            in_head=False,
        ),
        Action(
            id=f"tag_{entity}s",
            on=entity,
            scope=ActionScope.BULK,
            label=label,
            icon="tag",
            input=TagChoice,
            run=run,
        ),
    ]
