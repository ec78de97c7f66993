"""Periods of the start page: where they begin, what they are compared with, how charts part it."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from kontor_core.foundation.periods import PERIODS, USUAL, change_of, period_of

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 5, 14, 12, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("key", "start", "before", "before_end", "steps"),
    [
        ("7d", "2026-05-08", "2026-05-01", "2026-05-07T12", 7),
        ("30d", "2026-04-15", "2026-03-16", "2026-04-14T12", 30),
        ("90d", "2026-02-14", "2025-11-16", "2026-02-13T12", 13),
        ("month", "2026-05-01", "2026-04-01", "2026-04-14T12", 14),
        ("quarter", "2026-04-01", "2026-01-01", "2026-02-13T12", 7),
        ("year", "2026-01-01", "2025-01-01", "2025-05-14T12", 5),
    ],
)
def test_a_period_is_compared_with_as_much_of_the_one_before(
    key: str, start: str, before: str, before_end: str, steps: int
) -> None:
    found = period_of(key, NOON)

    assert (found.key, found.start.isoformat()[:10], found.before.isoformat()[:10]) == (
        key,
        start,
        before,
    )
    assert found.before_end.isoformat()[:13] == before_end
    assert found.end == NOON
    assert len(found.steps()) == steps
    assert found.steps()[0].start == found.first_day
    assert found.steps()[-1].end > NOON.date()


def test_the_end_of_a_long_month_is_compared_with_the_whole_short_one() -> None:
    found = period_of("month", datetime(2026, 3, 31, 12, tzinfo=BERLIN))

    assert found.before_end == found.start


def test_what_is_told_by_days_adds_up_in_the_steps() -> None:
    found = period_of("90d", NOON)
    days = [
        (date(2026, 2, 13), 9),
        (date(2026, 2, 14), 1),
        (date(2026, 2, 20), 2),
        (NOON.date(), 4),
    ]

    assert found.spread(days)[0] == 3
    assert sum(found.spread(days)) == 7


def test_an_unknown_period_is_the_usual_one() -> None:
    assert period_of("forever", NOON).key == USUAL


@pytest.mark.parametrize("key", PERIODS)
def test_every_period_has_words_in_both_languages(key: str) -> None:
    found = period_of(key, NOON)

    assert all(text.de and text.en for text in (found.label, found.said))
    assert all(step.label("en") for step in found.steps())


def test_a_change_from_nothing_has_no_per_cent() -> None:
    assert change_of(3, 0).percent is None
    assert (change_of(14, 11).absolute, change_of(14, 11).percent) == (3, Decimal(27))
    assert change_of(5, 10).percent == -50
