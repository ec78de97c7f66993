"""Writes ``docs/reference/sdk.md`` from the docstrings of the SDK.

python docs/generate_sdk.py
"""

import ast
import dataclasses
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

PAGE = Path(__file__).parent / "reference" / "sdk.md"
MODULES = (
    "kontor_sdk",
    "kontor_sdk.ui",
    "kontor_sdk.flow",
    "kontor_sdk.models",
    "kontor_sdk.people",
    "kontor_sdk.exchange",
    "kontor_sdk.testing",
)
HELD = (
    ("kontor_core.foundation.access.identities", "Actor"),
    ("kontor_core.foundation.clock", "Clock"),
    ("kontor_core.foundation.storage.blobs", "Blobs"),
    ("kontor_core.hooks.declarations.contexts", "Notify"),
)
"""What contexts hold without being a name of the SDK."""
_INSIDE = "behind `"
"""Says behind a field that it is there for a method."""
_OURS = ("kontor_core", "kontor_sdk")
_HEAD = """\
# The SDK, name by name

Made from the docstrings of the SDK by `docs/generate_sdk.py`; change them there. A plugin imports
these modules and nothing else of Kontor. [Slots](../plugins/ui.md) and
[data](../plugins/data.md) show them in use, [hooks](hooks.md) says where they are returned.
"""


_HELD = """\
## What contexts hold

Plugins are handed these and import none of them.
"""


def page() -> str:
    """Give the page's text."""
    held = [_class(name, getattr(import_module(module), name)) for module, name in HELD]
    return "\n".join([_HEAD, *(_module(name) for name in MODULES), _HELD, *held])


def _module(name: str) -> str:
    module = import_module(name)
    about = _inline((module.__doc__ or "").strip())
    theirs = [one for one in module.__all__ if not _is_ours(getattr(module, one))]
    parts = [f"## `{name}`\n\n{about}\n"]
    parts += [_named(name, one) for one in module.__all__ if one not in theirs]
    if theirs:
        listed = ", ".join(f"`{one}`" for one in theirs)
        parts.append(f"As their libraries have them: {listed}.\n")
    return "\n".join(parts)


def _is_ours(thing: object) -> bool:
    if isinstance(thing, str | tuple | frozenset | int):
        return True
    return str(getattr(thing, "__module__", "")).startswith(_OURS)


def _named(module: str, name: str) -> str:
    thing = getattr(import_module(module), name)
    if isinstance(thing, type):
        first = next(one for one in MODULES if getattr(import_module(one), name, None) is thing)
        if first != module:
            return f"### `{name}` of `{module}`\n\nThe same as in `{first}`.\n"
        return _class(name, thing)
    if inspect.isfunction(thing):
        signature = _types(str(inspect.signature(thing)))
        return f"### `{name}{signature}`\n\n{_doc(thing)}\n"
    return f"### `{name}`\n\n{_said(thing, name, module)}\n"


def _class(name: str, thing: type) -> str:
    lines = [f"### `{name}`\n", f"{_doc(thing)}\n" if _doc(thing) else ""]
    if issubclass(thing, Enum):
        lines += [f"- {_inline(line)}" for line in _members(thing)]
    else:
        lines += [f"- {_inline(line)}" for line in (*_fields(thing), *_methods(thing))]
    return "\n".join([*(line for line in lines if line), ""])


def _fields(thing: type) -> Iterator[str]:
    """Give what an object of a class holds, whatever kind of class it is."""
    said = _comments(thing)
    if dataclasses.is_dataclass(thing):
        by_name = any(base.__name__ == "Spec" for base in thing.__mro__)  # slots always are
        for one in inspect.signature(thing).parameters.values():
            if one.kind is inspect.Parameter.KEYWORD_ONLY and not by_name:
                by_name = True
                yield "by name:"
            note = f": {said[one.name]}" if one.name in said else ""
            if not _inline(note).startswith(f": {_INSIDE}"):
                yield f"`{_parameter(one)}`{note}"
    elif "model_fields" in dir(thing):
        for name, info in thing.model_fields.items():  # type: ignore[attr-defined]
            if not _inherited(thing, name):
                yield f"`{name}: {_named_type(info.annotation)}`"
    elif issubclass(thing, msgspec.Struct):
        for name, kind in thing.__annotations__.items():
            note = f": {said[name]}" if name in said else ""
            yield f"`{name}: {_named_type(kind)}`{note}"
    elif getattr(thing, "_is_protocol", False):
        for name, kind in vars(thing).get("__annotations__", {}).items():
            yield f"`{name}: {_named_type(kind)}`"


def _inherited(thing: type, name: str) -> bool:
    """Tell whether a field stands with a base class that has an entry of its own."""
    return any(
        name in getattr(base, "model_fields", ()) for base in thing.__mro__[1:] if _is_listed(base)
    )


def _methods(thing: type) -> Iterator[str]:
    """Give what can be asked of an object; what a listed base has stands there."""
    found: dict[str, Any] = {}
    listed = [base for base in thing.__mro__[1:] if _is_listed(base)]
    for base in reversed(thing.__mro__):
        above = any(base is one or base in one.__mro__ for one in listed)
        if str(base.__module__).startswith(_OURS) and not above:
            found |= vars(base)
    for name, one in found.items():
        called = name == "__call__" and getattr(thing, "_is_protocol", False)
        inner = getattr(one, "fget", None) or getattr(one, "__func__", one)
        if not inspect.isfunction(inner) or inner.__name__ == "<lambda>":
            continue
        if name.startswith("_") and not called:
            continue
        said = f": {' '.join(_doc(inner).split())}" if inner.__doc__ else ""
        if isinstance(one, property):
            yield f"`{name}: {_named_type(inspect.signature(inner).return_annotation)}`{said}"
        else:
            yield f"`{'' if called else name}{_call(inner)}`{said}"
    for base in listed[:1]:
        yield f"and what `{base.__name__}` has"


def _call(function: Callable[..., object]) -> str:
    """Give the signature without what is bound."""
    signature = inspect.signature(function)
    rest = [one for name, one in signature.parameters.items() if name not in ("self", "cls")]
    told = str(signature.replace(parameters=rest)).replace("''", '""')
    return _types(told).replace("~", "")


def _named_type(kind: object) -> str:
    plain = isinstance(kind, type) and not hasattr(kind, "__args__")
    return _types(kind.__name__ if plain else str(kind)).replace("~", "")


@cache
def _is_listed(base: type) -> bool:
    return any(
        getattr(import_module(module), base.__name__, None) is base
        and base.__name__ in import_module(module).__all__
        for module in MODULES
    )


def _members(thing: type[Enum]) -> Iterator[str]:
    said = _comments(thing)
    for member in thing:
        note = f": {said[member.name]}" if member.name in said else ""
        yield f"`{member.name}`{note}"


@cache
def _comments(thing: type) -> dict[str, str]:
    """Give what is said behind each field, here and in the classes it comes from."""
    found: dict[str, str] = {}
    for base in reversed(thing.__mro__):
        if str(base.__module__).startswith(_OURS):
            for line in inspect.getsource(base).splitlines():
                said = re.match(r"\s+(\w+)(?:: [^#]*| = [^#]*)\s{2}# (.+)$", line)
                if said:
                    found[said[1]] = said[2]
    return found


def _doc(thing: Any) -> str:
    own = thing.__doc__ or ""
    if own.startswith(f"{getattr(thing, '__name__', '')}("):  # a dataclass without words
        return ""
    text = inspect.cleandoc(own).partition("\n\n>>> ")[0]
    return _inline(text)


def _said(thing: object, name: str, module: str) -> str:
    """Give the words below an assignment, wherever the name was made."""
    for one in (sys.modules[m] for m in sorted(sys.modules) if m.startswith(_OURS)):
        for assigned, text in _assigned(one.__name__).items():
            if assigned == name and getattr(one, name, None) is thing:
                return _inline(text)
    return ""


@cache
def _assigned(module: str) -> dict[str, str]:
    try:
        body = ast.parse(inspect.getsource(sys.modules[module])).body
    except (OSError, TypeError):
        return {}
    found = {}
    for node, after in pairwise(body):
        said = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if said and isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name):
                found[target.id] = inspect.cleandoc(str(after.value.value))
    return found


def _parameter(one: inspect.Parameter) -> str:
    kind = one.annotation
    named = kind.__name__ if isinstance(kind, type) and not hasattr(kind, "__args__") else kind
    text = f"{one.name}: {_types(str(named))}"
    if one.default is inspect.Parameter.empty:
        return text
    value = one.default
    if isinstance(value, Enum):
        return f"{text} = {type(value).__name__}.{value.name}"
    factory = re.match(r"<factory>|<function|<lambda", repr(value)) is not None
    return f"{text} = ..." if factory else f"{text} = {_types(repr(value), quotes=True)}"


def _types(text: str, *, quotes: bool = False) -> str:
    text = re.sub(r"<class '([\w.]+)'>", r"\1", text)
    text = re.sub(r"\b(?:kontor_core|kontor_sdk|collections|sqlalchemy|datetime)[\w.]*\.", "", text)
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return text if quotes else text.replace("'", "")


def _inline(text: str) -> str:
    return re.sub(r"(?m)^    ", "", textwrap.dedent(text)).replace("``", "`")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
