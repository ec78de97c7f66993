"""What the plugins answered to the registration hooks, each answer of the right kind."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from kontor_core.events.types import Event
from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.entities import Entity, Resource
from kontor_core.hooks.declarations.flow import Job, Subscription
from kontor_core.hooks.declarations.health import Check
from kontor_core.hooks.declarations.rights import Permission, RoleTemplate
from kontor_core.hooks.declarations.routes import Route
from kontor_core.hooks.declarations.settings import Settings
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.hookspecs import REGISTRATION

Answers = Mapping[str, Mapping[str, tuple[Any, ...]]]
"""Plugin -> hook -> what it declares; plugins in load order."""

_EXPECTED: Mapping[str, tuple[type, ...]] = {
    "kontor_entities": (Entity,),
    "kontor_resources": (Resource,),
    "kontor_events": (Event,),
    "kontor_permissions": (Permission, RoleTemplate),
    "kontor_settings": (Settings,),
    "kontor_subscriptions": (Subscription,),
    "kontor_jobs": (Job,),
    "kontor_ui": (Spec,),
    "kontor_routes": (Route,),
    "kontor_checks": (Check,),
}


def collect(dispatcher: Dispatcher) -> Answers:
    """Call every registration hook once; a plugin that fails or answers nonsense is taken out."""
    answers: dict[str, dict[str, tuple[Any, ...]]] = {}
    for hook in REGISTRATION:
        for outcome in dispatcher.register(hook):
            try:
                checked = _checked(outcome.plugin, hook, outcome.value)
            except PluginError as error:
                dispatcher.loaded.quarantine(outcome.plugin, error)
                continue
            answers.setdefault(outcome.plugin, {})[hook] = checked
    return {key: answers.get(key, {}) for key in dispatcher.loaded.keys}


def _checked(plugin: str, hook: str, value: object) -> tuple[Any, ...]:
    if value is None:
        return ()
    expected = _EXPECTED[hook]
    names = " / ".join(cls.__name__ for cls in expected)
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise PluginError(
            plugin,
            L(
                f"{hook} liefert {_shown(value)}; erwartet wird eine Liste von {names}.",
                en=f"{hook} returns {_shown(value)}; a list of {names} is expected.",
            ),
        )
    for item in value:
        fits = isinstance(item, expected)
        if hook == "kontor_events":
            fits = isinstance(item, type) and issubclass(item, expected)
        if not fits:
            raise PluginError(
                plugin,
                L(
                    f"{hook} liefert in der Liste {_shown(item)}; erwartet wird {names}.",
                    en=f"{hook} returns {_shown(item)} inside its list; {names} is expected.",
                ),
            )
        _no_coroutines(plugin, hook, item)
    return tuple(value)


def _no_coroutines(plugin: str, hook: str, item: object) -> None:
    if not is_dataclass(item) or isinstance(item, type):
        return
    for field in fields(item):
        value = getattr(item, field.name)
        if inspect.iscoroutinefunction(value):
            raise PluginError(
                plugin,
                L(
                    f"{hook}: {type(item).__name__}.{field.name} ist „async def“; gerufen wird "
                    "synchron. Streichen Sie „async“.",
                    en=f'{hook}: {type(item).__name__}.{field.name} is "async def"; calls are '
                    'synchronous. Drop "async".',
                ),
            )


def _shown(value: object) -> str:
    return value.__name__ if isinstance(value, type) else f"{type(value).__name__}"
