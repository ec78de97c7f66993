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


def test_words_for_what_there_is_not_are_named() -> None:
    labels = '[labels]\ncustmer = "Mandant"\ncustomers = "Mandanten"\n"customer.phse" = "Stand"\n'

    assert told(labels) == [
        'kontor.toml:2: There is no entity or field "custmer". Did you mean "customer"?',
        'kontor.toml:4: There is no entity or field "customer.phse". '
        'Did you mean "customer.phase"?',
    ]


def test_settings_are_judged_as_at_the_start() -> None:
    text = "[plugin.tsaks]\nx = 1\n[plugin.notes]\nx = 1\n[plugin.mailbox]\nkep_days = 1\n"

    found = told(text)

    assert found[0].startswith('kontor.toml:1: The plugin "tsaks" is not installed. Did you mean')
    assert found[1] == 'kontor.toml:3: The plugin "notes" has no settings.'
    assert found[2].startswith("kontor.toml:6: plugin.mailbox.kep_days: There is no setting")


def test_rights_and_words_of_a_plugin_that_is_off_are_no_mistake() -> None:
    text = """[roles.sales]
label = "Vertrieb"
permissions = ["transactions.cockpit"]
[roles.sales.grants]
"transactions.order" = { read = "all" }
[labels]
"transactions.order" = "Bestellung"
"""

    assert told(text) == []


def test_a_definition_without_mistakes_has_none() -> None:
    assert told('[company]\nname = "Probe"\n') == []
