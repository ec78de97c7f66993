"""What a changed definition would do, and changing it by program."""

import stat
from pathlib import Path
from textwrap import dedent

import pytest

from kontor_core.foundation.definition import (
    Definition,
    DefinitionErrors,
    diff,
    load,
    parse_definition,
    set_plugins,
    write_default,
)
from kontor_core.foundation.errors import Conflict

HOME = Path("/srv/muster/kontor.toml")


def read(text: str) -> Definition:
    return parse_definition(dedent(text), HOME)


def changes(old: str, new: str) -> list[str]:
    found = diff(read(old), read(new))
    return [change.text().in_("en") + (" !" if change.destructive else "") for change in found]


def test_an_unchanged_definition_has_no_changes():
    text = '[plugins]\nenabled = ["sales"]'

    assert changes(text, text + "\n# a comment") == []


def test_additions_are_harmless():
    new = """
        [plugins]
        enabled = ["sales"]
        [plugin.sales]
        days = 14
        [labels]
        customer = { de = "Mandant", en = "Client" }
        [[fields.customer]]
        name = "size"
        kind = "choice"
        options = ["s"]
        """

    assert changes("", new) == [
        "fields.customer.size added: size",
        "fields.customer.size.data added: internal",
        "fields.customer.size.kind added: choice",
        "fields.customer.size.max_length added: 500",
        "fields.customer.size.options.s added: s, c8",
        "fields.customer.size.required added: no",
        "labels.customer added: Mandant / Client",
        "plugin.sales.days added: 14",
        "plugins.sales added: on",
    ]


def test_what_rows_may_hold_is_destructive_to_take_away():
    old = """
        [[phases]]
        key = "a"
        [[phases]]
        key = "b"
        [[fields.customer]]
        name = "size"
        kind = "choice"
        options = ["s", "l"]
        [[fields.customer]]
        name = "old"
        """
    new = """
        company.currency = "USD"
        [[phases]]
        key = "a"
        [[fields.customer]]
        name = "size"
        kind = "text"
        """

    assert [line for line in changes(old, new) if line.endswith("!")] == [
        "company.currency changed: EUR -> USD !",
        "fields.customer.old removed: old !",
        "fields.customer.size.kind changed: choice -> text !",
        "fields.customer.size.options.l removed: l, c8 !",
        "fields.customer.size.options.s removed: s, c8 !",
        "phases.b removed: 2, b, c8 !",
    ]


def test_rights_are_compared_one_by_one():
    old = '[roles.a.grants]\ncustomer = { read = "own" }'
    new = '[roles.a]\npermissions = ["x"]\n[roles.a.grants]\ncustomer = { read = "all" }'

    assert changes(old, new) == [
        "roles.a.grants.customer.read changed: own -> all",
        "roles.a.permissions.x added: granted",
    ]


def test_changes_never_show_the_address_of_the_database():
    assert changes("", 'database.url = "postgresql://a@b/c"') == []


def test_a_first_definition_is_complete_and_says_what_it_means(tmp_path):
    path = write_default(tmp_path / "muster", name='Muster "M" & Söhne', plugins=["transactions"])

    found = load(path)
    assert path == tmp_path / "muster" / "kontor.toml"
    assert found.company.name == 'Muster "M" & Söhne'
    assert found.plugins == ("transactions",)
    assert found.company.language == "de"


def test_everything_the_first_definition_shows_in_comments_is_valid(tmp_path):
    path = write_default(tmp_path, name="Muster")
    shown = [
        line.removeprefix("# ") if line.startswith(("# [", '# "')) or " = " in line else line
        for line in path.read_text().splitlines()
    ]

    found = parse_definition("\n".join(shown), path)

    assert [field.name for field in found.custom_fields] == ["custom.size"]
    assert list(found.roles) == ["administrator", "sales"]
    assert [phase.key for phase in found.phases] == ["prospect"]
    assert found.branding.accent == "#0f6b68"
    assert found.labels["customer"].en == "Client"


def test_an_existing_definition_is_never_overwritten(tmp_path):
    write_default(tmp_path, name="Muster")

    with pytest.raises(Conflict, match="exists already"):
        write_default(tmp_path, name="Other")


COMMENTED = """\
# our CRM
[company]
name = "Muster"   # since 1898

[plugins]
enabled = [
    "sales",         # the team in Bonn
    "transactions",  # facts from the ERP
]

# last but not least
[labels]
customer = "Mandant"
"""


def test_plugins_change_and_every_comment_stays(tmp_path):
    path = tmp_path / "kontor.toml"
    path.write_text(COMMENTED)
    path.chmod(0o600)

    set_plugins(path, ["transactions", "loyalty"])

    assert load(path).plugins == ("transactions", "loyalty")
    text = path.read_text()
    for comment in ("# our CRM", "# since 1898", "# facts from the ERP", "# last but not least"):
        assert comment in text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["kontor.toml"]


def test_the_same_plugins_leave_the_file_as_it_is(tmp_path):
    path = tmp_path / "kontor.toml"
    path.write_text(COMMENTED)

    set_plugins(path, ["sales", "transactions"])

    assert path.read_text() == COMMENTED


@pytest.mark.parametrize(
    "text",
    ["", '[[phases]]\nkey = "a"\n', "[plugins]\n", "plugins = {}\n", "plugins.enabled = []\n"],
)
def test_plugins_are_added_where_none_were(tmp_path, text):
    path = tmp_path / "kontor.toml"
    path.write_text(text)

    set_plugins(tmp_path, ["sales"])
    set_plugins(tmp_path, [])
    set_plugins(tmp_path, ["sales", "service"])

    assert load(path).plugins == ("sales", "service")


def test_a_broken_definition_is_not_touched(tmp_path):
    path = tmp_path / "kontor.toml"
    path.write_text("[company]\ncurency = 1\n")

    with pytest.raises(DefinitionErrors):
        set_plugins(path, ["sales"])
    with pytest.raises(DefinitionErrors):
        write_default(tmp_path / "new", name="Muster", plugins=["A B"])

    assert path.read_text() == "[company]\ncurency = 1\n"
    assert not (tmp_path / "new").exists()
