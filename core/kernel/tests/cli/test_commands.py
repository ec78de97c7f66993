"""Every command does what its help says, for a company on SQLite."""

import io
import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kontor_core.cli.main import _COMMANDS

from .conftest import Kontor


def person(kontor: Kontor, email: str, role: str, *teams: str) -> str:
    chosen = [word for team in teams for word in ("--team", team)]
    return kontor("user", "create", email, "--no-password", "--role", role, *chosen).out.strip()


def test_init_makes_a_company_that_can_be_listed(tmp_path: Path, kontor: Kontor) -> None:
    said = kontor("init", tmp_path / "neu", "--name", "Neu AG")

    assert said.code == 0, said
    assert "user create you@example.org --role administrator" in said.out
    assert kontor("list", "customers", at=tmp_path / "neu").out == "Nothing found.\n"
    assert "Neu AG" in kontor("definition", "check", at=tmp_path / "neu").out


def test_what_init_says_comes_next_can_be_pasted_whatever_the_folder_is_called(
    tmp_path: Path, kontor: Kontor
) -> None:
    folder = tmp_path / "Müller & Söhne"

    said = kontor("init", folder)
    words = shlex.split(said.out.splitlines()[-1])

    assert words[:3] == ["kontor", "--home", str(folder)]


def test_record_is_created_shown_changed_and_deleted(home: Path, kontor: Kontor) -> None:
    made = kontor("create", "customers", "name=Möbel Müller", "custom.size=L").out.strip()
    shown = kontor("show", "customers", made)
    changed = kontor("change", "customers", made, "name=Möbel Meyer")
    listed = kontor("list", "customers", "--json")
    kontor("delete", "customers", made, "--yes")

    assert "Möbel Müller" in shown.out
    assert changed.out == f"{made} is now at version 2.\n"
    assert [row["name"] for row in json.loads(listed.out)["items"]] == ["Möbel Meyer"]
    assert kontor("list", "customers", "--count").out == "0\n"


def test_stale_version_is_refused(home: Path, kontor: Kontor) -> None:
    made = kontor("create", "customers", "name=A").out.strip()
    kontor("change", "customers", made, "name=B")

    said = kontor("change", "customers", made, "name=C", "--version", "1")

    assert (said.code, "somebody else" in said.err) == (2, True)


def test_two_users_list_their_own(home: Path, kontor: Kontor) -> None:
    ada = person(kontor, "ada@kontor.example", "agent", "Nord")
    bob = person(kontor, "bob@kontor.example", "agent", "Süd")
    for name, owner in (("Adas Kunde", ada), ("Bobs Kunde", bob)):
        kontor("create", "customers", f"name={name}", f"owner_id={owner}")

    seen = {
        who: [
            row["name"]
            for row in json.loads(
                kontor("list", "customers", "--json", "--as", f"{who}@kontor.example").out
            )["items"]
        ]
        for who in ("ada", "bob")
    }

    assert seen == {"ada": ["Adas Kunde"], "bob": ["Bobs Kunde"]}
    assert kontor("list", "customers", "--count").out == "2\n"


def test_list_names_records_instead_of_ids(home: Path, kontor: Kontor) -> None:
    ada = person(kontor, "ada@kontor.example", "agent")
    kontor("create", "customers", "name=Adas Kunde", f"owner_id={ada}")

    listed, german = kontor("list", "customers"), kontor("list", "customers", lang="de")

    assert "ada" in listed.out.splitlines()[1].split("  ")
    assert ada not in listed.out
    assert listed.out.split()[:3] == ["Name", "Customer", "number"]
    assert german.out.split()[:2] == ["Name", "Kundennummer"]


def test_pages_go_on_where_the_cursor_says(home: Path, kontor: Kontor) -> None:
    for name in "abc":
        kontor("create", "customers", f"name={name}")

    first = json.loads(kontor("list", "customers", "--limit", "2", "--json").out)
    rest = json.loads(kontor("list", "customers", "--json", "--cursor", first["next"]).out)

    names = [[row["name"] for row in page["items"]] for page in (first, rest)]
    assert (names, rest["next"]) == ([["a", "b"], ["c"]], None)


def test_resources_are_listed_with_their_fields(home: Path, kontor: Kontor) -> None:
    every = json.loads(kontor("resources", "--json").out)
    fields = json.loads(kontor("resources", "customers", "--json").out)

    assert {"customers", "contacts", "interactions"} <= {found["name"] for found in every}
    assert {"name", "phase", "custom.size"} <= {found["name"] for found in fields}
    assert "Größe" in kontor("resources", "customers", lang="de").out


def test_user_gets_password_roles_and_token(
    home: Path, kontor: Kontor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    made = kontor("user", "create", "eva@kontor.example", "--role", "agent", "--password-stdin")
    roles = kontor("user", "roles", "eva@kontor.example", "reader")
    token = kontor("user", "token", "eva@kontor.example", "--days", "7")
    listed = kontor("user", "list")
    off = kontor("user", "off", "eva@kontor.example")

    assert (made.code, roles.out) == (0, "eva@kontor.example: reader\n")
    assert len(token.out.strip()) > 30
    assert listed.out.splitlines()[1].split()[:4] == ["eva", "eva@kontor.example", "yes", "set"]
    assert off.out == "eva@kontor.example is switched off.\n"
    assert kontor("list", "customers", "--as", "eva@kontor.example").code == 2


def test_weak_password_is_refused(
    home: Path, kontor: Kontor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))

    said = kontor("user", "create", "eva@kontor.example", "--password-stdin")

    assert said.code == 2, said
    assert json.loads(kontor("user", "list", "--json").out) == []


def test_status_and_migration_of_an_up_to_date_company(home: Path, kontor: Kontor) -> None:
    found = json.loads(kontor("db", "status", "--json").out)

    assert {row["key"]: row["pending"] for row in found}["core"] == []
    assert kontor("db", "migrate").out == "Everything is up to date.\n"
    assert not (home / "backups").exists()


def test_definition_is_compared(home: Path, kontor: Kontor) -> None:
    other = home.parent / "other.toml"
    other.write_text('[company]\nname = "Anders"\n')

    found = json.loads(kontor("definition", "diff", other, "--json").out)

    assert {change["path"]: change["destructive"] for change in found}[
        "fields.customer.size"
    ] is True
    assert kontor("definition", "diff", home / "kontor.toml").out == "Nothing would change.\n"


def test_subscribers_and_dead_letters_are_shown(home: Path, kontor: Kontor) -> None:
    assert kontor("events", "subscribers", "--json").code == 0
    assert kontor("events", "dead").out == "There are no dead letters.\n"


def test_plugins_are_shown_enabled_and_disabled(home: Path, kontor: Kontor) -> None:
    on = kontor("plugins", "enable", "transactions")
    shown = kontor("plugins", "show", "transactions")
    listed = json.loads(kontor("plugins", "list", "--json").out)
    off = kontor("plugins", "disable", "transactions")

    assert (on.code, "transactions" in on.out, off.code) == (0, True, 0), (on, off)
    assert "state: enabled" in shown.out
    assert {p["key"]: p["state"] for p in listed}["transactions"] == "enabled"
    assert len(list((home / "backups").iterdir())) == 1


def test_purge_leaves_the_customers(home: Path, kontor: Kontor) -> None:
    kontor("plugins", "enable", "transactions", "--no-backup")
    kontor("create", "customers", "name=Bleibt")
    kontor("plugins", "disable", "transactions")

    said = kontor("plugins", "purge", "transactions", "--yes", "--no-backup")

    assert said.code == 0, said
    assert kontor("list", "customers", "--count").out == "1\n"


def test_person_is_exported_and_erased(home: Path, kontor: Kontor) -> None:
    kontor("create", "contacts", "family_name=Kanarienvogel")
    found = json.loads(kontor("list", "contacts", "--json").out)["items"][0]["id"]
    kontor(
        "create", "contact_points", f"contact_id={found}", "scheme=email", "value=k@kontor.example"
    )
    out = home / "answer.json"

    exported = kontor("privacy", "export", "K@kontor.example", "--out", out)
    rehearsed = kontor("privacy", "erase", found, "--dry-run")
    erased = kontor("privacy", "erase", found, "--yes", lang="de")

    assert exported.code == 0, exported
    assert "Kanarienvogel" in out.read_text()
    assert out.stat().st_mode & 0o077 == 0
    assert rehearsed.out.endswith("Nothing was erased.\n")
    assert (erased.code, "Gelöscht." in erased.out) == (0, True), erased
    assert kontor("privacy", "export", "k@kontor.example").code == 2
    assert b"Kanarienvogel" not in b"".join(p.read_bytes() for p in home.glob("kontor.db*"))


def test_export_never_overwrites_a_file(home: Path, kontor: Kontor) -> None:
    kontor("create", "contacts", "family_name=Weber")
    found = json.loads(kontor("list", "contacts", "--json").out)["items"][0]["id"]
    (home / "there.json").write_text("mine")

    said = kontor("privacy", "export", found, "--out", home / "there.json")

    assert (said.code, "File exists" in said.err) == (2, True)
    assert (home / "there.json").read_text() == "mine"


def test_help_of_every_command_tells_what_it_does(home: Path, kontor: Kontor) -> None:
    for name, (_, summary) in _COMMANDS.items():
        said = kontor(name, "--help")

        assert said.code == 0, (name, said)
        assert said.out.startswith("Usage: "), name
        assert summary.endswith((".", "..."))


def test_worker_ends_in_peace(home: Path) -> None:
    environment = {**os.environ, "KONTOR_LANG": "en", "KONTOR_HOME": str(home)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "kontor_core.cli.main", "worker"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    up = worker.stdout.readline()
    worker.send_signal(signal.SIGTERM)
    _, err = worker.communicate(timeout=30)

    assert (up, worker.returncode, err) == ("The worker is up; Ctrl-C ends it.\n", 0, "")


def test_reader_that_goes_away_is_no_error(home: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "kontor_core.cli.main", "--home", str(home), "resources"],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )

    os.close(writing)
    assert done.stderr == b""
