"""Names in kontor.toml that nobody knows are named with their line and the nearest one."""

from pathlib import Path

from kontor_core.core_plugin import Core
from kontor_core.foundation.definition import parse_definition
from kontor_core.hooks.definition_check import unknown_names

WRITTEN = """[company]
name = "Probe"
[plugins]
enabled = ["taxations"]
[roles.sales]
label = "Vertrieb"
permissions = ["manage_user", "erase_persons"]
[roles.sales.grants]
"*" = { read = "own" }
custmer = { read = "all" }
customer = { edit = "own" }
"tasks.task" = { edit = "own" }
"""


def told(text: str) -> list[str]:
    definition = parse_definition(text, Path("kontor.toml"))
    return [error.text("en") for error in unknown_names(definition, core=Core())]


def test_each_is_named_with_its_line_and_the_nearest_one() -> None:
    found = told(WRITTEN)

    assert found[0].startswith('kontor.toml:4: The plugin "taxations" is not installed.')
    assert found[1:] == [
        'kontor.toml:10: There is no entity "custmer". Did you mean "customer"?',
        'kontor.toml:7: There is no permission "manage_user". Did you mean "manage_users"?',
    ]


def test_rights_in_a_plugin_that_is_missing_are_not_told_twice() -> None:
    text = WRITTEN.replace("custmer", '"taxations.bill"').replace('"manage_user", ', "")

    assert len(told(text)) == 1


def test_a_definition_without_mistakes_has_none() -> None:
    assert told('[company]\nname = "Probe"\n') == []
