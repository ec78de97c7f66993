"""Each rule of `kontor plugins check` finds what breaks it and says what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kontor_sdk import KontorError
from kontor_sdk.checks.command import findings

Install = Callable[..., str]


def told(key: str, rule: str) -> list[str]:
    return [str(finding) for finding in findings(key) if finding.rule == rule]


def test_private_and_foreign_imports_are_found(install: Install) -> None:
    functions = """
def late():
    from kontor_core.customers.models import Customer
    import kontor_transactions.models
"""
    key = install("nosy", functions=functions)

    line = 26
    assert told(key, "imports") == [
        f"kontor_nosy/plugin.py:{line}: kontor_core.customers.models is private; what kontor_sdk "
        "does not offer may change in any release. [imports]",
        f"kontor_nosy/plugin.py:{line + 1}: kontor_transactions.models is another plugin; meet it "
        "through events, fields and hooks. [imports]",
    ]


def test_doors_of_core_are_found(install: Install) -> None:
    functions = """
def look(ctx, reader):
    with ctx.unit() as uow:
        uow.cursor().execute("DELETE FROM core_event")
        uow.session.commit()
        uow.find(Visit, id="1")
    ctx.uow.read(None, None)
    reader.storage.system_reader()
    ctx.uow.system_read(None, None)
"""
    key = install("burglar", functions=functions)

    found = told(key, "doors")

    assert [line.split(": ", 1)[1].split(" is core")[0] for line in found] == [
        ".cursor",
        ".session",
        ".system_reader",
        ".system_read",
    ]
    assert found[0].startswith("kontor_burglar/plugin.py:")


BUNDLED = ("documents", "inbox", "mailbox", "notes", "tasks", "transactions")


@pytest.mark.parametrize("key", BUNDLED)
def test_bundled_plugins_use_no_door_of_core(key: str) -> None:
    assert told(key, "doors") == []


def test_personal_columns_without_protection_are_found(install: Install) -> None:
    columns = """
    diary: str = field(L("Tagebuch", en="Diary"), kind=Kind.LONGTEXT)
    alias: str = field(L("Spitzname", en="Alias"), Data.PERSONAL, erase=Erase.KEEP)
"""
    key = install("careless", columns=columns)

    assert told(key, "columns") == [
        "careless.visit.diary: A longtext tells of persons: declare it Data.PERSONAL. [columns]",
        "careless.visit.alias: personal data that erasure keeps: say Erase.BLANK or DELETE. "
        "[columns]",
    ]


def test_texts_without_english_are_found(install: Install) -> None:
    key = install("german", columns='    place: str = field(L("Ort"))\n')

    assert told(key, "translations") == ['german.visit.place: L("Ort") has no en=. [translations]']


def test_texts_without_english_are_found_where_code_says_them(install: Install) -> None:
    functions = """
def refuse(ctx):
    raise Refused(L("So nicht."))
    raise Refused(L("So auch nicht.", en="Nor so."))
    raise Refused(L(""))
"""
    key = install("curt", functions=functions)

    assert told(key, "translations") == [
        'kontor_curt/plugin.py:26: L("So nicht.") has no en=. [translations]'
    ]


def test_forgotten_migration_is_found(install: Install, tmp_path: Path) -> None:
    key = install("behind")
    for script in (tmp_path / "site/kontor_behind/migrations").glob("*.py"):
        script.unlink()

    assert told(key, "migrations") == [
        "kontor_behind/migrations: Models and migrations differ. Write the next one: "
        'kontor plugins migration behind -m "What changes" [migrations]'
    ]


def test_readme_without_answers_is_found(install: Install, tmp_path: Path) -> None:
    key = install("silent")
    (tmp_path / "site/pyproject.toml").touch()
    (tmp_path / "site/README.md").write_text("# x\n\n## What is it for?\n\nFor tests.\n")

    assert told(key, "readme") == [
        f'README.md: "## {question}" is missing or has no answer. [readme]'
        for question in (
            "What does it add?",
            "What does it need?",
            "What personal data does it keep?",
            "How is it removed?",
        )
    ]


def test_unknown_plugin_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(KontorError, match=r'not installed\. Did you mean "transactions"'):
        findings("transaction")


def test_plugin_that_does_not_load_is_refused_with_its_error(install: Install) -> None:
    key = install("sick", hooks="    @hookimpl\n    def kontor_jobs(self):\n        return [1 / 0]")

    with pytest.raises(KontorError, match="kontor_jobs: ZeroDivisionError"):
        findings(key)
