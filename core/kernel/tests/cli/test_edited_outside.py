"""Edits of ``kontor.toml`` by hand stand in the log of administration, once and without secrets."""

from pathlib import Path

import pytest

from kontor_core.app import KontorApp
from kontor_core.events import audit, definition_log
from kontor_core.foundation.definition import set_plugins


def edits(home: Path) -> list[list[tuple[str, str | None, str | None]]]:
    """Start Kontor, and give every edit that it has told of so far, the oldest first."""
    app = KontorApp.open(home)
    try:
        found = audit.administered(app.storage, audit.Wanted(kind="definition")).facts
        assert {fact.actor_id for fact in found} <= {None}
        return [[tuple(one) for one in fact.payload["changes"]] for fact in reversed(found)]
    finally:
        app.close()


def append(home: Path, text: str) -> None:
    file = home / "kontor.toml"
    file.write_text(f"{file.read_text()}\n{text}\n")


def test_an_edit_is_told_at_the_next_start_and_once(home: Path) -> None:
    assert edits(home) == []
    append(home, '[labels]\ncustomer = "Mandant"\n[security]\nsecond_factor = ["manager"]')

    first = edits(home)

    assert first == edits(home)
    assert first == [
        [("labels.customer", None, "Mandant"), ("security.second_factor", "-", "manager")]
    ]
    file = home / "kontor.toml"
    file.write_text(file.read_text().replace("Mandant", "Klient"))
    assert edits(home)[1:] == [[("labels.customer", "Mandant", "Klient")]]


def test_comments_are_no_edit_and_secrets_go_no_further(home: Path) -> None:
    assert edits(home) == []
    append(home, "# nichts weiter")
    assert edits(home) == []
    append(home, '[plugin.post]\nserver = "mail"\npassword = "streng geheim"')
    append(home, '[[plugin.post.boxes]]\nuser = "info"\napi_token = "auch geheim"')

    (told,) = edits(home)

    assert told == [
        ("plugin.post.boxes", None, "[{'user': 'info', 'api_token': '***'}]"),
        ("plugin.post.password", None, "'***'"),
        ("plugin.post.server", None, "'mail'"),
    ]
    raw = b"".join(path.read_bytes() for path in home.glob("kontor.db*"))
    assert b"auch geheim" not in raw


def test_what_kontor_writes_itself_is_told_by_who_does_it(home: Path) -> None:
    assert edits(home) == []
    app = KontorApp.open(home)
    with definition_log.switching(app.storage, "notes", on=True):
        set_plugins(home / "kontor.toml", ["notes"])
    with (
        pytest.raises(OSError, match="full"),
        definition_log.switching(app.storage, "tasks", on=True),
    ):
        raise OSError("full")
    app.close()

    assert edits(home) == []

    set_plugins(home / "kontor.toml", ["notes", "tasks"])
    assert edits(home) == [[("plugins.tasks", None, "on")]]
