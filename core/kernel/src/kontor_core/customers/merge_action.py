"""Merging from a list: select several, the oldest stays, and "Undo" takes it back."""

from collections.abc import Sequence
from typing import Protocol

from kontor_core.foundation.errors import Refused
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.actions import Action, ActionResult, ActionScope, Confirm, Done
from kontor_core.hooks.declarations.contexts import ActionContext, RecordRef


class Merge(Protocol):
    def __call__(self, uow: UnitOfWork, *, survivor: str, merged: Sequence[str]) -> object: ...


class Unmerge(Protocol):
    def __call__(self, uow: UnitOfWork, *, merged: Sequence[str]) -> None: ...


def merge_action(on: str, merge: Merge, unmerge: Unmerge) -> Action:
    """Offer to make one record out of the selected ones: the oldest stays."""

    def run(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
        if len(ids) < 2:
            raise Refused(L("Wählen Sie mindestens zwei aus.", en="Choose at least two."))
        survivor, *merged = sorted(ids)  # ids sort by the time of their making
        with ctx.unit() as uow:
            merge(uow, survivor=survivor, merged=merged)
        told = L("{count} zusammengeführt.", en="{count} merged.").format(count=len(ids))
        return Done(told, undo={"merged": ",".join(merged)}, to=RecordRef(on, survivor))

    def undo(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
        with ctx.unit() as uow:
            unmerge(uow, merged=ctx.params.get("merged", "").split(","))
        return Done(L("Wieder getrennt.", en="Unmerged."))

    return Action(
        id=f"merge_{on}s",
        on=on,
        scope=ActionScope.BULK,
        label=L("Zusammenführen", en="Merge"),
        icon="git-merge",
        run=run,
        undo=undo,
        confirm=Confirm(
            text=L(
                "Der älteste der gewählten Einträge bleibt und bekommt alles, was zu den anderen "
                "gehört. Das lässt sich zurücknehmen.",
                en="The oldest of the selected entries stays and receives everything that belongs "
                "to the others. This can be undone.",
            )
        ),
    )
