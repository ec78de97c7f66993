from datetime import UTC, datetime, timedelta

import pytest

from kontor_core.foundation.clock import FixedClock, use_clock
from kontor_core.foundation.errors import PluginError, Refused
from kontor_core.hooks.dispatch import Breaker, Dispatcher
from kontor_core.hooks.loader import load
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code

RAISING = """
    @hookimpl
    def kontor_jobs(self):
        raise ValueError("no such interval")
"""
SEEDING = """
    @hookimpl
    def kontor_seed(self, ctx):
        {body}
"""


def dispatcher(site: Site, *keys: str) -> Dispatcher:
    return Dispatcher(load(enabled=keys, builtin=(), sdk="1.0", candidates=site.candidates()))


def test_answers_come_in_load_order_with_their_plugin(site: Site) -> None:
    site.install("zebra", plugin_code("zebra"))
    site.install("alpha", plugin_code("alpha", optional='("zebra",)'))

    outcomes = dispatcher(site, "alpha", "zebra").register("kontor_permissions")

    assert [(o.plugin, [p.name for p in o.value]) for o in outcomes] == [
        ("zebra", ["use"]),
        ("alpha", ["use"]),
    ]


def test_failing_registration_quarantines_one_plugin_and_keeps_the_answers_of_others(
    site: Site,
) -> None:
    site.install("sales", plugin_code("sales", RAISING))
    site.install(
        "service", plugin_code("service", "\n    @hookimpl\n    def kontor_jobs(self): return []")
    )
    calls = dispatcher(site, "sales", "service")

    outcomes = calls.register("kontor_jobs")

    assert [o.plugin for o in outcomes] == ["service"]
    state = calls.loaded.states["sales"]
    assert state.state is State.FAILED
    assert str(state.problem) == (
        "Plugin sales: kontor_jobs: ValueError: no such interval (kontor_sales/plugin.py:17)"
    )
    assert "no such interval" in (state.traceback or "")


def test_failing_act_aborts_its_verb_and_names_plugin_and_hook(site: Site) -> None:
    site.install("sales", plugin_code("sales", SEEDING.format(body="1 / 0")))

    with pytest.raises(PluginError) as caught:
        dispatcher(site, "sales").act("kontor_seed", ctx=None)

    assert str(caught.value) == (
        "Plugin sales: kontor_seed: ZeroDivisionError: division by zero (kontor_sales/plugin.py:17)"
    )


def test_act_is_passed_its_context(site: Site) -> None:
    noting = SEEDING.format(body="ctx.append(self.info.key)")
    site.install("sales", plugin_code("sales", noting))
    site.install(
        "service", plugin_code("service", SEEDING.format(body="ctx.append(self.info.key)"))
    )
    seen: list[str] = []

    dispatcher(site, "sales", "service").act("kontor_seed", ctx=seen)

    assert seen == ["sales", "service"]


def test_guarded_call_costs_only_itself(site: Site) -> None:
    calls = dispatcher(site)

    bad = calls.guarded("sales", "panel", lambda: 1 / 0)
    good = calls.guarded("service", "panel", lambda: 7)

    assert isinstance(bad.error, ZeroDivisionError)
    assert good.value == 7
    assert calls.tallies[("sales", "panel")].faults == 1


def test_breaker_opens_after_five_faults_and_tries_once_after_a_minute() -> None:
    clock = FixedClock(datetime(2026, 11, 21, tzinfo=UTC))
    breaker = Breaker()
    with use_clock(clock):
        for _ in range(5):
            assert breaker.allows("sales", "panel")
            breaker.fault("sales", "panel")
        while_open = (breaker.allows("sales", "panel"), breaker.allows("sales", "tab"))
        clock.set(clock.now() + timedelta(seconds=60))
        half_open = breaker.allows("sales", "panel")
        breaker.fault("sales", "panel")
        again_open = breaker.allows("sales", "panel")
        clock.set(clock.now() + timedelta(seconds=60))
        breaker.success("sales", "panel")
        breaker.fault("sales", "panel")
        closed = breaker.allows("sales", "panel")

    assert (while_open, half_open, again_open, closed) == ((False, True), True, False, True)


def test_five_faults_in_more_than_a_minute_open_nothing() -> None:
    clock = FixedClock(datetime(2026, 11, 21, tzinfo=UTC))
    breaker = Breaker()
    with use_clock(clock):
        for _ in range(9):
            breaker.fault("sales", "panel")
            clock.set(clock.now() + timedelta(seconds=16))

        assert breaker.allows("sales", "panel")


def test_refusal_is_no_fault_but_slowness_is(site: Site) -> None:
    calls = dispatcher(site)

    def refuse() -> None:
        raise Refused("not now")

    for _ in range(9):
        calls.guarded("sales", "save", refuse)
        slow = calls.guarded("sales", "panel", lambda: 1, budget=-1.0)

    assert calls.breaker.paused() == [("sales", "panel")]
    assert slow.paused


def test_trace_prints_each_call_with_plugin_and_time(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("KONTOR_TRACE_HOOKS", "1")
    site.install("sales", plugin_code("sales"))

    dispatcher(site, "sales").register("kontor_permissions")

    assert capsys.readouterr().err.startswith("kontor.hook kontor_permissions sales 0.")
