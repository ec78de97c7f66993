"""The page of a tag, and the list of all: how often it is used, one of two made, deleted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from kontor_sdk import L, Label
from kontor_sdk.models import Kind, field
from kontor_sdk.ui import (
    Action,
    ActionContext,
    ActionResult,
    ActionScope,
    Block,
    CellValue,
    Column,
    Confirm,
    Done,
    Head,
    ListRef,
    Panel,
    Spec,
    Table,
    UiContext,
)

from .tag_domain import drop_tag, merge_tags, restore_tag, uses_of, uses_of_all
from .tagging import TAGS


class Survivor(BaseModel):
    """Which tag stays."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    into_id: str = field(
        L("Bleibt", en="Stays"),
        kind=Kind.REF,
        ref="documents.tag",
        help=L(
            "Alles, was das andere trug, trägt dann dieses; das andere gibt es nicht mehr. Das "
            "lässt sich nicht zurücknehmen.",
            en="Whatever had the other tag then has this one; the other one is gone. You cannot "
            "undo this.",
        ),
    )


def uses_panel(ctx: UiContext) -> Block:
    """Show how many records of each kind carry a tag, each number a way to their list."""
    used = uses_of(ctx.reader, ctx.record_id)
    rows = [(ctx.kind_of(entity, 2), number) for entity, number in used.items()]
    return Table(
        columns=(Head(L("Was", en="What")), Head(L("Anzahl", en="Number"), kind=Kind.INT)),
        rows=rows,
        links=[ListRef(entity, f'documents.tag_id = "{ctx.record_id}"') for entity in used],
        empty=L("Noch nicht verwendet.", en="Not used yet."),
    )


def uses_column(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, CellValue]:
    return uses_of_all(ctx.reader, list(ids))


def how_many(ctx: UiContext, targets: Sequence[str]) -> Label:
    """Ask before a tag goes, with how much of what the reader sees carries it."""
    used = Counter[str]()
    for one in targets:
        used.update(uses_of(ctx.reader, one))
    counted = L("{n} {kind}", en="{n} {kind:small}")
    told = [
        counted.format(n=n, kind=ctx.kind_of(entity, n)).in_(ctx.locale)
        for entity, n in used.items()
    ]
    carry = _CARRY.format(what=", ".join(told), n=used.total()) if told else _NOTHING
    return _SURE.format(carry=carry)


def merge(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    assert isinstance(ctx.input, Survivor)  # noqa: S101  # the action's own input model
    into = ctx.input.into_id
    with ctx.unit() as uow:
        put = sum(merge_tags(uow, tag_id=one, into=into) for one in targets if one != into)
    text = L(
        "Zusammengelegt; {n} {n:Datensatz trägt|Datensätze tragen} jetzt dieses.",
        en="Merged; {n} {n:record carries|records carry} this one now.",
    )
    return Done(text.format(n=put), to=f"{TAGS}/{into}")


def drop(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    with ctx.unit() as uow:
        kept = [drop_tag(uow, one) for one in targets]
    text = L("Schlagwort gelöscht.", en="Tag deleted.")
    return Done(text, to=TAGS, undo={"kept": ",".join(kept)})


def undrop(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    with ctx.unit() as uow:
        put = sum(restore_tag(uow, one) for one in ctx.params.get("kept", "").split(",") if one)
    text = L(
        "Wiederhergestellt, an {n} {n:Datensatz|Datensätzen}.",
        en="Restored on {n} {n:record|records}.",
    )
    return Done(text.format(n=put), to=TAGS)


_MERGE = L("Mit anderem zusammenlegen", en="Merge into another")
_DELETE = L("Löschen und überall abnehmen", en="Delete and remove everywhere")
_CARRY = L(
    "{what} {n:trägt|tragen} dieses Schlagwort; gezählt ist, was Sie sehen.",
    en="{what} {n:carries|carry} this tag, counting what you can see.",
)
_NOTHING = L("Nichts von dem, was Sie sehen, trägt es.", en="Nothing that you can see carries it.")
_SURE = L(
    "{carry} Es wird überall abgenommen. Das lässt sich gleich danach zurücknehmen.",
    en="{carry} It is removed everywhere. You can undo this right afterwards.",
)
MANAGEMENT: list[Spec] = [
    Panel(
        id="uses",
        on="documents.tag",
        title=L("Verwendet", en="Used"),
        render=uses_panel,
        refresh_on=("documents.tagging.*",),
        lazy=False,
    ),
    Column(
        id="uses",
        of="documents.tag",
        label=L("Verwendet", en="Used"),
        values=uses_column,
        kind=Kind.INT,
        default=True,
    ),
    *(
        Action(
            id=f"merge_{scope}",
            on="documents.tag",
            scope=scope,
            label=_MERGE,
            icon="git-merge",
            input=Survivor,
            run=merge,
        )
        for scope in (ActionScope.RECORD, ActionScope.BULK)
    ),
    Action(
        id="drop",
        on="documents.tag",
        scope=ActionScope.RECORD,
        label=_DELETE,
        icon="trash-2",
        run=drop,
        undo=undrop,
        confirm=Confirm(text=how_many),
        danger=True,
    ),
]
