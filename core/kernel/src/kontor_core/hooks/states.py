"""What became of each plugin at start: its state, and in words why."""

from dataclasses import dataclass, replace
from enum import StrEnum

from kontor_core.foundation.i18n import Label


class State(StrEnum):
    AVAILABLE = "available"  # installed, never on
    ENABLED = "enabled"
    DISABLED = "disabled"  # was on; its data is kept
    BLOCKED = "blocked"  # a requirement is missing, unhealthy or not migrated
    INCOMPATIBLE = "incompatible"  # written for another SDK
    FAILED = "failed"  # broken; the traceback is kept
    MISSING = "missing"  # known or asked for, but its code is not installed
    REMOVED = "removed"  # taken away on purpose; its data is kept


@dataclass(frozen=True, kw_only=True)
class PluginState:
    """One line of ``kontor plugins list``; read from metadata, so a broken plugin has one too."""

    key: str
    state: State
    title: Label | None = None
    form: str | None = None
    distribution: str | None = None
    version: str | None = None
    summary: Label = ""
    problem: Label | None = None  # what is wrong, in which file, and what to do
    traceback: str | None = None

    def turned(
        self, state: State, problem: Label | None = None, traceback: str | None = None
    ) -> "PluginState":
        return replace(self, state=state, problem=problem, traceback=traceback)
