"""Facts become entries that people read: each renderer is called once, with all of its facts."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.schema import Schema
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.ui import TimelineRenderer
from kontor_core.hooks.declarations.views import Color, Entry

_log = logging.getLogger("kontor.timeline")


class Renderer(Protocol):
    """A renderer with the key of its plugin, as the registries hand it down."""

    @property
    def owner(self) -> str: ...
    @property
    def spec(self) -> TimelineRenderer: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One line of the history: the fact, how it reads, and who said so."""

    fact: Fact
    entry: Entry
    icon: str
    color: Color
    owner: str
    failed: bool = False  # its renderer raised; the entry names the event only

    @property
    def at(self) -> str:
        return self.fact.occurred_at

    @property
    def actor_id(self) -> str | None:
        return self.entry.actor or self.fact.actor_id


def render(
    ctx: UiContext,
    facts: Sequence[Fact],
    *,
    renderer_of: Callable[[str], Renderer | None],
    label_of: Callable[[str], Label],
) -> list[TimelineEntry]:
    """Give the entries of facts, in the same order.

    A fact about a record of a kind that the reader may not see at all is left out. What nobody
    renders (its plugin is gone) gets a neutral entry; a renderer that fails costs its own entries.
    For what a renderer gives None, there is no entry, and none of a renderer that this reader is
    not shown.
    """
    shown = [fact for fact in facts if _may_see(ctx, fact)]
    groups: dict[int, tuple[Renderer, list[int]]] = {}
    made: dict[int, TimelineEntry] = {}
    for place, fact in enumerate(shown):
        renderer = renderer_of(fact.type)
        if renderer is None:
            made[place] = _neutral(fact, label_of)
        else:
            groups.setdefault(id(renderer.spec), (renderer, []))[1].append(place)
    for renderer, places in groups.values():
        if not _wanted(ctx, renderer):
            continue
        entries = _rendered(ctx, renderer, [shown[place] for place in places])
        if entries is None:
            for place in places:
                entry = neutral_entry(shown[place], label_of)
                made[place] = _entry(shown[place], entry, renderer, failed=True)
            continue
        for place, told in zip(places, entries, strict=True):
            if told is not None:
                made[place] = _entry(shown[place], told, renderer)
    return [made[place] for place in sorted(made)]


def _wanted(ctx: UiContext, renderer: Renderer) -> bool:
    """Tell whether this reader is shown what a renderer tells; not where its condition fails."""
    spec = renderer.spec
    if spec.requires is not None and not ctx.may(spec.requires):
        return False
    try:
        return spec.when is None or spec.when(ctx)
    except Exception:  # noqa: BLE001  # a plugin's code: the page must come up without it
        _log.exception("timeline.condition_failed plugin=%s id=%s", renderer.owner, spec.id)
        return False


def _rendered(
    ctx: UiContext, renderer: Renderer, facts: Sequence[Fact]
) -> Sequence[Entry | None] | None:
    """Give what the renderer made of its facts; None when it failed."""
    try:
        entries = list(renderer.spec.render(ctx, facts))
    except Exception:  # noqa: BLE001  # a plugin's code: the page must come up without it
        _log.exception("timeline.renderer_failed plugin=%s id=%s", renderer.owner, renderer.spec.id)
        return None
    if len(entries) != len(facts):
        _log.error(
            "timeline.wrong_count plugin=%s id=%s facts=%d entries=%d",
            *(renderer.owner, renderer.spec.id, len(facts), len(entries)),
        )
        return None
    return entries


def _entry(fact: Fact, entry: Entry, renderer: Renderer, *, failed: bool = False) -> TimelineEntry:
    return TimelineEntry(
        fact=fact,
        entry=entry,
        icon=renderer.spec.icon,
        color=renderer.spec.color,
        owner=renderer.owner,
        failed=failed,
    )


def _neutral(fact: Fact, label_of: Callable[[str], Label]) -> TimelineEntry:
    entry = neutral_entry(fact, label_of)
    return TimelineEntry(fact=fact, entry=entry, icon="circle", color=Color.C8, owner=fact.plugin)


_VERBS: Mapping[str, L] = {
    "created": L("{what} angelegt", en="{what} created"),
    "changed": L("{what} geändert", en="{what} changed"),
    "deleted": L("{what} gelöscht", en="{what} deleted"),
    "merged": L("{what} zusammengeführt", en="{what} merged"),
    "unmerged": L("{what} wieder getrennt", en="{what} unmerged"),
    "erased": L("{what} gelöscht (Datenschutz)", en="{what} erased"),
}


def neutral_entry(fact: Fact, label_of: Callable[[str], Label]) -> Entry:
    """Say what is known of an event without its plugin: what it was about and what happened."""
    entity, _, verb = fact.type.rpartition(".")
    text = _VERBS.get(verb)
    if text is not None:
        return Entry(title=text.format(what=label_of(fact.subject or entity)))
    words = fact.type.replace("_", " ").replace(".", " / ")
    return Entry(title=L(f"Ereignis: {words}", en=f"Event: {words}"))


def _may_see(ctx: UiContext, fact: Fact) -> bool:
    if fact.subject is None or fact.subject == "customer":
        return True
    schema: Schema = ctx.reader.storage.schema
    rule = schema.entity(fact.subject)
    if rule is None:  # of a plugin that is gone: nothing says what it holds, so its title only
        return True
    return schema.level(ctx.actor.profile, rule, Action.READ) is not Level.NONE
