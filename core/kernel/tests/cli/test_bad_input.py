"""Whatever is typed: one plain sentence and exit code 2, in the language that was asked for."""

import io
from pathlib import Path

import pytest

from kontor_core.foundation.ids import new_id

from .conftest import Kontor

NOBODY = new_id()
BAD: dict[str, str] = {
    # what was typed: a part of the answer
    "lst": "Did you mean 'list'?",
    "--hom x list customers": "--hom",
    "list": "RESOURCE",
    "list custmers": 'Did you mean "customers"?',
    "list customers --filter name~~": "",
    'list customers --filter nmae="x"': "nmae",
    "list customers --sort nmae": "Cannot sort by",
    "list customers --sort -roles": "Cannot sort by",
    "list customers --fields nmae": 'Did you mean "name"?',
    "list customers --limit 0": "--limit",
    "list customers --limit many": "--limit",
    "list customers --cursor x": "cursor",
    "list customers --as nobody@kontor.example": "nobody@kontor.example",
    "list affiliations --search x": "search",
    "show customers": "RECORD_ID",
    "show customers 7": "does not exist or you may not see it",
    f"show customers {NOBODY}": "does not exist or you may not see it",
    "create customers": "name",
    "create customers name": "NAME=VALUE",
    "create customers =x": "NAME=VALUE",
    "create customers nmae=x": 'Did you mean "name"?',
    "create customers name=x phase=nowhere": "phase",
    "create customers name=x language=klingon": "language",
    "create users name=x": "cannot be changed here",
    "create contact_points scheme=email value=x": "contact_id",
    f"change customers {NOBODY}": "VALUE",
    f"change customers {NOBODY} name=x": "does not exist or you may not see it",
    "change customers 7 name=x --version one": "--version",
    f"delete customers {NOBODY} --yes": "does not exist or you may not see it",
    "resources custmers": 'Did you mean "customers"?',
    "user create no-address --no-password": "email",
    "user create a@kontor.example --no-password --role boss": "boss",
    "user create a@kontor.example --no-password --role administartor": "administrator",
    "user password nobody@kontor.example --password-stdin": "nobody@kontor.example",
    "user roles nobody@kontor.example reader": "nobody@kontor.example",
    "user off nobody@kontor.example": "nobody@kontor.example",
    "user token nobody@kontor.example": "nobody@kontor.example",
    "user token nobody@kontor.example --days 0": "--days",
    "user token ada@kontor.example --scope custmers:read": 'Did you mean "customers"?',
    "user crate": "crate",
    "db upgrade": "upgrade",
    "definition diff nowhere.toml": "nowhere.toml",
    "events retry 7": "7",
    "events retry x": "x",
    "events cancel x": "x",
    "plugins show nowhere": "nowhere",
    "plugins enable nowhere": "nowhere",
    "plugins disable nowhere": "nowhere",
    "plugins purge core --yes": "core is on",
    "backup home": "exists already",
    "restore nowhere": "nowhere",
    "restore home --yes": "not a backup of Kontor",
    "privacy export 7": "7",
    f"privacy export {NOBODY}": "does not exist or you may not see it",
    f"privacy erase {NOBODY} --yes": "does not exist or you may not see it",
    "privacy erase nobody@kontor.example --yes": "nobody@kontor.example",
    "import customers nowhere.csv": "nowhere.csv",
    "import custmers home/kontor.toml": "custmers",
    "import --preset nowhere home/kontor.toml": "nowhere",
    "import undo 7 --yes": "7",
    "import errors 7": "7",
    "init home": "exists already",
    "init new --plugin transactoins": 'is not installed. Did you mean "transactions"?',
    "demo --seed x": "--seed",
}


def test_bad_input_gets_a_sentence_and_exit_code_two(home: Path, kontor: Kontor) -> None:
    kontor("user", "create", "ada@kontor.example", "--no-password")
    wrong = {}
    for typed, part in BAD.items():
        said = kontor(*typed.split())
        last = said.err.strip().splitlines()[-1]
        if said.code != 2 or part not in said.err or not last.startswith("Error: "):
            wrong[typed] = said

    assert wrong == {}


GERMAN = {
    "list custmers": "gibt es nicht oder Sie dürfen es nicht sehen. Meinten Sie „customers“?",
    "create customers": "Name fehlt",
    "create customers x": "ist kein NAME=WERT",
    "list customers --sort nmae": "kann nicht sortiert werden",
    "user create a@kontor.example --no-password --role readr": "Meinten Sie „reader“",
    "plugins show nowhere": "gibt es hier nicht",
    "restore home --yes": "ist keine Sicherung von Kontor",
    "init home": "gibt es schon",
    "privacy erase nobody@kontor.example": "gibt es nicht oder Sie dürfen es nicht sehen",
}


def test_answers_come_in_german_where_asked(home: Path, kontor: Kontor) -> None:
    for typed, part in GERMAN.items():
        said = kontor(*typed.split(), lang="de_DE.UTF-8")

        assert said.code == 2, (typed, said)
        assert part in said.err, (typed, said.err)


COMPANIES = {
    "no such folder": (None, "There is no kontor.toml"),
    "not TOML": ("[company\n", "kontor.toml:1"),
    "unknown section": ("[compny]\nname = 'x'\n", 'Did you mean "company"?'),
    "no database": ("[database]\nurl = 'mysql://x/y'\n", "no database URL"),
    "password": ("[database]\nurl = 'postgresql://a:b@c/d'\n", "A password does not belong"),
    "folder missing": ("[database]\nurl = 'sqlite:///nowhere/kontor.db'\n", "no folder"),
    "unreachable": ("[database]\nurl = 'postgresql:///x?host=/nowhere'\n", "cannot be opened"),
    "empty": ("[company]\nname = 'x'\n", "'kontor restore BACKUP' brings it back"),
}


@pytest.mark.parametrize("kind", COMPANIES)
def test_company_that_cannot_be_opened_is_told_in_a_sentence(
    tmp_path: Path, kontor: Kontor, kind: str
) -> None:
    text, part = COMPANIES[kind]
    if text is not None:
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "kontor.toml").write_text(text)

    said = kontor("list", "customers", at=tmp_path / "broken")

    assert (said.code, "Traceback" in said.err) == (2, False)
    assert part in said.err


def test_damaged_database_is_told_in_a_sentence(home: Path, kontor: Kontor) -> None:
    file = home / "kontor.db"
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 40_000)

    for words in (("list", "customers"), ("backup",), ("db", "status")):
        said = kontor(*words)

        assert said.code in (1, 2), said
        assert said.err.count("\n") == 1, said.err


def test_no_answer_is_no(home: Path, kontor: Kontor, monkeypatch: pytest.MonkeyPatch) -> None:
    made = kontor("create", "customers", "name=Bleibt").out.strip()
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))

    said = kontor("delete", "customers", made)

    assert (said.code, "Aborted." in said.err) == (130, True)
    assert kontor("list", "customers", "--count").out == "1\n"
