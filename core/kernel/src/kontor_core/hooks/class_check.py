"""Refuses plugin classes whose mistakes pluggy would pass over in silence."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.text import nearest
from kontor_core.hooks.discovery import Candidate
from kontor_core.hooks.hookspecs import PROJECT, KontorSpec, Plugin, PluginInfo

KEY = re.compile(r"[a-z][a-z0-9]{2,30}")
"""No underscore, so that the prefix of one plugin can never begin another's."""

_RESERVED_WORDS = (
    "affiliation api assets backup builtin calendar contact contacts core custom customer "
    "customers database definition demo doctor event events export health hooks import "
    "init interaction interactions list login logout plugins privacy relationships "
    "restore run sdk search settings static team teams timeline user users web worker "
)
"""Nouns, routes, commands and packages of core."""

RESERVED = frozenset(_RESERVED_WORDS.split())

_KINDS = {
    "hookwrapper": "wrapper",
    "wrapper": "wrapper",
    "tryfirst": "tryfirst",
    "trylast": "trylast",
}


def check_key(key: str) -> None:
    """Refuse a key that is no namespace; raises PluginError."""
    if key in RESERVED:
        raise PluginError(
            key,
            L(
                f"Der Schlüssel „{key}“ ist ein Wort von Kontor selbst. Wählen Sie einen anderen.",
                en=f'The key "{key}" is a word of Kontor itself. Choose another one.',
            ),
        )
    if not KEY.fullmatch(key):
        raise PluginError(
            key,
            L(
                f"Der Schlüssel „{key}“ ist keiner: 3 bis 31 Zeichen, Kleinbuchstaben und Ziffern, "
                "am Anfang ein Buchstabe, kein Unterstrich.",
                en=f'"{key}" is not a key: 3 to 31 characters, lower-case letters and digits, '
                "a letter first, no underscore.",
            ),
        )


def check_class(candidate: Candidate, found: object) -> type[Plugin]:
    """Give the plugin class when it keeps the contract; raises PluginError naming file and hook."""
    key = candidate.key
    if not inspect.isclass(found) or not issubclass(found, Plugin):
        raise PluginError(
            key,
            L(
                f"{candidate.target} ist keine Unterklasse von kontor_sdk.Plugin. "
                "Schreiben Sie „class ...(Plugin)“ oder berichtigen Sie den Entry-Point.",
                en=f"{candidate.target} is not a subclass of kontor_sdk.Plugin. "
                'Write "class ...(Plugin)" or correct the entry point.',
            ),
        )
    _check_info(key, found)
    count = 0
    for name, function in _methods(found):
        options = getattr(function, f"{PROJECT}_impl", None)
        if options is not None:
            count += 1
            _check_implementation(key, name, function, options)
        elif name.startswith(f"{PROJECT}_"):
            raise PluginError(
                key,
                L(
                    f"{name} ({place(function)}) trägt kein @hookimpl und würde nie gerufen. "
                    "Setzen Sie @hookimpl aus kontor_sdk darüber.",
                    en=f"{name} ({place(function)}) has no @hookimpl and would never be called. "
                    "Put @hookimpl of kontor_sdk above it.",
                ),
            )
    if not count:
        raise PluginError(
            key,
            L(
                f"{candidate.target} ({place(found)}) erfüllt keinen einzigen Hook. "
                "Schreiben Sie mindestens eine Methode mit @hookimpl aus kontor_sdk.",
                en=f"{candidate.target} ({place(found)}) implements no hook at all. "
                "Write at least one method with @hookimpl of kontor_sdk.",
            ),
        )
    return found


def check_arguments(key: str, name: str, function: Callable[..., Any], spec: object) -> None:
    """Refuse an implementation that asks for an argument its hook does not pass."""
    offered = _arguments(spec)
    for argument in _arguments(function):
        if argument not in offered:
            passes = ", ".join(offered) or "-"
            raise PluginError(
                key,
                L(
                    f"{name} ({place(function)}) verlangt „{argument}“; der Hook übergibt: "
                    f"{passes}.",
                    en=f'{name} ({place(function)}) asks for "{argument}"; the hook passes: '
                    f"{passes}.",
                ),
            )


def place(thing: object) -> str:
    """Say where something is written: ``kontor_sales/plugin.py:12``, without the machine's path."""
    try:
        file = inspect.getsourcefile(thing) or ""  # type: ignore[arg-type]
        line = inspect.getsourcelines(thing)[1]  # type: ignore[arg-type]
    except (TypeError, OSError):
        return getattr(thing, "__qualname__", repr(thing))
    module = getattr(thing, "__module__", "") or ""
    depth = module.count(".") + 1
    return f"{'/'.join(file.replace(chr(92), '/').split('/')[-depth:])}:{line}"


def _check_info(key: str, found: type[Plugin]) -> None:
    info = getattr(found, "info", None)
    if not isinstance(info, PluginInfo):
        raise PluginError(
            key,
            L(
                f"{found.__name__} ({place(found)}) hat kein „info = PluginInfo(...)“.",
                en=f'{found.__name__} ({place(found)}) has no "info = PluginInfo(...)".',
            ),
        )
    if info.key != key:
        raise PluginError(
            key,
            L(
                f"{found.__name__} ({place(found)}) nennt sich „{info.key}“, der Entry-Point "
                f"heißt „{key}“. Beide müssen gleich sein.",
                en=f'{found.__name__} ({place(found)}) calls itself "{info.key}", the entry point '
                f'is named "{key}". Make both the same.',
            ),
        )


def _check_implementation(
    key: str, name: str, function: Callable[..., Any], options: dict[str, Any]
) -> None:
    hook = options.get("specname") or name
    where = f"{name} ({place(function)})"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise PluginError(
            key,
            L(
                f"{where} ist „async def“; Hooks sind synchron. Streichen Sie „async“.",
                en=f'{where} is "async def"; hooks are synchronous. Drop "async".',
            ),
        )
    keyword_only = [
        p.name
        for p in inspect.signature(function).parameters.values()
        if p.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    if keyword_only:
        names = ", ".join(keyword_only)
        raise PluginError(
            key,
            L(
                f"{where}: {names} nur als Schlüsselwort; solche Argumente kommen nie an. "
                "Streichen Sie den „*“.",
                en=f'{where}: {names} keyword-only; such arguments never arrive. Drop the "*".',
            ),
        )
    for option, word in _KINDS.items():
        if options.get(option):
            raise PluginError(
                key,
                L(
                    f"{where}: „{word}“ gibt es nicht; die Reihenfolge bestimmt der Lader. "
                    "Für das, was man sieht, gibt es order=.",
                    en=f'{where}: there is no "{word}"; the loader decides the order. '
                    "For what people see there is order=.",
                ),
            )
    spec = getattr(KontorSpec, hook, None)
    if spec is not None:
        check_arguments(key, name, function, spec)
    elif not options.get("optionalhook"):
        known = [n for n in dir(KontorSpec) if n.startswith(f"{PROJECT}_")]
        guess = nearest(hook, known)
        raise PluginError(
            key,
            L(
                f"{where}: einen Hook „{hook}“ gibt es nicht."
                + (f" Gemeint ist wohl „{guess}“." if guess else "")
                + " Hooks anderer Plugins brauchen @hookimpl(optionalhook=True).",
                en=f'{where}: there is no hook "{hook}".'
                + (f' Did you mean "{guess}"?' if guess else "")
                + " Hooks of other plugins need @hookimpl(optionalhook=True).",
            ),
        )


def _methods(found: type[Plugin]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield what the plugin's own classes define; the hooks it inherits are specifications."""
    seen: set[str] = set()
    for cls in found.__mro__:
        if cls in Plugin.__mro__:
            continue
        for name, value in vars(cls).items():
            function = getattr(value, "__func__", value)
            if name not in seen and inspect.isroutine(function):
                seen.add(name)
                yield name, function


def _arguments(function: object) -> list[str]:
    names = list(inspect.signature(function).parameters)  # type: ignore[arg-type]
    return [name for name in names if name != "self"]
