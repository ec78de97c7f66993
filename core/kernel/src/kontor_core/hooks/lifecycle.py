"""Switching plugins: ``kontor.toml`` says what is wanted, the ledger what is.

enable   resolve everything before any data is touched, then migrate, seed and write the file
disable  the file alone: data, settings and the backlog of subscriptions stay
remove   disable, and note that the package may go; its data is kept
purge    (``purging.py``) takes the data of a plugin that is off
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from kontor_core.foundation import clock
from kontor_core.foundation.definition import FILE_NAME, Definition, load, set_plugins
from kontor_core.foundation.errors import Conflict, KontorError, PluginError
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import nearest
from kontor_core.hooks import discovery, loader
from kontor_core.hooks.declarations.contexts import SeedContext
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.hookspecs import Plugin
from kontor_core.hooks.ledger import Ledger, LedgerRow
from kontor_core.hooks.loaded import Loaded, described
from kontor_core.hooks.register import register
from kontor_core.hooks.registries import Registries
from kontor_core.hooks.states import PluginState, State


class Running(Protocol):
    """The application, as far as switching a plugin needs it."""

    @property
    def loaded(self) -> Loaded: ...
    def close(self) -> None: ...


def resolve(
    definition: Definition, keys: Collection[str], core: Plugin, ledger: Iterable[LedgerRow] = ()
) -> Loaded:
    """Load and register these plugins as a start would; touches no data."""
    loaded = loader.load(enabled=keys, core=core, ledger=ledger)
    register(Dispatcher(loaded), custom=definition.custom_fields, labels=definition.labels)
    return loaded


def preview(definition: Definition, key: str, *, core: Plugin) -> Registries:
    """Give what everybody would declare with this plugin on; touches no data.

    Imports its code, as switching it on does. Raises PluginError for one that cannot run or would
    stop another.
    """
    _check_installed(key)
    before = resolve(definition, definition.plugins, core)
    after = loader.load(enabled=(*definition.plugins, key), core=core)
    registries = register(
        Dispatcher(after), custom=definition.custom_fields, labels=definition.labels
    )
    _check_healthy(key, before, after)
    return registries


def enable(
    home: Path,
    key: str,
    *,
    core: Plugin,
    open_app: Callable[[Path], Running],
    backup: Callable[[Path], object] | None = None,
) -> PluginState:
    """Switch a plugin on; any failure leaves the old state.

    ``open_app`` opens the application and brings the tables up to date. Raises Conflict for one
    that is on already, PluginError for one that cannot run or would stop another.
    """
    path = home / FILE_NAME
    definition = load(path)
    if key in definition.plugins:
        raise Conflict(L(f"{key} ist schon eingeschaltet.", en=f"{key} is enabled already."))
    _check_installed(key)
    keys = (*definition.plugins, key)
    before = resolve(definition, definition.plugins, core)
    after = resolve(definition, keys, core)
    _check_healthy(key, before, after)

    if backup is not None:
        backup(home)
    text = path.read_bytes()
    set_plugins(path, keys)
    try:
        app = open_app(home)
        try:
            _check_healthy(key, before, app.loaded)
            return app.loaded.states[key]
        finally:
            app.close()
    except BaseException:
        path.write_bytes(text)
        raise


def disable(home: Path, key: str, *, core: Plugin) -> None:
    """Switch a plugin off at the next start; raises Conflict naming who still requires it."""
    path = home / FILE_NAME
    definition = load(path)
    if key not in definition.plugins:
        raise Conflict(_not_enabled(key, definition.plugins))
    loaded = resolve(definition, definition.plugins, core)
    dependants = [
        other for other, plugin in loaded.items() if key in plugin.info.requires and other != key
    ]
    if dependants:
        listed = ", ".join(dependants)
        raise Conflict(
            L(
                f"{key} wird verlangt von {listed}. Schalten Sie das zuerst aus.",
                en=f"{key} is required by {listed}. Disable that first.",
            )
        )
    set_plugins(path, [other for other in definition.plugins if other != key])


def remove(home: Path, key: str, *, core: Plugin, ledger: Ledger) -> None:
    """Disable a plugin and note that its package may go; its data is kept."""
    if key in load(home / FILE_NAME).plugins:
        disable(home, key, core=core)
    ledger.mark(key, State.REMOVED)


def check_off(home: Path, key: str) -> None:
    """Refuse to take data from under a plugin that is on; raises Conflict."""
    builtin = {c.key for c in discovery.scan() if c.distribution == loader.BUILTIN}
    if key in {"core", *builtin, *load(home / FILE_NAME).plugins}:
        raise Conflict(
            L(
                f"{key} ist eingeschaltet. Schalten Sie es zuerst aus.",
                en=f"{key} is on. Disable it first.",
            )
        )


def seed(
    dispatcher: Dispatcher,
    unit: Callable[[], AbstractContextManager[UnitOfWork]],
    *,
    fresh: Collection[str] = (),
) -> tuple[str, ...]:
    """Let every plugin make the rows it cannot do without, each in a transaction of its own.

    ``fresh`` are the plugins that are on for the first time. One that fails is quarantined, the
    others go on. Gives who was asked.
    """
    keys = dispatcher.implementers("kontor_seed")
    for key in keys:
        if key not in dispatcher.loaded:  # it requires one that failed
            continue
        try:
            with unit() as uow:
                uow.plugin = key
                ctx = SeedContext(uow=uow, clock=clock.current(), first_run=key in fresh)
                dispatcher.act_for(key, "kontor_seed", ctx=ctx)
        except Exception as error:  # noqa: BLE001  # the border: a plugin may raise anything
            dispatcher.loaded.quarantine(key, _unseeded(key, error))
    return keys


def block_unseeded(dispatcher: Dispatcher, keys: Iterable[str]) -> None:
    """Keep plugins off that never got their first rows, until somebody migrates."""
    seeding = dispatcher.implementers("kontor_seed")
    for key in keys:
        if key in seeding and key in dispatcher.loaded:
            dispatcher.loaded.block(
                key,
                L(
                    f"{key} hat seine ersten Zeilen noch nicht. Rufen Sie „kontor db migrate“ auf.",
                    en=f"{key} does not have its first rows yet. Run 'kontor db migrate'.",
                ),
            )


def _unseeded(key: str, error: Exception) -> PluginError:
    if isinstance(error, PluginError):
        return error
    told = error.message if isinstance(error, KontorError) else described(error)
    return PluginError(
        key,
        L(
            f"kontor_seed ist gescheitert: {text_of(told, 'de')}",
            en=f"kontor_seed failed: {text_of(told, 'en')}",
        ),
    )


def _check_installed(key: str) -> None:
    installed = {candidate.key for candidate in discovery.scan()}
    if key in installed:
        return
    guess = nearest(key, installed)
    raise PluginError(
        key,
        L(
            f"nicht installiert. Meinten Sie „{guess}“?"
            if guess
            else f"nicht installiert. Installieren Sie kontor-{key}.",
            en=f'not installed. Did you mean "{guess}"?'
            if guess
            else f"not installed. Install kontor-{key}.",
        ),
    )


def _check_healthy(key: str, before: Loaded, after: Loaded) -> None:
    state = after.states[key]
    if state.state is not State.ENABLED:
        raise KontorError(state.problem or L(f"{key}: {state.state}"))
    fallen = [other for other in before.keys if other not in after]
    if fallen:
        problem = after.states[fallen[0]].problem
        raise KontorError(problem or L(f"{fallen[0]}: {after.states[fallen[0]].state}"))


def _not_enabled(key: str, enabled: Collection[str]) -> L:
    listed = ", ".join(enabled) or "-"
    return L(
        f"{key} steht nicht unter [plugins] enabled in kontor.toml; dort steht: {listed}. "
        "Mitgelieferte Plugins sind immer an.",
        en=f"{key} is not in [plugins] enabled of kontor.toml; there is: {listed}. "
        "Builtin plugins are always on.",
    )
