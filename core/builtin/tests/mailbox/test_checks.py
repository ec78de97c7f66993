"""What is said of each mailbox where nobody looks into it every day."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kontor_core.app import KontorApp
from kontor_core.cli.main import kontor as command
from kontor_mailbox.models import Folder
from kontor_sdk.testing.homes import Homes
from kontor_sdk.testing.kit import Kontor
from kontor_sdk.testing.moments import living_at_noon

pytestmark = pytest.mark.plugins("mailbox")
TOML = """
[[plugin.mailbox.accounts]]
name = "crm"
host = "imap.example"
user = "crm@kontor.example"
folder = "INBOX"
"""


@pytest.fixture
def told(
    kontor_homes: Homes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[str, str]]:
    """Return a function that gives what the doctor and the health page say of the mailbox."""
    home = kontor_homes.copy(("mailbox",), TOML, tmp_path / "company")
    monkeypatch.setenv("KONTOR_MAILBOX_CRM_PASSWORD", "secret")

    def told(**noted: object) -> tuple[str, str]:
        with living_at_noon() as clock:
            kontor = Kontor(KontorApp.open(home, strict=True), ("mailbox",), clock)
            if noted:
                since = noted.pop("read", None)
                read_at = clock.now() - since if isinstance(since, timedelta) else None
                values = {"account": "crm", "place": "INBOX", "read_at": read_at, **noted}
                with kontor.unit() as uow:
                    uow.create(Folder, values)
            page = kontor.client(as_=kontor.user(role="administrator")).get("/settings/health")
            kontor.close()
            answer = CliRunner().invoke(command, ["--home", str(home), "doctor", "--json"])
            found = json.loads(answer.output)
        (one,) = (one for one in found if "crm@kontor.example" in one["what"])
        assert "crm@kontor.example" in page.text
        return one["verdict"], f"{one['what']} {one['remedy']}"

    return told


def test_mailbox_that_is_read_is_fine(told: Callable[..., tuple[str, str]]) -> None:
    verdict, text = told(read=timedelta(minutes=3), taken=12)

    assert verdict == "ok"
    assert "12" in text


def test_missing_password_names_its_variable(
    told: Callable[..., tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KONTOR_MAILBOX_CRM_PASSWORD")

    verdict, text = told(read=timedelta(minutes=3))

    assert verdict == "problem"
    assert "KONTOR_MAILBOX_CRM_PASSWORD_FILE" in text


def test_what_is_in_the_way_stands_with_the_next_step(
    told: Callable[..., tuple[str, str]],
) -> None:
    problem = {"problem": "Gibt es den Ordner?", "problem_en": "Is there a folder?"}

    verdict, text = told(read=timedelta(hours=3), failures=4, **problem)

    assert verdict == "problem"
    assert "4" in text
    assert "/x/mailbox/health" in text


@pytest.mark.parametrize("noted", [{}, {"read": timedelta(hours=5)}], ids=["never", "long ago"])
def test_mailbox_nobody_reads_asks_for_the_worker(
    told: Callable[..., tuple[str, str]], noted: dict[str, object]
) -> None:
    verdict, text = told(**noted)

    assert verdict == "warning"
    assert "kontor worker" in text
