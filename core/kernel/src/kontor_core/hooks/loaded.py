"""The plugins of one application: who runs, in which order, and what became of the others."""

import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field

import pluggy

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L, Label
from kontor_core.hooks.hookspecs import Plugin, PluginInfo
from kontor_core.hooks.states import PluginState, State

_HOUSE = frozenset({"kontor_core", "kontor_sdk", "kontor_web"})


@dataclass
class Loaded:
    """The plugins of one application, and what became of those that are not among them."""

    manager: pluggy.PluginManager
    strict: bool = False
    states: dict[str, PluginState] = field(default_factory=dict)
    _plugins: dict[str, Plugin] = field(default_factory=dict)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """Give the healthy plugins in load order, core first."""
        return tuple(self._plugins.values())

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._plugins)

    def __iter__(self) -> Iterator[Plugin]:
        return iter(self.plugins)

    def __contains__(self, key: object) -> bool:
        return key in self._plugins

    def items(self) -> list[tuple[str, Plugin]]:
        return list(self._plugins.items())

    def plugin(self, key: str) -> Plugin:
        return self._plugins[key]

    def info(self, key: str) -> PluginInfo:
        return self._plugins[key].info

    def add(self, key: str, plugin: Plugin) -> None:
        self.manager.register(plugin, name=key)
        self._plugins[key] = plugin

    def quarantine(self, key: str, error: BaseException) -> None:
        """Take a plugin out for good and block those that require it; raises when strict.

        Core itself is never taken out: without it there is nothing to run.
        """
        if self.strict or key == "core":
            raise error
        self._take_out(key, State.FAILED, problem_of(key, error), _trace(error))

    def block(self, key: str, problem: Label) -> None:
        """Take a plugin out until something else is put right: a migration, a requirement."""
        self._take_out(key, State.BLOCKED, problem, None)

    def _take_out(self, key: str, state: State, problem: Label, trace: str | None) -> None:
        self.states[key] = self.states[key].turned(state, problem, trace)
        if self._plugins.pop(key, None) is not None:
            self.manager.unregister(name=key)
        for other, plugin in tuple(self._plugins.items()):
            if key in plugin.info.requires:
                self.block(other, unhealthy(key))


def problem_of(key: str, error: BaseException) -> Label:
    """Say in one sentence what is wrong with a plugin."""
    if isinstance(error, PluginError):
        return error.message
    told = described(error)
    return L(f"Plugin {key} ist nicht ladbar: {told}", en=f"Plugin {key} cannot be loaded: {told}")


def described(error: BaseException) -> str:
    """Give an error with the deepest place of it inside a plugin.

    ``ZeroDivisionError: division by zero (kontor_x/plugin.py:7)``
    """
    place = ""
    for frame in traceback.extract_tb(error.__traceback__):
        parts = frame.filename.replace("\\", "/").split("/")
        named = [i for i, p in enumerate(parts) if p.startswith("kontor_") and p not in _HOUSE]
        if named:
            place = f" ({'/'.join(parts[named[-1] :])}:{frame.lineno})"
    return f"{type(error).__name__}: {error}{place}"


def unhealthy(key: str) -> Label:
    return L(
        f"Verlangt das Plugin {key}, das nicht läuft. Schalten Sie es ein oder beheben Sie "
        "seinen Fehler.",
        en=f"Requires the plugin {key}, which is not running. Enable it or mend its fault.",
    )


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))
