from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from kontor_core.foundation.definition import DefinitionErrors, parse_definition
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.settings import load_settings

HOME = Path("/srv/muster/kontor.toml")


class Server(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int = 25


class MailSettings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sender: str = "info@firma.de"
    days: int = Field(14, ge=1)
    tax: Decimal = Decimal("19")
    mode: Literal["live", "test"] = "live"
    tags: tuple[str, ...] = ()
    server: Server = Server(host="localhost")
    password: SecretStr | None = None


def load(text: str = "", **environ: str) -> MailSettings:
    definition = parse_definition(text, HOME)
    return load_settings(MailSettings, "mail", definition, environ=environ)


def mistakes(text: str = "", **environ: str) -> list[str]:
    with pytest.raises(DefinitionErrors) as caught:
        load(text, **environ)
    return [error.text("en") for error in caught.value.errors]


def test_a_silent_file_gives_the_defaults():
    assert load() == MailSettings()


def test_settings_are_read_with_their_types_and_cannot_be_changed():
    found = load(
        """
        [plugin.mail]
        days = 30
        tags = ["a", "b"]
        server = { host = "mx", port = 587 }
        [plugin.other]
        days = "not ours"
        """
    )

    assert found == MailSettings(days=30, tags=("a", "b"), server=Server(host="mx", port=587))
    with pytest.raises(ValidationError):
        found.days = 1


def test_the_environment_goes_before_the_file():
    found = load(
        "[plugin.mail]\ndays = 30",
        KONTOR_MAIL_DAYS="7",
        KONTOR_MAIL_TAX="7.5",
        KONTOR_MAIL_TAGS='["x"]',
        KONTOR_MAIL_SENDER="[draft]",
    )

    assert (found.days, found.tax, found.tags) == (7, Decimal("7.5"), ("x",))
    assert found.sender == "[draft]"


def test_secrets_come_from_the_environment_or_from_a_file(tmp_path):
    file = tmp_path / "password"
    file.write_text("[geheim]\n")

    by_variable = load(KONTOR_MAIL_PASSWORD="[geheim]")
    by_file = load(KONTOR_MAIL_PASSWORD_FILE=str(file))

    assert by_variable.password.get_secret_value() == "[geheim]"
    assert by_file == by_variable
    assert "geheim" not in repr(by_file)


def test_a_secret_in_the_definition_is_refused_without_being_shown():
    assert mistakes('[plugin.mail]\npassword = "geheim"') == [
        "kontor.toml:2: plugin.mail.password: A secret does not belong in the file. Set "
        "KONTOR_MAIL_PASSWORD or KONTOR_MAIL_PASSWORD_FILE."
    ]


def test_every_mistake_names_its_line_or_its_variable():
    found = mistakes(
        """\
[plugin.mail]
dayz = 3
days = 0
mode = "dry"
server = { port = "x" }
""",
        KONTOR_MAIL_TAX="viel",
    )

    assert found == [
        "kontor.toml: KONTOR_MAIL_TAX: Input should be a valid decimal.",
        'kontor.toml:2: plugin.mail.dayz: There is no setting "dayz", only: sender, days, tax, '
        'mode, tags, server, password. Did you mean "days"?',
        "kontor.toml:3: plugin.mail.days: Input should be greater than or equal to 1.",
        "kontor.toml:4: plugin.mail.mode: Input should be 'live' or 'test'.",
        "kontor.toml:5: plugin.mail.server.host: Is missing.",
        "kontor.toml:5: plugin.mail.server.port: Input should be a valid integer, unable to parse "
        "string as an integer.",
    ]


def test_mistakes_speak_german_too():
    with pytest.raises(DefinitionErrors) as caught:
        load('[plugin.mail]\ndays = 0\nmode = "dry"')

    assert caught.value.text("de") == (
        "kontor.toml:2: plugin.mail.days: Muss mindestens 1 sein.\n"
        "kontor.toml:3: plugin.mail.mode: Erlaubt ist: 'live' oder 'test'."
    )


def test_a_wrong_value_of_the_environment_is_not_shown():
    assert "geheim" not in mistakes(KONTOR_MAIL_DAYS="geheim")[0]


def test_a_missing_secret_file_is_told_by_its_variable(tmp_path):
    with pytest.raises(Invalid, match="KONTOR_MAIL_PASSWORD_FILE: the file"):
        load(KONTOR_MAIL_PASSWORD_FILE=str(tmp_path / "missing"))
