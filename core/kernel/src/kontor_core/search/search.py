"""The search over everything, of one application: what keeps it, builds it and answers."""

from datetime import timedelta

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.search_index import search_index
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import JobContext
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.resources.catalogue import Catalogue, ResourceInfo
from kontor_core.resources.sought import Found
from kontor_core.search.building import Builder
from kontor_core.search.declared import indexed
from kontor_core.search.finding import Finder
from kontor_core.search.keeping import Keeper


class Search:
    """``app.search.find(actor, "müller berlin")``; see ``finding.Finder.find``."""

    def __init__(self, storage: Storage, catalogue: Catalogue) -> None:
        self.index = search_index(storage.database)
        self.indexed = indexed(catalogue)
        self.keeper = Keeper(storage, self.index, self.indexed)
        self.builder = Builder(storage, self.index, self.indexed, self.keeper)
        self.find = Finder(storage, self.index, self.indexed).find

    def knows(self, info: ResourceInfo) -> bool:
        """Tell whether the records of a resource are indexed."""
        return info.entity in self.indexed

    def lookup(self, actor: Actor, info: ResourceInfo, text: str, limit: int) -> Found:
        """Find records of one resource for its list, the best first."""
        found = self.find(actor, text, resource=info, limit=limit)
        ids = [hit.id for group in found.groups for hit in group.hits]
        cut = found.cut or any(group.more for group in found.groups)
        return Found(ids, nearly=found.nearly, cut=cut)

    def subscription(self) -> Subscription:
        return self.keeper.subscription()

    def jobs(self) -> tuple[Job, Job]:
        return (
            Job(
                id="search_build",
                run=self._build,
                every=timedelta(minutes=5),
                label=L("Suche: Fehlendes einlesen", en="Search: read what is missing"),
            ),
            Job(
                id="search_sweep",
                run=self._sweep,
                every="02:40",
                label=L("Suche: Verwaistes entfernen", en="Search: remove what is gone"),
            ),
        )

    def _build(self, ctx: JobContext) -> None:
        self.builder.run(stop=ctx.stop)

    def _sweep(self, ctx: JobContext) -> None:
        self.builder.sweep()
