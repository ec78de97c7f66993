"""One plugin: looking at it, switching it on and off."""

from kontor_core.app import KontorApp
from kontor_core.core_plugin import Core
from kontor_core.events import definition_log
from kontor_core.events.administration import SWITCH_PLUGINS, PluginSwitchedOff, PluginSwitchedOn
from kontor_core.foundation.errors import KontorError, NotFound, Refused
from kontor_core.foundation.i18n import Label
from kontor_core.foundation.storage.backups import backup
from kontor_core.hooks import lifecycle
from kontor_core.hooks.contributions import contributions, enriched
from kontor_core.hooks.states import PluginState
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.security.content import FORM_TYPES
from kontor_web.settings import plugin_words as words
from kontor_web.settings.parts import back, number, said
from kontor_web.settings.plugin_cards import page_of, rows_of, titles_of
from kontor_web.ui.answers import render
from kontor_web.ui.definition_page import PATH
from kontor_web.ui.views import ConfirmView

_NAMED = 3


def plugin_page(call: Call) -> Reply:
    return page_of(call, _state(call))


def switch_on(call: Call) -> Reply:
    """Write the plugin into kontor.toml and make its tables; all or nothing."""
    state = _state(call)
    command = f"kontor plugins enable {state.key}"
    try:
        with definition_log.switching(call.kontor.storage, state.key, on=True):
            lifecycle.enable(
                call.kontor.home,
                state.key,
                core=Core(),
                open_app=lambda home: KontorApp.open(home, migrate=True),
                backup=backup,
            )
    except OSError as error:
        return page_of(call, state, problem=_unwritable(error, command))
    except KontorError as error:
        return page_of(call, state, problem=error.message)
    with call.kontor.unit(call.actor) as uow:
        uow.publish(PluginSwitchedOn(key=state.key))
    return back(call, PATH, words.IS_ON.format(title=state.title or state.key))


def ask_off(call: Call) -> Reply:
    """Say what goes and what stays."""
    state = _state(call)
    registries = call.kontor.registries
    brought = contributions(registries, state.key)
    names = ", ".join(said(call, one.label) for one in brought[:_NAMED])
    rows = [n for _, n in rows_of(call, registries.owned_tables(state.key))]
    told = [
        words.OFF_GOES.format(n=len(brought), names=names),
        words.OFF_STAYS.format(n=number(call, sum(rows)), tables=len(rows)),
    ]
    if less := enriched(registries, state.key):
        told.append(words.OFF_LESS.format(names=titles_of(call, less)))
    view = ConfirmView(
        title=said(call, words.OFF_TITLE.format(title=state.title or state.key)),
        text=said(call, words.OFF_LEAD),
        submit=said(call, words.OFF),
        action=f"{PATH}/{state.key}/off",
        csrf=call.csrf,
        consequences=tuple(said(call, one) for one in told),
    )
    return render(call, "core/parts/confirm.html", view=view)


def switch_off(call: Call) -> Reply:
    """Take the plugin out of kontor.toml; its data stays."""
    state = _state(call)
    try:
        with definition_log.switching(call.kontor.storage, state.key, on=False):
            lifecycle.disable(call.kontor.home, state.key, core=Core())
    except OSError as error:
        raise Refused(_unwritable(error, f"kontor plugins disable {state.key}")) from error
    with call.kontor.unit(call.actor) as uow:
        uow.publish(PluginSwitchedOff(key=state.key))
    return back(call, PATH, words.IS_OFF.format(title=state.title or state.key))


def _unwritable(error: OSError, command: str) -> Label:
    return words.NOT_WRITABLE.format(reason=error.strerror or str(error), command=command)


def _state(call: Call) -> PluginState:
    state = call.kontor.loaded.states.get(call.param("key"))
    if state is None:
        raise NotFound("plugin", call.param("key"))
    return state


def endpoints() -> list[Endpoint]:
    one = f"{PATH}/{{key:str}}"

    def declared(method: str, path: str, run: object, permission: str, surface: str) -> Endpoint:
        return Endpoint(
            method=method,  # type: ignore[arg-type]  # one of two
            path=path,
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission=permission,
            rate="heavy" if method == "POST" else "page",
            surface=surface,  # type: ignore[arg-type]  # one of two
            accepts=FORM_TYPES if method == "POST" else (),
            confirm=method == "POST",
        )

    return [
        declared("GET", one, plugin_page, "", "page"),
        declared("POST", f"{one}/on", switch_on, SWITCH_PLUGINS, "page"),
        declared("GET", f"{one}/off", ask_off, SWITCH_PLUGINS, "fragment"),
        declared("POST", f"{one}/off", switch_off, SWITCH_PLUGINS, "page"),
    ]
