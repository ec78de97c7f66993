"""``kontor events timers``: what waits for its time, what failed at it, and how to take it back."""

import json
import sqlite3
from pathlib import Path

import pytest

from kontor_core.foundation import ids

from .conftest import Kontor

DEAD, LEFT = "0190b6f0-0000-7000-8000-000000000001", "0190b6f0-0000-7000-8000-000000000002"


@pytest.fixture
def waiting(home: Path) -> Path:
    """Keep two events: one that was given up, one whose plugin is off."""
    at = "2026-05-18T12:00:00.000000Z"
    rows = [
        (ids.to_bytes(DEAD), "merge.done", "a", "core", None, 8, "Refused: Closed", at, at),
        (ids.to_bytes(LEFT), "shop.offer.followed_up", "b", "shop", at, 0, None, at, at),
    ]
    with sqlite3.connect(home / "kontor.db") as connection:
        connection.executemany(
            "INSERT INTO core_timer (id, type, key, plugin, next_at, attempts, error, due_at,"
            " made_at, version, payload) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, '{}')",
            rows,
        )
    connection.close()
    return home


def test_nothing_waits_in_a_new_company(home: Path, kontor: Kontor) -> None:
    said = kontor("events", "timers")

    assert (said.code, said.out) == (0, "No event waits for its time.\n")


def test_what_waits_is_shown_with_its_state(waiting: Path, kontor: Kontor) -> None:
    said = kontor("events", "timers")
    listed = json.loads(kontor("events", "timers", "--json").out)
    doctor = kontor("doctor")

    assert said.code == 1
    assert "given up" in said.out
    assert "plugin is off" in said.out
    assert [(timer["key"], timer["state"]) for timer in listed] == [("a", "dead"), ("b", "parked")]
    assert "1 event did not arrive on time" in doctor.out


def test_it_is_taken_back_by_its_id(waiting: Path, kontor: Kontor) -> None:
    taken = [kontor("events", "cancel", timer).code for timer in (DEAD, LEFT)]

    assert taken == [0, 0]
    assert kontor("events", "timers").out == "No event waits for its time.\n"


def test_only_what_failed_is_tried_again(waiting: Path, kontor: Kontor) -> None:
    early = kontor("events", "retry", LEFT)

    assert early.code == 2
    assert "has not failed" in early.err
