"""The reference of the SDK follows from its docstrings, and every name has one."""

import dataclasses
import inspect
import runpy
import sys
from importlib import import_module
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
GENERATOR = runpy.run_path(str(DOCS / "generate_sdk.py"))
PLAIN = {"actor", "body", "de", "en", "help", "icon", "id", "label", "month", "text", "title"}
PLAIN |= {"caption", "color", "currency", "customers", "name", "value", "year"}
"""Names of fields that say themselves what they are."""

NAMES = [
    (module, name)
    for module in GENERATOR["MODULES"]
    for name in import_module(module).__all__
    if GENERATOR["_is_ours"](getattr(import_module(module), name))
]


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11),
    reason="The page is made with Python 3.11; others print types in other words.",
)
def test_the_page_is_up_to_date() -> None:
    page = (DOCS / "reference" / "sdk.md").read_text(encoding="utf-8")

    assert page == GENERATOR["page"](), "run: python docs/generate_sdk.py"


@pytest.mark.parametrize("name", ["kontor_sdk", "kontor_sdk.ui", "kontor_sdk.flow"])
def test_every_class_and_function_says_what_it_is(name: str) -> None:
    module = import_module(name)
    public = [getattr(module, one) for mod, one in NAMES if mod == name]

    silent = [
        one.__name__
        for one in public
        if (isinstance(one, type) or inspect.isfunction(one)) and not GENERATOR["_doc"](one)
    ]

    assert silent == []


def test_every_field_of_a_declaration_says_what_it_means() -> None:
    missing = []
    for module, name in NAMES:
        thing = getattr(import_module(module), name)
        declared = str(getattr(thing, "__module__", "")).startswith("kontor_core.hooks.declar")
        if not declared or not dataclasses.is_dataclass(thing):
            continue
        assert isinstance(thing, type)
        said = GENERATOR["_comments"](thing).keys() | PLAIN
        words = " ".join(base.__doc__ or "" for base in thing.__mro__)
        missing += [
            f"{name}.{one.name}"
            for one in dataclasses.fields(thing)
            if one.name not in said and f"``{one.name}``" not in words and one.name not in words
        ]

    assert sorted(set(missing)) == []
