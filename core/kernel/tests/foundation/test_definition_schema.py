"""The schema that editors use says the same about kontor.toml as the reader, line for line."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from kontor_core.cli import examples
from kontor_core.foundation.definition import DefinitionErrors, parse_definition, write_default
from kontor_core.foundation.definition.schema import FILE_NAME, schema

EDITOR = Draft202012Validator(schema())
EXAMPLES = Path(examples.__file__).parents[1] / "examples"


def text_of_example(name: str) -> str:
    return (EXAMPLES / name / "kontor.toml").read_text(encoding="utf-8")


def complaints(text: str) -> list[str]:
    """Give what an editor underlines."""
    data: dict[str, Any] = tomllib.loads(text)
    return [".".join(map(str, error.absolute_path)) for error in EDITOR.iter_errors(data)]


def refused(text: str) -> list[str]:
    """Give what the reader says."""
    with pytest.raises(DefinitionErrors) as caught:
        parse_definition(text, Path("kontor.toml"))
    return [error.message.in_("en") for error in caught.value.errors]  # type: ignore[union-attr]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("name", examples.NAMES)
def test_editor_and_reader_accept_both_examples(name: str) -> None:
    text = text_of_example(name)

    assert complaints(text) == []
    assert parse_definition(text, Path("kontor.toml")).company.name


@pytest.mark.parametrize("name", examples.NAMES)
@pytest.mark.parametrize(
    ("written", "typo", "meant"),
    [
        ("label_en =", "labl_en =", "label_en"),
        ('color = "c5"', 'color = "c55"', "c5"),
        ('read = "team"', 'read = "taem"', "team"),
        ('kind = "choices"', 'kind = "choises"', "choices"),
        ("timezone =", "timezon =", "timezone"),
        ("[branding]", "[brandig]", "branding"),
    ],
)
def test_both_stumble_over_a_typo_and_the_reader_names_line_and_word(
    name: str, written: str, typo: str, meant: str
) -> None:
    text = text_of_example(name).replace(written, typo, 1)
    line = text[: text.index(typo)].count("\n") + 1

    problems = refused(text)

    assert complaints(text)
    assert any(f"kontor.toml:{line}:" in found and f'"{meant}"?' in found for found in problems)


@pytest.mark.parametrize(
    "wrong",
    [
        '[[fields.customer]]\nname = "size"\nkind = "choice"',
        '[[fields.customer]]\nname = "size"\noptions = ["S"]',
        '[[fields.customer]]\nname = "faith"\ndata = "special"',
        '[[phases]]\nlabel = "Neu"',
        '[roles.administrator]\nlabel = "Chefin"',
        '[labels]\ncustomer = { en = "Client" }',
    ],
)
def test_both_refuse_what_does_not_go_together(wrong: str) -> None:
    assert complaints(wrong)
    assert refused(wrong)


def test_a_first_definition_names_its_schema_and_has_it_beside(tmp_path: Path) -> None:
    path = write_default(tmp_path, name="Muster")

    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"#:schema {FILE_NAME}\n")
    assert complaints(text) == []
    assert json.loads((tmp_path / FILE_NAME).read_text(encoding="utf-8")) == schema()
