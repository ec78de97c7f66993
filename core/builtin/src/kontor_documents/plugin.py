"""Documents: files kept with customers and people."""

from datetime import timedelta

from kontor_sdk import Entity, L, Plugin, PluginInfo, Resource, hookimpl
from kontor_sdk.flow import Job
from kontor_sdk.ui import Color, Panel, Route, Spec, Tab, TimelineRenderer

from .domain import forget_removed
from .models import Document
from .routes import ROUTES
from .ui import content_panel, document_entries, files_count, files_tab

_FILES = L("Dateien", en="Files")


class Documents(Plugin):
    info = PluginInfo("documents", L("Dokumente", en="Documents"))

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        label = L("Dokument", en="Document")
        return [Entity(Document, label=label, via=("customer_id", "contact_id"))]

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
            )
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
            )
        ]

    @hookimpl
    def kontor_ui(self) -> list[Spec]:
        return [
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
            Panel(
                id="content",
                on="documents.document",
                title=L("Inhalt", en="Content"),
                render=content_panel,
                lazy=False,
            ),
            TimelineRenderer(
                id="document",
                events=("documents.document.created", "documents.document.changed"),
                icon="file-text",
                color=Color.C6,
                render=document_entries,
            ),
        ]
