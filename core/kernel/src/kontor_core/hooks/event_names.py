"""Which events there are, and what a pattern may name."""

from collections.abc import Collection, Iterable

from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.declarations.flow import covers
from kontor_core.hooks.names import EVENT, Names

VERBS = ("created", "changed", "deleted", "restored")
"""What every entity and facet publishes without declaring it.

``restored`` is said of a row that hung on a deleted record and came back with it.
"""


def names_of_entity(entity: str) -> list[str]:
    return [f"{entity}.{verb}" for verb in VERBS]


def check_patterns(
    names: Names,
    patterns: Iterable[str],
    events: Collection[str],
    running: Collection[str],
    *,
    where: str,
) -> None:
    """Refuse a pattern that can never match; raises PluginError.

    The plugin an event comes from may be absent, so a pattern of a plugin that is not running
    passes: ``service.complaint.opened`` waits for the day somebody installs it.
    """
    for pattern in patterns:
        if pattern == "*":
            continue
        if "*" in pattern[:-1] or not pattern.strip("*"):
            raise names.refusal(
                f"{where}: „{pattern}“ ist kein Muster; ein Stern steht nur am Ende, nach einem "
                "Namen.",
                f'{where}: "{pattern}" is no pattern; a star stands at the end only, after a name.',
            )
        if any(covers(pattern, event) for event in events):
            continue
        if _owner(pattern, events, running) in running:
            raise names.unknown(EVENT, pattern, events, where=where)


def _owner(pattern: str, events: Collection[str], running: Collection[str]) -> str:
    """Give the key of the plugin a pattern means: core's events have two parts, others three."""
    parts = pattern.split(".")
    if len(parts) >= 3 or parts[-1] == "*":
        nouns = {event.split(".")[0] for event in events if event.count(".") == 1}
        return CORE if parts[0] in nouns else parts[0]
    return CORE
