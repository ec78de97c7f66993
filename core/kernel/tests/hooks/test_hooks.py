"""Hooks that no bundled plugin uses yet, each proved here by name."""

from kontor_core.events.subscriptions import service_actor
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.examining import findings
from kontor_core.hooks.lifecycle import seed
from kontor_core.hooks.loader import load
from kontor_core.hooks.register import register
from kontor_sdk.testing.site import Site, plugin_code

SETTINGS = """
    from pydantic import BaseModel

    class Limits(BaseModel):
        model_config = {"frozen": FROZEN}
        rows: int = 10

    @hookimpl
    def kontor_settings(self):
        return [Settings(Plug.Limits)]
"""
ROUTE = """
    @hookimpl
    def kontor_routes(self):
        return [Route(path="feed", handler=print, audience="staff", permission="sales.use",
                      rate="page")]
"""
SEED = """
    @hookimpl
    def kontor_seed(self, ctx):
        ctx.uow.publish(Fact(type="sales.seeded.once", payload={"first": ctx.first_run},
                             plugin=ctx.uow.plugin))
"""
OWN = """
    @hookimpl
    def kontor_addhooks(self):
        class Spec:
            @hookspec
            def kontor_sales_formats(self, ctx): ...
        return [Spec]
"""
OTHERS = """
    @hookimpl(optionalhook=True)
    def kontor_sales_formats(self, ctx):
        return f"csv for {ctx}"
"""


CHECKS = """
    @hookimpl
    def kontor_checks(self):
        def tills(ctx):
            yield Finding("warning", "the till is open", "close it")
        def scales(ctx):
            raise ValueError("no scales")
        return [Check(id="tills", look=tills), Check(id="scales", look=scales)]
"""


def dispatcher(site: Site, *keys: str) -> Dispatcher:
    return Dispatcher(load(enabled=keys, builtin=(), sdk="1.0", candidates=site.candidates()))


def test_hook_kontor_settings(site: Site) -> None:
    site.install("sales", plugin_code("sales", SETTINGS.replace("FROZEN", "True")))
    site.install("lax", plugin_code("lax", SETTINGS.replace("FROZEN", "False")))
    calls = dispatcher(site, "sales", "lax")

    registries = register(calls)

    assert [s.model.__name__ for s in registries.settings.values()] == ["Limits"]
    assert getattr(calls.loaded.states["lax"].problem, "en", "") == (
        "Plugin lax: Settings Limits: the model is frozen and every field has a default. "
        "Missing: frozen=True."
    )


def test_hook_kontor_routes(site: Site) -> None:
    site.install("sales", plugin_code("sales", ROUTE))
    site.install("typo", plugin_code("typo", ROUTE.replace("sales.use", "typo.usee")))

    registries = register(dispatcher(site, "sales", "typo"))

    assert [(o.owner, o.id) for o in registries.routes] == [("sales", "GET /x/sales/feed")]


def test_hook_kontor_checks(site: Site, storage: Storage) -> None:
    site.install("sales", plugin_code("sales", CHECKS))
    calls = dispatcher(site, "sales")

    found = findings(register(calls), calls, storage.reader, service_actor)

    told = [(plugin, f.verdict, text_of(f.what, "en"), text_of(f.remedy, "en"))
            for plugin, f in found]  # fmt: skip
    assert told == [
        ("sales", "warning", "the till is open", "close it"),
        (
            "sales",
            "problem",
            "The check sales.scales failed: no scales",
            "The plugin sales is to blame, not your data; its author can help.",
        ),
    ]


def test_hook_kontor_seed(site: Site, storage: Storage, told: object) -> None:
    site.install("sales", plugin_code("sales", SEED))
    calls = dispatcher(site, "sales")

    asked = seed(calls, lambda: storage.unit(SYSTEM), fresh=["sales"])
    seed(calls, lambda: storage.unit(SYSTEM))

    facts = told.facts  # type: ignore[attr-defined]  # the bus that only remembers
    assert asked == ("sales",)
    assert [(f.plugin, f.payload["first"]) for f in facts] == [("sales", True), ("sales", False)]


def test_hook_kontor_addhooks(site: Site) -> None:
    site.install("sales", plugin_code("sales", OWN))
    site.install("edifact", plugin_code("edifact", OTHERS))
    calls = dispatcher(site, "sales", "edifact")

    outcomes = calls.loaded.manager.hook.kontor_sales_formats(ctx="orders")

    assert outcomes == ["csv for orders"]
