"""Reading ``kontor.toml``: what it says, what holds without it, and how mistakes are shown."""

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontor_core.foundation.access.profiles import EVERYTHING, Action, Level
from kontor_core.foundation.definition import (
    Branding,
    Company,
    Definition,
    DefinitionErrors,
    RoleDefinition,
    SpecialGrounds,
    load,
    parse_definition,
)
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Choice, Field, FieldSpec
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data, Erase

HOME = Path("/srv/muster/kontor.toml")


def read(text: str, **environ: str) -> Definition:
    return parse_definition(dedent(text), HOME, environ=environ)


def mistakes(text: str, **environ: str) -> list[str]:
    with pytest.raises(DefinitionErrors) as caught:
        read(text, **environ)
    return [error.text("en") for error in caught.value.errors]


def test_an_empty_file_is_a_whole_crm():
    found = read("")

    assert found.company == Company("muster", "EUR", "de", "DE", "Europe/Berlin")
    assert found.plugins == ()
    assert [phase.key for phase in found.phases] == [
        "prospect", "new", "active", "at_risk", "lost", "won_back",
    ]  # fmt: skip
    assert found.default_phase == "prospect"
    assert list(found.roles) == ["administrator", "manager", "agent", "reader"]
    assert found.database.url == "sqlite:////srv/muster/kontor.db"
    assert found.database.durability == "full"
    assert found.custom_fields == ()
    assert found.branding == Branding()
    assert found.label("customer", "Kunde") == "Kunde"


def test_default_roles_reach_as_far_as_the_user_manual_says():
    roles = {name: role.profile() for name, role in read("").roles.items()}

    def levels(action: Action) -> dict[str, Level]:
        return {name: profile.level("customer", action) for name, profile in roles.items()}

    assert roles["administrator"] == EVERYTHING
    assert levels(Action.READ) == {
        "administrator": Level.ALL,
        "manager": Level.TEAM,
        "agent": Level.OWN,
        "reader": Level.ALL,
    }
    assert levels(Action.DELETE) == {
        "administrator": Level.ALL,
        "manager": Level.TEAM,
        "agent": Level.NONE,
        "reader": Level.NONE,
    }
    assert Data.SPECIAL not in roles["manager"].read_classes


FULL = """
    [company]
    name = "Muster & Söhne"
    currency = "CHF"
    language = "en"
    region = "CH"
    timezone = "Europe/Zurich"

    [plugins]
    enabled = ["transactions", "sales"]

    [plugin.transactions]
    tax = 8.1

    [database]
    url = "postgresql://kontor@db.internal/kontor"
    durability = "normal"

    [branding]
    accent = "#0F6B68"

    [labels]
    customer = { de = "Mandant", en = "Client" }
    "customer.phase" = "Stand"

    [[phases]]
    key = "lead"
    label = "Anfrage"
    label_en = "Lead"
    color = "c3"

    [[phases]]
    key = "client"
    label = "Mandant"
    default = true

    [roles.sales]
    label = "Vertrieb"
    label_en = "Sales"
    read = ["public", "internal"]
    permissions = ["sales.close"]
    [roles.sales.grants]
    "*" = { read = "team" }
    "sales.deal" = { read = "all", create = "own" }

    [[fields.customer]]
    name = "size"
    label = "Größe"
    label_en = "Size"
    kind = "choice"
    options = ["klein", "groß"]
    required = true
    help = "Nach HGB"

    [[fields.customer]]
    name = "since"
    kind = "date"
    data = "personal"

    [[fields.contact]]
    name = "diet"
    label = "Unverträglichkeit"
    kind = "choices"
    options = [{ value = "nuts", label = "Nüsse", label_en = "Nuts", color = "c2" }]
    data = "special"
    purpose = "Bewirtung"
    legal_basis = "Art. 9 (2) a DSGVO"
    retention = "6 Monate nach dem Treffen"
    roles = ["sales"]
    """


def test_everything_a_file_says_is_read():
    found = read(FULL)

    assert found.company == Company("Muster & Söhne", "CHF", "en", "CH", "Europe/Zurich")
    assert found.plugins == ("transactions", "sales")
    assert found.plugin_settings == {"transactions": {"tax": 8.1}}
    assert found.database.url == "postgresql://kontor@db.internal/kontor"
    assert found.branding == Branding(accent="#0f6b68")
    assert found.labels == {"customer": L("Mandant", en="Client"), "customer.phase": L("Stand")}
    assert found.options == {
        "phases": (
            Choice("lead", L("Anfrage", en="Lead"), "c3"),
            Choice("client", L("Mandant"), "c8"),
        )
    }
    assert found.default_phase == "client"
    assert list(found.roles) == ["administrator", "sales"]
    assert found.roles["sales"] == RoleDefinition(
        "sales",
        L("Vertrieb", en="Sales"),
        grants={
            "*": {Action.READ: Level.TEAM},
            "sales.deal": {Action.READ: Level.ALL, Action.CREATE: Level.OWN},
        },
        read_classes=(Data.PUBLIC, Data.INTERNAL),
        edit_classes=(Data.PUBLIC, Data.INTERNAL),
        permissions=("sales.close",),
    )
    assert found.conventions.currency == "CHF"
    assert str(found.conventions.tz) == "Europe/Zurich"


def test_custom_fields_are_fields_like_any_other():
    size, since, diet = read(FULL).custom_fields

    assert size == Field(
        "custom.size",
        "custom",
        "customer",
        "core_customer",
        "custom",
        FieldSpec(
            L("Größe", en="Size"),
            Kind.CHOICE,
            choices=(Choice("klein", "klein"), Choice("groß", "groß")),
            required=True,
            help=L("Nach HGB"),
        ),
        json_key="size",
    )
    assert since.label == L("since")
    assert (since.spec.data, since.spec.erase) == (Data.PERSONAL, Erase.BLANK)
    assert (diet.table, diet.spec.data) == ("core_contact", Data.SPECIAL)
    assert diet.spec.choices == (Choice("nuts", L("Nüsse", en="Nuts"), "c2"),)


def test_a_special_field_carries_its_grounds():
    assert read(FULL).special == {
        "contact.custom.diet": SpecialGrounds(
            "Bewirtung", "Art. 9 (2) a DSGVO", "6 Monate nach dem Treffen", ("sales",)
        )
    }


def test_all_mistakes_are_told_at_once_each_with_its_line():
    found = mistakes(
        """\
        [company]
        name = 5
        curency = "EUR"
        language = "fr"

        [plugins]
        enabled = [
            "transactions",   # the ERP
            "transactions",
        ]

        [[phases]]
        key = "lead"
        color = "red"

        [[phases]]
        key = "lead"
        default = "yes"

        [roles.sales.grants]
        customer = { read = "tem", reed = "all" }

        [[fields.customer]]
        name = "Größe"
        kind = "chioce"

        [brandng]
        """
    )

    assert found == [
        "kontor.toml:2: company.name: Here belongs a text in quotes.",
        'kontor.toml:3: company.curency: There is no entry "curency", only: name, currency, '
        'language, region, timezone. Did you mean "currency"?',
        'kontor.toml:4: company.language: There is no language "fr", only: de, en.',
        'kontor.toml:7: plugins.enabled: "transactions" stands there twice.',
        'kontor.toml:14: phases[1].color: There is no colour "red", only: c1, c2, c3, c4, c5, c6, '
        "c7, c8.",
        'kontor.toml:17: phases[2].key: "lead" exists already.',
        "kontor.toml:18: phases[2].default: Here belongs true or false.",
        'kontor.toml:21: roles.sales.grants.customer.read: There is no level "tem", only: none, '
        'own, team, all. Did you mean "team"?',
        'kontor.toml:21: roles.sales.grants.customer.reed: There is no entry "reed", only: read, '
        'create, edit, delete, export, assign. Did you mean "read"?',
        'kontor.toml:24: fields.customer[1].name: "Größe" cannot be a name: small letters, digits '
        "and _, at most 40.",
        'kontor.toml:25: fields.customer[1].kind: There is no kind "chioce", only: text, longtext, '
        "int, number, money, bool, date, datetime, choice, choices, email, phone, url. "
        'Did you mean "choice"?',
        'kontor.toml:27: brandng: There is no entry "brandng", only: roles, fields, company, '
        'plugins, plugin, phases, labels, database, branding, security. Did you mean "branding"?',
    ]


def test_mistakes_are_told_in_german_too():
    with pytest.raises(DefinitionErrors) as caught:
        read('[company]\ncurency = "EUR"')

    assert caught.value.text("de") == (
        "kontor.toml:2: company.curency: Den Eintrag „curency“ gibt es nicht, nur: name, currency, "
        "language, region, timezone. Meinten Sie „currency“?"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", "kontor.toml:1: This is not TOML: Invalid value."),
        ("[a]\n[a]", "kontor.toml:2: This is not TOML: Cannot declare ('a',) twice."),
        ("[[roles]]", "kontor.toml:1: roles: Here belongs a table [roles]."),
        ("[phases]", "kontor.toml:1: phases: Here belongs a list [[phases]]."),
        ("phases = [1]", "kontor.toml:1: phases[1]: Here belongs a table."),
        ("plugin.x = 1", "kontor.toml:1: plugin.x: Here belongs a table [plugin.x]."),
        ("plugins.enabled = [1]", "kontor.toml:1: plugins.enabled: Only texts belong in here."),
        (
            'plugins.enabled = ["A B"]',
            'kontor.toml:1: plugins.enabled: "A B" is not the key of a plugin.',
        ),
        (
            'company.timezone = "Europe/Berln"',
            'kontor.toml:1: company.timezone: There is no time zone "Europe/Berln". ',
        ),
        ('company.timezone = "../etc/passwd"', "kontor.toml:1: company.timezone: There is no time"),
        ('company.name = "a\\u0000b"', "kontor.toml:1: company.name: Character 2 is a control"),
        (
            'branding.accent = "#ffff00"',
            "kontor.toml:1: branding.accent: Text (#ffffff) cannot be read on it: contrast 1.07, "
            "needed is 4.5.",
        ),
        ('branding.accent = "red"', "kontor.toml:1: branding.accent: This is no colour."),
        ('labels."a b" = "x"', "kontor.toml:1: labels.a b: This is neither an entity"),
        ("labels.customer = 5", "kontor.toml:1: labels.customer: Here belongs a table"),
        ('labels.customer = { en = "x" }', "kontor.toml:1: labels.customer.de: Is missing."),
        ("[roles.administrator]", "kontor.toml:1: roles.administrator: This role is built in"),
        ('[roles."a b"]', "kontor.toml:1: roles.a b: A name has small letters"),
        ('[roles.a]\nread = ["secret"]', "kontor.toml:2: roles.a.read: Nobody reads secret values"),
        ('[roles.a]\nread = ["privat"]', 'kontor.toml:2: roles.a.read: There is no class "privat"'),
        ('[roles.a]\npermissions = ["!"]', 'kontor.toml:2: roles.a.permissions: "!" is no perm'),
        ('[roles.a.grants]\n"a b" = {}', "kontor.toml:2: roles.a.grants.a b: This is no entity."),
        ("[[fields.customr]]", 'kontor.toml:1: fields.customr: There is no entry "customr", only'),
        ("[[fields.customer]]", "kontor.toml:1: fields.customer[1].name: Is missing."),
        (
            '[[fields.customer]]\nname = "a"\n[[fields.customer]]\nname = "a"',
            'kontor.toml:4: fields.customer[2].name: "a" exists already.',
        ),
        (
            '[[fields.customer]]\nname = "a"\nkind = "choice"',
            "kontor.toml:1: fields.customer[1].options: Is missing.",
        ),
        (
            '[[fields.customer]]\nname = "a"\noptions = ["x"]',
            "kontor.toml:3: fields.customer[1].options: Only a field of the kind choice",
        ),
        (
            '[[fields.customer]]\nname = "a"\nkind = "choice"\noptions = ["x", "x"]',
            'kontor.toml:4: fields.customer[1].options: "x" stands there twice.',
        ),
        (
            '[[fields.customer]]\nname = "a"\nkind = "choice"\noptions = ["a\\"b"]',
            'kontor.toml:4: fields.customer[1].options: "a"b" is not possible',
        ),
        (
            '[[fields.customer]]\nname = "a"\ndata = "secret"',
            "kontor.toml:3: fields.customer[1].data: Secrets do not belong in fields",
        ),
        (
            '[[fields.customer]]\nname = "a"\npurpose = "x"',
            "kontor.toml:3: fields.customer[1].purpose: This belongs to fields of the class",
        ),
        (
            '[[fields.customer]]\nname = "a"\nmax_length = 0',
            "kontor.toml:3: fields.customer[1].max_length: Allowed is 1 to 20000.",
        ),
        (
            '[[fields.customer]]\nname = "a"\nmax_length = true',
            "kontor.toml:3: fields.customer[1].max_length: Here belongs a whole number.",
        ),
        (
            "security.export_freely = 10001",
            "kontor.toml:1: security.export_freely: Allowed is 0 to 10000.",
        ),
        (
            'security.second_factor = ["adminstrator"]',
            'kontor.toml:1: security.second_factor: There is no role "adminstrator"',
        ),
        ('database.url = "mysql://x/y"', "kontor.toml:1: database.url: This is no database URL."),
        ('database.url = "kontor.db"', "kontor.toml:1: database.url: This is no database URL."),
        ('database.url = "sqlite://"', "kontor.toml:1: database.url: SQLite needs a file"),
        (
            'database.url = "postgresql://a:secret@b/c"',
            "kontor.toml:1: database.url: A password does not belong in the file.",
        ),
    ],
)
def test_a_mistake_names_line_place_and_remedy(text, message):
    first = mistakes(text)[0]

    assert first.startswith(message)


def test_a_special_field_without_grounds_does_not_exist():
    found = mistakes('[[fields.contact]]\nname = "a"\ndata = "special"\nroles = ["agnt"]')

    assert [message.split(":")[2].strip() for message in found] == [
        "fields.contact[1].purpose",
        "fields.contact[1].legal_basis",
        "fields.contact[1].retention",
        "fields.contact[1].roles",
        "fields.contact[1].roles",
    ]
    assert 'Did you mean "agent"?' in found[3]


def test_a_secret_does_not_show_in_messages():
    assert "secret" not in mistakes('database.url = "postgresql://a:secret@b/c"')[0]
    assert "geheim" not in repr(read("", KONTOR_DATABASE_URL="postgresql://a:geheim@b/c"))


def test_the_environment_goes_before_the_file(tmp_path):
    secret = tmp_path / "url"
    secret.write_text("postgresql://a:pw@b/c\n")

    by_variable = read(FULL, KONTOR_DATABASE_URL="sqlite:///other.db")
    by_file = read(FULL, KONTOR_DATABASE_URL_FILE=str(secret), KONTOR_DATABASE_DURABILITY="full")

    assert by_variable.database.url == "sqlite:////srv/muster/other.db"
    assert by_file.database.url == "postgresql://a:pw@b/c"
    assert by_file.database.durability == "full"


def test_a_wrong_environment_is_told_by_its_name(tmp_path):
    with pytest.raises(Invalid, match="KONTOR_DATABASE_URL_FILE: the file"):
        read("", KONTOR_DATABASE_URL_FILE=str(tmp_path / "missing"))
    assert mistakes("", KONTOR_DATABASE_DURABILITY="some") == [
        'kontor.toml: database.durability: KONTOR_DATABASE_DURABILITY is "some", allowed is full '
        "or normal."
    ]


def test_a_definition_is_found_by_its_folder_and_by_its_file(tmp_path):
    (tmp_path / "kontor.toml").write_text('\ufeff[company]\nname = "Muster"\n', encoding="utf-8")

    assert load(tmp_path) == load(tmp_path / "kontor.toml")
    assert load(tmp_path).company.name == "Muster"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist"),
        (b"\xff\xfe", "kontor.toml:1: The file is not UTF-8."),
        (b"a = 1\n# \xff", "kontor.toml:2: The file is not UTF-8."),
        (b"#" * 1_000_001, "kontor.toml: Larger than 1 MB."),
        (b"a = " + b"[" * 100_000, "kontor.toml: Nested too deeply."),
    ],
)
def test_a_file_that_cannot_be_read_is_a_clear_refusal(tmp_path, content, message):
    if content is not None:
        (tmp_path / "kontor.toml").write_bytes(content)

    with pytest.raises(DefinitionErrors, match=message):
        load(tmp_path)


_WORDS = st.sampled_from(
    ["company", "plugins", "plugin", "phases", "roles", "fields", "labels", "database", "branding",
     "customer", "name", "key", "label", "kind", "data", "options", "read", "grants", "enabled",
     "url"]
)  # fmt: skip
_TOML = st.recursive(
    st.sampled_from(['"x"', "1", "true", "1.5", "2026-01-01", "[]", "{}"]),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(_WORDS, inner, max_size=3).map(
            lambda parts: "{" + ", ".join(f"{k} = {v}" for k, v in parts.items()) + "}"
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(_WORDS, _TOML, max_size=4))
@settings(max_examples=200)
def test_any_toml_is_a_definition_or_a_clear_refusal(data):
    text = "\n".join(f"{key} = {value}" for key, value in data.items())
    try:
        read(text)
    except DefinitionErrors as refusal:
        lines = [error.line for error in refusal.errors]
        assert all(line is None or 1 <= line <= len(data) for line in lines)
