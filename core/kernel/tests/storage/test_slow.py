"""Slow statements are remembered by their text, without anybody's data."""

import os
from pathlib import Path

import msgspec

from kontor_core.foundation.storage.slow import FOLDER, SlowStatements


def test_one_statement_is_counted_once_with_its_times() -> None:
    slow = SlowStatements()

    slow.note("SELECT a", 0.5)
    slow.note("SELECT a", 1.5)
    slow.note("SELECT b", 1.0)

    assert [(s.sql, s.times, s.seconds, s.longest) for s in slow.all()] == [
        ("SELECT a", 2, 2.0, 1.5),
        ("SELECT b", 1, 1.0, 1.0),
    ]


def test_only_the_slowest_are_kept() -> None:
    slow = SlowStatements(most=2)

    for number in (3, 1, 2):
        slow.note(f"SELECT {number}", number)

    assert [s.sql for s in slow.all()] == ["SELECT 3", "SELECT 2"]


def test_the_median_is_of_the_last_runs() -> None:
    slow = SlowStatements()

    for number in (9.0, 1.0, 2.0):
        slow.note("SELECT a", number)

    assert slow.all()[0].median == 2.0


def test_processes_tell_each_other_for_a_day(tmp_path: Path) -> None:
    here, there = SlowStatements(), SlowStatements()
    there.note("SELECT a", 3.0)
    there.note("SELECT b", 1.0)
    folder = tmp_path / FOLDER
    folder.mkdir()
    other = folder / "1.json"
    other.write_bytes(msgspec.json.encode(there.all()))
    (folder / "2.json").write_bytes(b"half written")
    here.keep_in(tmp_path)
    here.note("SELECT a", 1.0)

    found = here.of_everybody(tmp_path)

    assert [(one.sql, one.times, one.median, one.longest) for one in found] == [
        ("SELECT a", 2, 2.0, 3.0),
        ("SELECT b", 1, 1.0, 1.0),
    ]
    assert (folder / f"{os.getpid()}.json").is_file()
    os.utime(other, (0, 0))
    assert [one.sql for one in here.of_everybody(tmp_path)] == ["SELECT a"]
