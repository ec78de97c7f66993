"""A list dealt out by a field: each lane begins as its own list does, and all of it counts."""

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import update

from kontor_core.foundation.filters import Comparison, Not, Op
from kontor_core.foundation.privacy.classes import Data
from kontor_core.resources.lanes import Lanes

from .test_plans import analyse, crowd, faults, statements  # noqa: F401  # crowd is a fixture

PHASES = ("new", "active", "lost")
SORTS = ("-name", "-club.seen_at", "club.points,-name")


@pytest.fixture
def phases(town: Any) -> dict[str, str]:
    """Give each customer a phase, some of them one that is no lane; return them by id."""
    given = {}
    table = town.app.storage.schema.rule("core_customer").table
    with town.app.database.engine.begin() as connection:
        for n, made in enumerate(town.customers):
            given[made.id] = (*PHASES, "forgotten")[n % 4]
            one = update(table).where(table.c.id == made.id)
            connection.execute(one.values(phase=given[made.id], custom={"size": f"s{n % 3}"}))
    return given


@pytest.mark.parametrize("by", ["phase", "custom.size"])
def test_each_lane_begins_as_its_own_list_does(town: Any, phases: dict[str, str], by: str) -> None:
    info = town.app.resources.named("customers")
    values = PHASES if by == "phase" else ("s0", "s1")
    lanes = Lanes(info.fields[by], values)
    rest = Not(Comparison(by, Op.IN, values))

    for level in ("all", "own", "teams"):
        actor = town.actors[level]
        for sort in SORTS if by == "phase" else SORTS[:1]:
            asked = {"sort": sort, "fields": ["name", "club.points"], "limit": 4}
            dealt = town.app.resources.deal(actor, info, lanes, range(len(values) + 1), **asked)
            for place in range(len(values) + 1):
                only = Comparison(by, Op.EQ, (values[place],)) if place < lanes.rest else rest
                page = town.app.resources.page(actor, info, filter=only, **asked)

                said = f"{sort} {place}"
                assert list(map(str, dealt[place].rows)) == list(map(str, page.rows)), said
                assert dealt[place].next == page.next, said


def test_lanes_are_narrowed_by_filter_and_search(town: Any, phases: dict[str, str]) -> None:
    info, actor = town.app.resources.named("customers"), town.actors["all"]
    lanes = Lanes(info.fields["phase"], PHASES)
    asked: dict[str, Any] = {"filter": "club.points > 0", "search": "mü"}

    dealt = town.app.resources.deal(actor, info, lanes, [0, 2], fields=["name"], **asked)
    totals = town.app.resources.lane_totals(actor, info, "phase", **asked)

    fitting = {
        made.id
        for made in town.customers
        if (made.card.get("points") or 0) > 0 and made.name in ("Müller", "muller")
    }
    assert fitting
    assert sorted(dealt) == [0, 2]
    for place, lane in dealt.items():
        wanted = {one for one in fitting if phases[one] == PHASES[place]}
        assert {row.f1 for row in lane.rows} == wanted
    assert {one.value: one.n for one in totals} == Counter(phases[one] for one in fitting)


def test_amounts_are_added_up_over_what_one_may_see(town: Any, phases: dict[str, str]) -> None:
    info = town.app.resources.named("customers")

    for actor in town.actors.values():
        found = town.app.resources.lane_totals(actor, info, "phase", "club.points")

        seen = sorted(town.visible(actor), key=lambda made: phases[made.id])
        expected = {}
        for phase, group in groupby(seen, key=lambda made: phases[made.id]):
            points = [made.card.get("points") for made in group]
            known = [one for one in points if one is not None]
            expected[phase] = (len(points), sum(known) if known else None)
        assert {one.value: (one.n, one.amount) for one in found} == expected


def test_who_may_not_read_an_amount_gets_counts_alone(
    town: Any, phases: dict[str, str], staff: Any
) -> None:
    info = town.app.resources.named("customers")
    reader = staff.user(read=frozenset({Data.PUBLIC}))

    found = town.app.resources.lane_totals(reader, info, "phase", "club.points")

    assert sum(one.n for one in found) == len(town.visible(reader))
    assert {one.amount for one in found} == {None}


def test_counts_do_not_end_where_those_of_lists_do(
    town: Any, many_visits: Callable[[str, int], None]
) -> None:
    info = town.app.resources.named("club.visits")
    many_visits(town.customers[0].id, 10_050)

    found = town.app.resources.lane_totals(town.actors["all"], info, "customer_id")

    assert [one.n for one in found] == [10_050]


@pytest.mark.parametrize("level", ["all", "teams"])
def test_a_board_takes_the_same_statements_for_any_number_of_lanes(
    town: Any, phases: dict[str, str], level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, actor = town.app, town.actors[level]
    monkeypatch.setattr(app.database, "unchanged", lambda: None)  # every question is asked
    info = app.resources.named("customers")

    def asked(values: tuple[str, ...], sort: str) -> int:
        lanes = Lanes(info.fields["phase"], values)
        with statements(app) as run:
            app.resources.deal(actor, info, lanes, range(len(values) + 1), sort=sort, limit=50)
            app.resources.lane_totals(actor, info, "phase", "club.points")
        return len(run)

    many = (*PHASES, "won", "paused", "gone")
    assert (asked(("new",), "name"), asked(many, "name")) == (2, 2)
    assert (asked(("new",), "club.points"), asked(many, "club.points")) == (3, 3)


def test_each_lane_walks_an_index(crowd: Any) -> None:  # noqa: F811  # the fixture
    app = crowd.app
    info = app.resources.named("customers")
    analyse(app)
    lanes = Lanes(info.fields["phase"], ("active", "lost"))

    with statements(app) as run:
        app.resources.deal(crowd.actors["all"], info, lanes, [0, 1], sort="name", limit=20)

    assert [faults(app, explain) for explain in run] == [[]]
