import sys
from dataclasses import dataclass

import pytest

from kontor_core.foundation.errors import PluginError
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.loader import load
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code


@dataclass(frozen=True)
class Remembered:
    key: str
    state: str = "enabled"
    version: str | None = "1.0"
    distribution: str | None = None


def started(site: Site, *enabled: str, **options: object) -> Loaded:
    arguments = {"builtin": (), "sdk": "1.4.0", "candidates": site.candidates(), **options}
    return load(enabled=enabled, **arguments)  # type: ignore[arg-type]


def test_enabled_plugins_load_in_one_order_whatever_the_order_they_are_named_in(
    site: Site,
) -> None:
    site.install("zebra", plugin_code("zebra"))
    site.install("alpha", plugin_code("alpha", requires='("mike",)'), requires=("kontor-mike",))
    site.install("mike", plugin_code("mike", optional='("zebra", "nobody")'))

    orders = {
        started(site, *names).keys
        for names in (("zebra", "alpha", "mike"), ("alpha", "mike", "zebra"))
    }

    assert orders == {("zebra", "mike", "alpha")}


def test_disabled_plugin_is_never_imported(site: Site) -> None:
    site.install("sales", plugin_code("sales"))

    loaded = started(site, ledger=[Remembered("sales")])

    assert loaded.states["sales"].state is State.DISABLED
    assert "kontor_sales" not in sys.modules


def test_plugin_that_was_never_on_is_available(site: Site) -> None:
    site.install("sales", plugin_code("sales"))

    assert started(site).states["sales"].state is State.AVAILABLE


def test_builtin_plugin_needs_no_line_in_the_definition(site: Site) -> None:
    site.install("jotter", plugin_code("jotter"), name="kontor-builtin")

    assert started(site, builtin=None).keys == ("jotter",)


BROKEN = {
    "nosubclass": "kontor_nosubclass:Plug is not a subclass of kontor_sdk.Plugin. "
    'Write "class ...(Plugin)" or correct the entry point.',
    "nohook": "kontor_nohook:Plug (kontor_nohook.py:7) implements no hook at all. "
    "Write at least one method with @hookimpl of kontor_sdk.",
    "unmarked": "kontor_resources (kontor_unmarked.py:16) has no @hookimpl and would never be "
    "called. Put @hookimpl of kontor_sdk above it.",
    "wrongmarker": "kontor_jobs (kontor_wrongmarker.py:15) has no @hookimpl and would never be "
    "called. Put @hookimpl of kontor_sdk above it.",
    "asynchook": 'kontor_jobs (kontor_asynchook.py:10) is "async def"; hooks are synchronous. '
    'Drop "async".',
    "keywordonly": "kontor_seed (kontor_keywordonly.py:11): ctx keyword-only; such arguments "
    'never arrive. Drop the "*".',
    "tryfirst": 'kontor_jobs (kontor_tryfirst.py:11): there is no "tryfirst"; the loader decides '
    "the order. For what people see there is order=.",
    "unknownhook": 'kontor_entitys (kontor_unknownhook.py:10): there is no hook "kontor_entitys". '
    'Did you mean "kontor_entities"? Hooks of other plugins need @hookimpl(optionalhook=True).',
    "wrongargument": 'kontor_seed (kontor_wrongargument.py:10) asks for "context"; '
    "the hook passes: ctx.",
    "wrongkey": 'Plug (kontor_wrongkey.py:8) calls itself "otherkey", the entry point is named '
    '"wrongkey". Make both the same.',
    "noinfo": 'Plug (kontor_noinfo.py:7) has no "info = PluginInfo(...)".',
}


@pytest.mark.parametrize("key", BROKEN)
def test_broken_twin_is_named_while_the_other_plugin_works(site: Site, key: str) -> None:
    site.install("sales", plugin_code("sales"))
    site.install(key, target=f"kontor_{key}:Plug")

    loaded = started(site, "sales", key)

    assert loaded.keys == ("sales",)
    assert loaded.states[key].state is State.FAILED
    problem = loaded.states[key].problem
    assert problem is not None
    assert getattr(problem, "en", problem) == f"Plugin {key}: {BROKEN[key]}"


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("raises", "RuntimeError: no licence file"),
        ("exits", "SystemExit: 3"),
        ("nowhere", "ModuleNotFoundError: No module named 'kontor_nowhere'"),
    ],
)
def test_failing_import_keeps_its_traceback_and_stops_nobody(
    site: Site, key: str, says: str
) -> None:
    site.install("sales", plugin_code("sales"))
    site.install(key, target=f"kontor_{key}:Plug")

    loaded = started(site, "sales", key)

    assert loaded.keys == ("sales",)
    state = loaded.states[key]
    assert state.state is State.FAILED
    assert says in (state.traceback or "")
    assert f"kontor_{key}" not in sys.modules


def test_strict_start_raises_at_the_first_broken_plugin(site: Site) -> None:
    site.install("raises", target="kontor_raises:Plug")

    with pytest.raises(RuntimeError, match="no licence file"):
        started(site, "raises", strict=True)


def test_two_distributions_with_one_key_are_both_refused_by_name(site: Site) -> None:
    site.install("sales", plugin_code("sales"))
    site.install("sales", target="kontor_sales.plugin:Plug", name="acme-sales")

    loaded = started(site, "sales")

    assert loaded.keys == ()
    assert str(loaded.states["sales"].problem) == (
        "Plugin sales: Mehrere Distributionen wollen den Schlüssel „sales“: acme-sales 1.2, "
        "kontor-sales 1.2. Keine wird geladen. Deinstallieren Sie alle bis auf eine."
    )
    assert "kontor_sales" not in sys.modules


@pytest.mark.parametrize("sdk", [">=2,<3", None])
def test_plugin_for_another_sdk_is_not_imported(site: Site, sdk: str | None) -> None:
    site.install("sales", plugin_code("sales"), sdk=sdk)

    loaded = started(site, "sales")

    assert loaded.states["sales"].state is State.INCOMPATIBLE
    assert "kontor_sales" not in sys.modules


def test_unknown_key_is_missing_and_the_nearest_name_is_suggested(site: Site) -> None:
    site.install("sales", plugin_code("sales"))

    state = started(site, "saels").states["saels"]

    assert state.state is State.MISSING
    assert getattr(state.problem, "en", "") == (
        'Plugin saels is not installed. Did you mean "sales"?'
    )


def test_plugin_the_ledger_knows_is_missing_when_its_code_is_gone(site: Site) -> None:
    loaded = started(site, ledger=[Remembered("sales"), Remembered("service", "removed")])

    states = {key: state.state for key, state in loaded.states.items()}
    assert states == {"sales": State.MISSING, "service": State.REMOVED}


def test_plugin_is_blocked_while_what_it_requires_is_off_or_broken(site: Site) -> None:
    site.install("raises", target="kontor_raises:Plug")
    site.install("sales", plugin_code("sales", requires='("raises",)'), requires=("kontor-raises",))
    site.install("bonus", plugin_code("bonus", requires='("sales",)'), requires=("kontor-sales",))

    loaded = started(site, "raises", "sales", "bonus")

    states = {key: state.state for key, state in loaded.states.items()}
    assert states == {"raises": State.FAILED, "sales": State.BLOCKED, "bonus": State.BLOCKED}


def test_plugins_requiring_each_other_are_blocked_and_named(site: Site) -> None:
    site.install("sales", plugin_code("sales"), requires=("kontor-service",))
    site.install("service", plugin_code("service"), requires=("kontor-sales",))

    loaded = started(site, "sales", "service")

    assert loaded.keys == ()
    assert {s.state for s in loaded.states.values()} == {State.BLOCKED}


@pytest.mark.parametrize("key", ["customer", "ab", "Sales", "key_accounts", "1sales"])
def test_key_that_is_no_namespace_is_refused(site: Site, key: str) -> None:
    site.install(key, target="kontor_nowhere:Plug", name="acme-plugin")

    loaded = started(site, key)

    assert loaded.states[key].state is State.FAILED
    assert loaded.states[key].traceback is not None
    assert PluginError.__name__ in (loaded.states[key].traceback or "")


def test_nobody_but_core_may_be_core(site: Site) -> None:
    site.install("core", target="kontor_nowhere:Plug", name="acme-plugin")

    loaded = started(site, "core")

    assert getattr(loaded.states["acme-plugin"].problem, "en", "") == (
        'Plugin core: The key "core" is a word of Kontor itself. Choose another one.'
    )


def test_two_applications_in_one_process_share_nothing(site: Site) -> None:
    site.install("sales", plugin_code("sales"))
    site.install("service", plugin_code("service"))
    one, two = started(site, "sales", "service"), started(site, "sales", "service")

    one.quarantine("sales", RuntimeError("broken here"))

    assert (one.keys, two.keys) == (("service",), ("sales", "service"))
    assert two.plugin("sales") in two.manager.get_plugins()


OWN_HOOK = """
    @hookimpl
    def kontor_addhooks(self):
        class Spec:
            @hookspec
            def kontor_sales_formats(self, ctx): ...
        return [Spec]
"""
OTHERS = """
    @hookimpl(optionalhook=True)
    def kontor_sales_formats(self, {argument}):
        return ["csv"]
"""


def test_hook_of_a_plugin_is_implemented_by_another_even_when_its_owner_is_absent(
    site: Site,
) -> None:
    site.install("sales", plugin_code("sales", OWN_HOOK))
    site.install("edifact", plugin_code("edifact", OTHERS.format(argument="ctx")))

    assert started(site, "sales", "edifact").keys == ("edifact", "sales")
    assert started(site, "edifact").keys == ("edifact",)


def test_wrong_argument_to_a_plugins_hook_is_refused_like_one_of_core(site: Site) -> None:
    site.install("sales", plugin_code("sales", OWN_HOOK))
    site.install("edifact", plugin_code("edifact", OTHERS.format(argument="context")))

    loaded = started(site, "sales", "edifact")

    assert loaded.keys == ("sales",)
    assert getattr(loaded.states["edifact"].problem, "en", "") == (
        "Plugin edifact: kontor_sales_formats (kontor_edifact/plugin.py:15) asks for "
        '"context"; the hook passes: ctx.'
    )


def test_own_hook_must_carry_the_key(site: Site) -> None:
    site.install("sales", plugin_code("sales", OWN_HOOK.replace("kontor_sales_", "kontor_")))

    problem = started(site, "sales").states["sales"].problem

    assert getattr(problem, "en", "") == (
        "Plugin sales: Its own hook kontor_formats must begin with kontor_sales_."
    )
