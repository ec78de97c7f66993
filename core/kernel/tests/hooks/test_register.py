"""What plugins declare is resolved at start: a wrong name takes its plugin out, and no other."""

import pytest

from kontor_core.contacts.models import Affiliation, Contact, ContactPoint
from kontor_core.customers.models import Customer
from kontor_core.foundation.errors import Invalid, PluginError
from kontor_core.foundation.fields import Field, FieldSpec, Kind
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import METADATA
from kontor_core.foundation.storage.schema import Parent, RowScope
from kontor_core.hooks.declarations.entities import Entity, Resource
from kontor_core.hooks.declarations.ui import NavItem, Page, Panel, TimelineRenderer
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.loader import load
from kontor_core.hooks.register import register
from kontor_core.hooks.registries import Registries
from kontor_core.hooks.states import State
from kontor_sdk.testing.site import Site, plugin_code


class Core(Plugin):
    info = PluginInfo("core", L("Kern", en="Core"))

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Entity(Customer),
            Entity(Contact, linked=(Affiliation, "contact_id")),
            Entity(Affiliation, scope_parent="customer_id"),
            Entity(ContactPoint, via=("customer_id", "contact_id")),
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [Resource(Customer, label=L("Kunde", en="Customer"), sort="name")]

    @hookimpl
    def kontor_ui(self) -> list[NavItem]:
        return [NavItem(id="customers", label="Kunden", icon="users", to="/customers", key="c")]


TABLES = """
Base = plugin_base("{key}")

class Account(Base, table=True):
    customer_id: str = link("customer", on_delete="cascade", unique=True)
    tier: str = field(L("Stufe", en="Tier"), nullable=True, default=None)

class Visit(Base, table=True):
    customer_id: str = link("customer", on_delete="cascade")
    happened_on: date = field(L("Am", en="On"), kind=Kind.DATE, sort=True)
    note: str = field(L("Notiz", en="Note"), Data.PERSONAL)
"""
ENTITIES = """
    @hookimpl
    def kontor_entities(self):
        return [Facet(Account, edit="{key}.use"), Entity(Visit, scope_parent="customer_id")]
"""


def started(site: Site, *keys: str, **options: object) -> tuple[Loaded, Registries]:
    loaded = load(enabled=keys, core=Core(), builtin=(), sdk="1.0", candidates=site.candidates())
    return loaded, register(Dispatcher(loaded), **options)  # type: ignore[arg-type]


def with_tables(key: str, body: str = "", **changes: str) -> str:
    models, entities = TABLES.format(key=key), ENTITIES.format(key=key)
    for old, new in changes.items():
        models, entities = models.replace(old, new), entities.replace(old, new)
    return plugin_code(key, entities + body, models=models)


def problem(loaded: Loaded, key: str) -> str:
    found = loaded.states[key].problem
    assert isinstance(found, L)
    return found.en


def hook(name: str, answer: str) -> str:
    return f"\n    @hookimpl\n    def {name}(self):\n        return {answer}\n"


def test_facet_columns_become_fields_of_the_customer(site: Site) -> None:
    site.install("visits", with_tables("visits"))
    custom = Field(
        "custom.size",
        "custom",
        "customer",
        "core_customer",
        "custom",
        FieldSpec(L("Größe", en="Size"), Kind.TEXT),
        json_key="size",
    )

    _, registries = started(site, "visits", custom=[custom], labels={"customer.phase": "Etappe"})

    fields = registries.fields("customer")
    own = {name for name, found in fields.items() if found.owner != "core"}
    assert own == {"visits.tier", "custom.size"}
    assert (fields["visits.tier"].table, fields["visits.tier"].column) == (
        "visits_account",
        "tier",
    )
    assert fields["phase"].label == "Etappe"


def test_definition_has_the_last_word_on_labels(site: Site) -> None:
    words = {"customer": L("Mandant", en="Client"), "customers": L("Mandanten", en="Clients")}

    _, registries = started(site, labels=words)

    resource = registries.resources["customers"].spec
    assert (registries.label_of("customer"), resource.plural_label) == tuple(words.values())


def test_unknown_field_is_refused_with_the_nearest_name(site: Site) -> None:
    _, registries = started(site)

    with pytest.raises(Invalid) as caught:
        registries.field("customer", "phaes")

    assert str(caught.value) == 'There is no field "phaes". Did you mean "phase"?'


def test_fence_learns_the_scope_of_every_table(site: Site) -> None:
    site.install("visits", with_tables("visits"))

    _, registries = started(site, "visits")

    rules = {rule.entity: rule for rule in registries.table_rules()}
    customer = (Parent("customer_id", "core_customer"),)
    assert {name: (rule.scope, rule.parents) for name, rule in rules.items()} == {
        "customer": (RowScope.ROOT, ()),
        "contact": (RowScope.ROOT, ()),
        "affiliation": (RowScope.CHILD, customer),
        "contact_point": (
            RowScope.VIA,
            (*customer, Parent("contact_id", "core_contact")),
        ),
        "visits.account": (RowScope.CHILD, customer),
        "visits.visit": (RowScope.CHILD, customer),
    }
    assert rules["contact"].linked == Parent("contact_id", "core_affiliation")


def test_declarations_carry_their_owner_and_full_id(site: Site) -> None:
    body = (
        hook("kontor_resources", '[Resource(Visit, label=L("Besuch", en="Visit"))]')
        + hook("kontor_ui", '[Panel(id="box", on="customer", title="x", render=lambda c: [])]')
        + hook("kontor_jobs", '[Job(id="tidy", run=print, every=timedelta(hours=1))]')
        + hook("kontor_subscriptions", '[Subscription("customer.*", print, id="count")]')
    )
    site.install("visits", with_tables("visits", body))

    loaded, registries = started(site, "visits")

    assert loaded.keys == ("core", "visits")
    assert [o.id for o in registries.resources.values()] == ["customers", "visits.visits"]
    assert [(o.owner, o.id) for o in registries.specs(Panel, on="customer")] == [
        ("visits", "visits.box")
    ]
    assert list(registries.jobs) == ["visits.tidy"]
    assert [o.id for o in registries.subscriptions] == ["visits.count"]
    assert list(registries.permissions) == ["visits.use"]
    assert registries.owned_tables("visits") == ("visits_account", "visits_visit")
    assert registries.packages["visits"] == "kontor_visits"
    assert registries.label_of("visits.visit") == L("Besuch", en="Visit")


def test_registries_cannot_be_changed_after_the_start(site: Site) -> None:
    _, registries = started(site)

    with pytest.raises(TypeError):
        registries.entities["sale"] = registries.entities["customer"]  # type: ignore[index]


def test_filter_of_what_is_open_that_names_no_field_is_refused(site: Site) -> None:
    body = hook("kontor_resources", '[Resource(Visit, label="Besuch", open="vrsion = 1")]')
    site.install("visits", with_tables("visits", body))

    loaded, _ = started(site, "visits")

    told = problem(loaded, "visits")
    assert told.startswith("Plugin visits: Resource visits.visits open=: Filter, at character 1:")
    assert "vrsion" in told


BAD_TABLES = {
    "no declaration on the column": (
        {'tier: str = field(L("Stufe", en="Tier"), nullable=True, default=None)': "tier: str"},
        "Column visits_account.tier is declared without field(...) or link(...); nobody knows "
        "what it holds and who may see it.",
    ),
    "a table nobody declares": (
        {', Entity(Visit, scope_parent="customer_id")': ""},
        "Table visits_visit is not declared; nobody knows who may see its rows. Name it in "
        "kontor_entities.",
    ),
    "a foreign key to a plugin it does not require": (
        {
            'customer_id: str = link("customer", on_delete="cascade")': (
                'customer_id: str = link("customer", on_delete="cascade")\n'
                '    order_id: str = link("transactions.order", on_delete="restrict")'
            )
        },
        "Column visits_visit.order_id points at transactions_order. Foreign keys lead to own "
        'tables, to core or to plugins in requires only. Put "transactions" into requires, or '
        "keep the bare id with field(kind=Kind.REF).",
    ),
    "a foreign key to a table that does not exist": (
        {
            'customer_id: str = link("customer", on_delete="cascade")': (
                'customer_id: str = link("custommer", on_delete="cascade")'
            )
        },
        "Column visits_visit.customer_id points at the table core_custommer, which does not "
        "exist. Did you mean core_customer?",
    ),
    "a scope parent that is no column": (
        {'scope_parent="customer_id"': 'scope_parent="costumer_id"'},
        'visits.visit has no column "costumer_id". Did you mean "customer_id"?',
    ),
    "open to everybody without a reason": (
        {'scope_parent="customer_id"': "scope=Scope.OPEN"},
        "visits.visit is open to everybody; write why in scope_reason=.",
    ),
    "core's scope": (
        {'scope_parent="customer_id"': "scope=Scope.SYSTEM"},
        "visits.visit: Scope.SYSTEM belongs to core.",
    ),
    "a facet with several rows for a customer": (
        {", unique=True)": ")"},
        'Facet visits.account: customer_id must be unique: link("customer", '
        'on_delete="cascade", unique=True).',
    ),
    "an unknown permission": (
        {'edit="visits.use"': 'edit="visits.uses"'},
        'Facet visits.account: there is no permission "visits.uses". Did you mean "visits.use"?',
    ),
}


@pytest.mark.parametrize("fault", BAD_TABLES)
def test_table_that_breaks_the_contract_is_refused(site: Site, fault: str) -> None:
    changes, says = BAD_TABLES[fault]
    site.install("visits", with_tables("visits", **changes))
    site.install("sales", plugin_code("sales"))

    loaded, registries = started(site, "visits", "sales")

    assert loaded.keys == ("core", "sales")
    assert loaded.states["visits"].state is State.FAILED
    assert problem(loaded, "visits") == f"Plugin visits: {says}"
    assert "visits.visit" not in registries.entities
    assert METADATA.sorted_tables  # nothing dangles that would break it for everybody


BAD_ANSWERS = {
    "no list": (
        hook("kontor_jobs", 'Job(id="a", run=print, every="03:00")'),
        "kontor_jobs returns Job; a list of Job is expected.",
    ),
    "something else in the list": (
        hook("kontor_ui", '[Job(id="a", run=print, every="03:00")]'),
        "kontor_ui returns Job inside its list; Spec is expected.",
    ),
    "an asynchronous handler": (
        "\n    async def react(ctx, events): ...\n"
        + hook("kontor_subscriptions", '[Subscription("customer.*", Plug.react)]'),
        'kontor_subscriptions: Subscription.handler is "async def"; calls are synchronous. '
        'Drop "async".',
    ),
    "an entity that does not exist": (
        hook("kontor_ui", '[Panel(id="a", on="custmer", title="x", render=print)]'),
        'Panel a: there is no entity "custmer". Did you mean "customer"?',
    ),
    "a column that does not exist": (
        hook("kontor_ui", '[Column(id="a", of="customer", field="phse")]'),
        'Column a: there is no field "phse". Did you mean "phase"?',
    ),
    "a column with two sources": (
        hook("kontor_ui", '[Column(id="a", of="customer", field="phase", values=print)]'),
        "Column a: give either field= or values=.",
    ),
    "a permission that does not exist": (
        hook("kontor_ui", '[Page(id="a", path="a", title="", render=print, requires="vists.use")]'),
        'Page a: there is no permission "vists.use". Did you mean "visits.use"?',
    ),
    "an event of core that does not exist": (
        hook("kontor_subscriptions", '[Subscription("customer.creatd", print)]'),
        'Subscription print: there is no event "customer.creatd". Did you mean "customer.created"?',
    ),
    "an event pattern of stars alone": (
        hook("kontor_subscriptions", '[Subscription("**", print)]'),
        'Subscription print: "**" is no pattern; a star stands at the end only, after a name.',
    ),
    "an interval of nothing": (
        hook("kontor_jobs", '[Job(id="a", run=print, every=timedelta(0))]'),
        'Job a: every is a timedelta above zero or a time of day "03:00", not '
        "datetime.timedelta(0).",
    ),
    "the same id twice": (
        hook("kontor_jobs", '[Job(id="a", run=print, every="03:00")] * 2'),
        "Job visits.a is declared twice (also in plugin visits).",
    ),
    "an id with the key in it": (
        hook("kontor_jobs", '[Job(id="visits.a", run=print, every="03:00")]'),
        'Job "visits.a": write the name without the key, in lower-case letters, digits and '
        "underscores.",
    ),
    "a key of the keyboard that is taken": (
        hook("kontor_ui", '[NavItem(id="a", label="x", icon="x", to="/", key="c")]'),
        'NavItem a: the key "c" is taken by customers of the plugin core. Choose another one.',
    ),
    "a key that leads to one of Kontor's own pages": (
        hook("kontor_ui", '[NavItem(id="a", label="x", icon="x", to="/", key="h")]'),
        'NavItem a: the key "h" is none or belongs to Kontor. Choose one character besides: h / ,.',
    ),
    "a key of two characters": (
        hook("kontor_ui", '[NavItem(id="a", label="x", icon="x", to="/", key="ab")]'),
        'NavItem a: the key "ab" is none or belongs to Kontor. Choose one character besides: '
        "h / ,.",
    ),
    "an entry that leads nowhere": (
        hook(
            "kontor_ui",
            '[NavItem(id="a", label="x", icon="x", to="overveiw"), '
            'Page(id="o", path="overview", title="x", render=print)]',
        ),
        'NavItem a: there is no page "overveiw". Did you mean "overview"?',
    ),
    "an action without anything to do": (
        hook("kontor_ui", '[Action(id="a", label="x", icon="x")]'),
        "Action a: give either run= or href=.",
    ),
    "an action on rows of nothing": (
        hook(
            "kontor_ui",
            '[Action(id="a", label="x", icon="x", run=print, scope=ActionScope.BULK)]',
        ),
        "Action a: scope=BULK needs on= with an entity.",
    ),
    "an input nobody can make a form of": (
        "\n    from pydantic import BaseModel\n\n    class Grant(BaseModel):\n        points: int\n"
        + hook("kontor_ui", '[Action(id="a", label="x", icon="x", run=print, input=Plug.Grant)]'),
        "Action a: Grant.points is declared without field(...); no form can be made of it.",
    ),
    "a view with an unknown field in its filter": (
        hook("kontor_ui", '[View(id="a", of="customer", label="x", filter="phse = \'new\'")]'),
        'View a: Filter, at character 1: The field "phse" does not exist or you may not see it. '
        "Did you mean phase?",
    ),
    "a file that is missing": (
        hook("kontor_ui", '[Asset(id="a", path="panel.js")]'),
        "Asset a: the file static/panel.js is missing from the package.",
    ),
    "two routes of one shape": (
        hook(
            "kontor_routes",
            '[Route(path=p, handler=print, audience="staff", permission="", rate="page") '
            'for p in ("{id:int}", "{name:str}")]',
        ),
        "Route GET /x/visits/{} is declared twice (also in plugin visits).",
    ),
    "a resource of somebody else's entity": (
        "\n    @hookimpl\n    def kontor_resources(self):\n"
        "        from kontor_core.customers.models import Customer\n"
        '        return [Resource(Customer, label="x")]\n',
        "Resource customers: customer is no entity of its own; name it in kontor_entities first.",
    ),
    "an event with another plugin's name": (
        "\n    class Won(Event):\n        name = 'sales.deal.won'\n"
        + hook("kontor_events", "[Plug.Won]"),
        "Won.name = 'sales.deal.won' does not begin with \"visits.\".",
    ),
}


@pytest.mark.parametrize("fault", BAD_ANSWERS)
def test_declaration_that_does_not_hold_is_refused(site: Site, fault: str) -> None:
    body, says = BAD_ANSWERS[fault]
    site.install("visits", plugin_code("visits", body))
    site.install("sales", plugin_code("sales"))

    loaded, registries = started(site, "visits", "sales")

    assert loaded.keys == ("core", "sales")
    assert problem(loaded, "visits") == f"Plugin visits: {says}"
    assert list(registries.permissions) == ["sales.use"]


def test_subscription_to_a_plugin_that_is_absent_waits_for_it(site: Site) -> None:
    body = hook("kontor_subscriptions", '[Subscription("service.complaint.opened", print)]')
    site.install("visits", plugin_code("visits", body))

    loaded, registries = started(site, "visits")

    assert loaded.keys == ("core", "visits")
    assert registries.subscriptions[0].spec.matches("service.complaint.opened")


def test_slot_for_an_optional_plugin_is_left_out_while_that_plugin_is_off(site: Site) -> None:
    body = hook(
        "kontor_ui",
        '[Column(id="a", of="customer", field="loyalty.tier"),'
        ' Page(id="b", path="b", title="x", render=print)]',
    )
    site.install("visits", plugin_code("visits", body, optional='("loyalty",)'))

    loaded, registries = started(site, "visits")

    assert loaded.keys == ("core", "visits")
    assert list(registries.slots) == [NavItem, Page]


def test_plugin_that_falls_takes_what_others_said_about_it_along(site: Site) -> None:
    site.install("visits", with_tables("visits", hook("kontor_jobs", "[1]")))
    body = hook("kontor_ui", '[Panel(id="a", on="visits.visit", title="x", render=print)]')
    site.install(
        "sales",
        plugin_code("sales", body, requires='("visits",)'),
        requires=("kontor-visits",),
    )

    loaded, _ = started(site, "visits", "sales")

    states = {key: state.state for key, state in loaded.states.items()}
    assert states == {"core": State.ENABLED, "visits": State.FAILED, "sales": State.BLOCKED}


def test_broken_core_stops_the_start(site: Site) -> None:
    class Broken(Core):
        @hookimpl
        def kontor_ui(self) -> list[NavItem]:
            return [NavItem(id="a", label="x", icon="x", to="nowhere")]

    loaded = load(enabled=(), core=Broken(), builtin=(), sdk="1.0", candidates=[])

    with pytest.raises(PluginError, match="Plugin core: NavItem a: there is no page"):
        register(Dispatcher(loaded))


def test_exact_name_renders_an_event_before_a_pattern(site: Site) -> None:
    renderer = 'TimelineRenderer(id="{}", events=("{}",), icon="x", color=Color.C1, render=print)'
    site.install(
        "alpha",
        plugin_code("alpha", hook("kontor_ui", f"[{renderer.format('all', 'customer.*')}]")),
    )
    exact = renderer.format("one", "customer.created")
    site.install("beta", plugin_code("beta", hook("kontor_ui", f"[{exact}]")))

    _, registries = started(site, "alpha", "beta")

    found = [registries.renderer(f"customer.{verb}") for verb in ("created", "changed")]
    assert [o.id if o else None for o in found] == ["beta.one", "alpha.all"]
    assert registries.renderer("contact.created") is None
    assert len(registries.specs(TimelineRenderer)) == 2
