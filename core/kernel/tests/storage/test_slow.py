"""Slow statements are remembered by their text, without anybody's data."""

from kontor_core.foundation.storage.slow import SlowStatements


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
