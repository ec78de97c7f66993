"""The hook reference is made from the docstrings, and each docstring says what it must."""

import inspect
import re
import runpy
from pathlib import Path

import pytest

from kontor_core.hooks.hookspecs import REGISTRATION, KontorSpec

DOCS = Path(__file__).parents[4] / "docs"
HOOKS = [name for name, function in vars(KontorSpec).items() if hasattr(function, "kontor_spec")]


def test_hook_reference_is_up_to_date() -> None:
    generator = runpy.run_path(str(DOCS / "generate_hooks.py"))

    page = (DOCS / "reference" / "hooks.md").read_text(encoding="utf-8")

    assert page == generator["page"](), "run: python docs/generate_hooks.py"


@pytest.mark.parametrize("hook", HOOKS)
def test_docstring_tells_the_letter_and_the_first_user(hook: str) -> None:
    text = inspect.cleandoc(getattr(KontorSpec, hook).__doc__ or "")

    assert re.match(r"[RA]: [a-z]", text)
    assert re.search(r"First user: [a-z ]+\.$", text)


def test_every_registration_hook_is_asked_at_the_start() -> None:
    registration = [h for h in HOOKS if str(getattr(KontorSpec, h).__doc__).startswith("R:")]

    assert sorted([*REGISTRATION, "kontor_addhooks"]) == sorted(registration)
