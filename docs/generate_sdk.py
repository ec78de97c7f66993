"""Writes ``docs/reference/sdk.md`` from the docstrings of the SDK.

python docs/generate_sdk.py
"""

import ast
import dataclasses
import inspect
import re
import sys
import textwrap
from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent / "reference" / "sdk.md"
MODULES = (
    "kontor_sdk",
    "kontor_sdk.ui",
    "kontor_sdk.flow",
    "kontor_sdk.models",
    "kontor_sdk.people",
    "kontor_sdk.exchange",
)
_OURS = ("kontor_core", "kontor_sdk")
_HEAD = """\
# The SDK, name by name

Made from the docstrings of the SDK by `docs/generate_sdk.py`; change them there. A plugin imports
these modules and nothing else of Kontor. [Slots](../plugins/ui.md) and
[data](../plugins/data.md) show them in use, [hooks](hooks.md) says where they are returned.
"""


def page() -> str:
    """Give the page's text."""
    return "\n".join([_HEAD, *(_module(name) for name in MODULES)])


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
        return _class(name, thing)
    if inspect.isfunction(thing):
        signature = _types(str(inspect.signature(thing)))
        return f"### `{name}{signature}`\n\n{_doc(thing)}\n"
    return f"### `{name}`\n\n{_said(thing, name, module)}\n"


def _class(name: str, thing: type) -> str:
    lines = [f"### `{name}`\n", f"{_doc(thing)}\n" if _doc(thing) else ""]
    if issubclass(thing, Enum):
        lines += [f"- {_inline(line)}" for line in _members(thing)]
    elif dataclasses.is_dataclass(thing):
        said = _comments(thing)
        for one in inspect.signature(thing).parameters.values():
            note = f": {said[one.name]}" if one.name in said else ""
            lines.append(f"- `{_parameter(one)}`{_inline(note)}")
    return "\n".join([*(line for line in lines if line), ""])


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
