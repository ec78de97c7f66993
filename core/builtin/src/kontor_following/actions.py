"""What buttons do: follow one record or many, and no longer."""

from collections.abc import Sequence

from kontor_sdk import L, NotFound
from kontor_sdk.flow import ActionContext, RecordRef
from kontor_sdk.ui import ActionResult, Done, UiContext

from . import domain, queries


def follow(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Let the user follow what they see of the records that were clicked or selected."""
    entity = ctx.entity or ctx.params.get("entity", "")
    seen = ctx.reader.sees([(entity, one) for one in targets])
    if not seen:
        raise NotFound(entity, ",".join(targets[:1]))
    with ctx.unit() as uow:
        put = domain.follow(uow, _me(ctx), [RecordRef(*one) for one in sorted(seen)])
    if len(targets) == 1:
        return Done(L("Sie beobachten das jetzt.", en="You now follow this."), undo={})
    told = L("Sie beobachten {n} weitere.", en="You now follow {n} more.")
    return Done(told.format(n=put), undo={})


def unfollow(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Let the user follow these records no longer."""
    with ctx.unit() as uow:
        gone = domain.unfollow(uow, _me(ctx), targets)
    undo = {"entity": gone[0].entity} if gone else None
    return Done(L("Nicht mehr beobachtet.", en="No longer followed."), undo=undo)


def by_itself(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Follow from now on what one works on."""
    return _habit(ctx, L("Geschieht jetzt automatisch.", en="Now automatic."), own_work=True)


def not_by_itself(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Follow only what one chooses."""
    return _habit(
        ctx, L("Jetzt nur, was Sie auswählen.", en="Now only what you choose."), own_work=False
    )


def _habit(ctx: ActionContext, text: L, *, own_work: bool) -> Done:
    with ctx.unit() as uow:
        domain.keep_habit(uow, _me(ctx), own_work=own_work)
    return Done(text, undo={})


def is_free(ctx: UiContext) -> bool:
    """Tell whether the reader does not follow the record of the page yet."""
    return ctx.actor.id is not None and not is_followed(ctx)


def is_followed(ctx: UiContext) -> bool:
    return ctx.record is not None and queries.follows(ctx, ctx.record.id)


def _me(ctx: ActionContext) -> str:
    if ctx.actor.id is None:
        raise NotFound("user", "")
    return ctx.actor.id
