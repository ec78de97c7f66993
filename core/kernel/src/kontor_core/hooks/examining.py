"""Asking what plugins let be looked at; a check that fails is a finding, and stops nobody."""

from collections.abc import Callable, Iterator
from functools import partial

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.reader import Reader
from kontor_core.hooks.declarations.health import Check, CheckContext, Finding
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.registries import Registries

_BUDGET = 1.0
_FAILED = L("Die Prüfung {id} ist gescheitert: {problem}", en="The check {id} failed: {problem}")
_PAUSED = L("zu oft gescheitert, gleich wieder", en="it failed too often, try again in a minute")
_REPORT = L(
    "Das liegt am Plugin {plugin}, nicht an Ihren Daten; sein Autor kann helfen.",
    en="The plugin {plugin} is to blame, not your data; its author can help.",
)


def findings(
    registries: Registries,
    dispatcher: Dispatcher,
    reader_of: Callable[[Actor], Reader],
    actor_of: Callable[[str], Actor],
) -> Iterator[tuple[str, Finding]]:
    """Run every check with the rights of its plugin's jobs; gives each finding by its plugin."""
    for owned in registries.checks:
        ctx = CheckContext(reader=reader_of(actor_of(owned.owner)), clock=clock)
        place = f"check {owned.id}"
        outcome = dispatcher.guarded(
            owned.owner, place, partial(_looked, owned.spec, ctx), budget=_BUDGET
        )
        if outcome.ok:
            yield from ((owned.owner, found) for found in outcome.value or ())
            continue
        problem = outcome.error or _PAUSED
        what = _FAILED.format(id=owned.id, problem=problem)
        yield owned.owner, Finding("problem", what, _REPORT.format(plugin=owned.owner))


def _looked(check: Check, ctx: CheckContext) -> list[Finding]:
    return list(check.look(ctx))
