"""From installed distributions to plugins in order: one plugin that breaks stops no other.

Find, sort out what stays off (``selection.py``), import, check, register, add hooks.
``registries.py`` goes on with what the plugins declare.
"""

import importlib
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from graphlib import CycleError

import pluggy

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L
from kontor_core.hooks import discovery
from kontor_core.hooks.class_check import check_arguments, check_class
from kontor_core.hooks.discovery import Candidate
from kontor_core.hooks.hookspecs import PROJECT, KontorSpec, Plugin, PluginInfo
from kontor_core.hooks.loaded import Loaded, unhealthy
from kontor_core.hooks.selection import (
    Known,
    by_key,
    fit_to_import,
    note_absent,
    without_duplicates,
)
from kontor_core.hooks.states import PluginState, State

BUILTIN = "kontor-builtin"
"""The distribution whose plugins are always on."""


def load(
    *,
    enabled: Collection[str],
    core: Plugin | None = None,
    builtin: Collection[str] | None = None,
    ledger: Iterable[Known] = (),
    candidates: Sequence[Candidate] | None = None,
    sdk: str | None = None,
    strict: bool = False,
) -> Loaded:
    """Load core and every enabled plugin that is fit to run.

    ``enabled`` comes from the definition; ``builtin`` keys are on without being named there, by
    default those of the distribution kontor-builtin. ``strict`` raises at the first broken plugin.
    """
    found = list(discovery.scan() if candidates is None else candidates)
    if builtin is None:
        builtin = {c.key for c in found if c.distribution == BUILTIN}
    manager = pluggy.PluginManager(PROJECT)  # one for each application, never a global
    manager.add_hookspecs(KontorSpec)
    loaded = Loaded(manager, strict)
    if core is not None:
        loaded.states["core"] = PluginState(
            key="core",
            state=State.ENABLED,
            title=core.info.title,
            summary=core.info.summary,
            distribution="kontor-core",
            version=discovery.version_of("kontor-core"),
        )
        loaded.add("core", core)

    wanted = (set(builtin) | set(enabled)) - {"core"}
    known = {row.key: row for row in ledger if row.key != "core"}
    single = without_duplicates(loaded, found, wanted)
    note_absent(loaded, wanted, known, single)
    fit = fit_to_import(loaded, single, wanted, sdk or discovery.version_of())
    plugins = _imported(loaded, fit)
    for key in _load_order(plugins):
        loaded.add(key, plugins[key])
    _add_hooks(loaded)
    loaded.manager.check_pending()
    return loaded


def _imported(loaded: Loaded, fit: Sequence[Candidate]) -> dict[str, Plugin]:
    plugins: dict[str, Plugin] = {}
    for candidate in fit:
        key = candidate.key
        try:
            plugin = _import(candidate)
        except (Exception, SystemExit) as error:  # noqa: BLE001  # an import may do anything
            loaded.quarantine(key, error)
            continue
        loaded.states[key] = _with_info(loaded.states[key], plugin.info)
        plugins[key] = plugin
    return _with_requirements(loaded, plugins)


def _with_requirements(loaded: Loaded, plugins: dict[str, Plugin]) -> dict[str, Plugin]:
    """Block whoever requires a plugin that is not there, and whoever requires those."""
    for key, plugin in plugins.items():
        absent = [name for name in plugin.info.requires if name not in plugins]
        if absent:
            loaded.block(key, unhealthy(absent[0]))
            return _with_requirements(loaded, {k: p for k, p in plugins.items() if k != key})
    return plugins


def _import(candidate: Candidate) -> Plugin:
    before = set(sys.modules)
    try:
        found: object = importlib.import_module(candidate.module)
        for part in candidate.attribute.split("."):
            found = getattr(found, part)
    except BaseException:
        _forget(candidate, set(sys.modules) - before)
        raise
    return check_class(candidate, found)()


def _forget(candidate: Candidate, fresh: Collection[str]) -> None:
    """Undo a failed import, so that its half is neither found again nor in anybody's way."""
    for name in fresh:
        if name == candidate.package or name.startswith(candidate.package + "."):
            del sys.modules[name]
    models = sys.modules.get("kontor_core.foundation.storage.models")
    if models is not None:
        for table in list(models.METADATA.tables.values()):
            if table.name.startswith(f"{candidate.key}_"):
                models.METADATA.remove(table)


def _with_info(state: PluginState, info: PluginInfo) -> PluginState:
    return PluginState(
        key=state.key,
        state=state.state,
        title=info.title,
        form=info.form,
        distribution=state.distribution,
        version=state.version,
        summary=info.summary or state.summary,
    )


def _load_order(plugins: Mapping[str, Plugin]) -> list[str]:
    """Order by (requires, optional, key), the same on every machine."""
    needs: dict[str, set[str]] = {
        key: set(plugin.info.requires) | (set(plugin.info.optional) & set(plugins))
        for key, plugin in plugins.items()
    }
    try:
        return list(by_key(needs))
    except CycleError:
        # two plugins that are optional to each other: only what is required decides
        return list(by_key({key: set(p.info.requires) for key, p in plugins.items()}))


def _add_hooks(loaded: Loaded) -> None:
    """Take the hooks that plugins own; refuse implementations that do not fit them."""
    owners: dict[str, str] = {}
    for key, plugin in loaded.items():
        if key not in loaded or not _implements(plugin, "kontor_addhooks"):
            continue
        try:
            for spec in plugin.kontor_addhooks():
                _check_spec(key, spec, owners)
                # before pluggy does, which would blame the owner for what an implementer does
                _check_implementers(loaded, spec)
                loaded.manager.add_hookspecs(spec)
        except Exception as error:  # noqa: BLE001  # the border: plugin code
            loaded.quarantine(key, error)


def _check_implementers(loaded: Loaded, spec: type) -> None:
    for name, function in _hooks_of(spec):
        caller = getattr(loaded.manager.hook, name, None)
        for impl in caller.get_hookimpls() if caller is not None else ():
            try:
                check_arguments(impl.plugin_name, name, impl.function, function)
            except PluginError as error:
                loaded.quarantine(impl.plugin_name, error)


def _hooks_of(spec: type) -> list[tuple[str, Callable[..., object]]]:
    return [(name, f) for name, f in vars(spec).items() if hasattr(f, f"{PROJECT}_spec")]


def _check_spec(key: str, spec: type, owners: dict[str, str]) -> None:
    for name, _ in _hooks_of(spec):
        if not name.startswith(f"{PROJECT}_{key}_"):
            raise PluginError(
                key,
                L(
                    f"Der eigene Hook {name} muss mit {PROJECT}_{key}_ beginnen.",
                    en=f"Its own hook {name} must begin with {PROJECT}_{key}_.",
                ),
            )
        if name in owners:
            raise PluginError(
                key,
                L(
                    f"Der Hook {name} steht schon einmal da.",
                    en=f"The hook {name} is declared twice.",
                ),
            )
        owners[name] = key


def _implements(plugin: Plugin, hook: str) -> bool:
    return hasattr(getattr(type(plugin), hook, None), f"{PROJECT}_impl")
