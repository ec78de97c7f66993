"""The surface of the SDK: light to import, and changed on purpose only.

After a wanted change write a changelog fragment and run
``python sdk/tests/test_surface.py`` to renew ``surface.txt``.
"""

import dataclasses
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from pathlib import Path

import pytest

MODULES = (
    "kontor_sdk",
    "kontor_sdk.exchange",
    "kontor_sdk.flow",
    "kontor_sdk.models",
    "kontor_sdk.people",
    "kontor_sdk.ui",
)
SURFACE = Path(__file__).parent / "surface.txt"
OURS = ("kontor_core.", "kontor_sdk")
METHODS = {
    "Reader": ("read", "one"),
    "UnitOfWork": (
        *("create", "change", "change_many", "save", "delete"),
        *("get", "find", "find_all", "facet", "facets", "read"),
        *("publish", "later", "cancel_later", "replace_shares", "after_commit", "savepoint"),
    ),
}
"""What plugins call; the rest of these classes is core's own business."""


def surface() -> str:
    """Write down every public name with its signature, ours in full."""
    lines: list[str] = []
    for module in MODULES:
        lines += [f"[{module}]", *sorted(line for line in _lines(import_module(module))), ""]
    return "\n".join(lines)


def _lines(module: object) -> Iterator[str]:
    for name in module.__all__:  # type: ignore[attr-defined]
        thing = getattr(module, name)
        if not str(getattr(thing, "__module__", "")).startswith(OURS):
            yield name
        elif isinstance(thing, type) and issubclass(thing, Enum):
            yield f"{name}: {', '.join(member.name for member in thing)}"
        elif isinstance(thing, type) and dataclasses.is_dataclass(thing):
            yield f"{name}{_signature(thing)}"
        elif isinstance(thing, type):
            yield f"class {name}"
            for method in METHODS.get(name, ()):
                yield f"{name}.{method}{_signature(getattr(thing, method))}"
        elif inspect.isfunction(thing):
            yield f"{name}{_signature(thing)}"
        else:
            yield name


def _signature(thing: object) -> str:
    text = str(inspect.signature(thing))  # type: ignore[arg-type]
    return re.sub(r" at 0x[0-9a-f]+", "", text).replace("kontor_core.", "")


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11),
    reason="The surface is written down with Python 3.11; others print types in other words.",
)
def test_surface_changes_on_purpose_only() -> None:
    assert surface() == SURFACE.read_text(encoding="utf-8")


@pytest.mark.parametrize("module", ["kontor_sdk", "kontor_sdk.ui", "kontor_sdk.flow"])
def test_light_modules_bring_no_storage_and_no_web(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'litestar', 'alembic', 'jinja2', 'babel'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("module", MODULES)
def test_everything_public_is_in_the_list_and_sorted(module: str) -> None:
    found = import_module(module)

    names = found.__all__

    # constants first, as ruff sorts; L is a class
    assert names == sorted(set(names), key=lambda one: (len(one) < 2 or not one.isupper(), one))
    assert [name for name in names if not hasattr(found, name)] == []


if __name__ == "__main__":
    SURFACE.write_text(surface(), encoding="utf-8")
