"""The history as people read it: one call per renderer, and no failure takes the page along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kontor_core.contacts.domain import create_contact, end_affiliation
from kontor_core.contacts.models import Affiliation
from kontor_core.core_plugin import Core
from kontor_core.customers.domain import change_customer, create_customer, merge_customers
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.contexts import UiContext
from kontor_core.hooks.declarations.flow import Events, covers
from kontor_core.hooks.declarations.ui import TimelineRenderer
from kontor_core.hooks.declarations.views import Color, Entry, Link, Tag
from kontor_core.interactions.domain import record_interaction
from kontor_core.timeline.render import TimelineEntry, render


@dataclass(frozen=True)
class Owned:
    owner: str
    spec: TimelineRenderer


CORE = [Owned("core", s) for s in Core().kontor_ui() if isinstance(s, TimelineRenderer)]


def _by(*renderers: Owned) -> Callable[[str], Owned | None]:
    def of(event: str) -> Owned | None:
        return next((o for o in renderers if any(covers(p, event) for p in o.spec.events)), None)

    return of


def _context(storage: Storage, actor: Actor = SYSTEM) -> UiContext:
    return UiContext(reader=storage.reader(actor), actor=actor, clock=clock.SystemClock())


def _label(entity: str) -> Label:
    return {"customer": L("Kunde", en="Customer")}.get(entity, entity)


def _render(
    storage: Storage, facts: Sequence[Fact], *renderers: Owned, actor: Actor = SYSTEM
) -> list[TimelineEntry]:
    ctx = _context(storage, actor)
    return render(ctx, facts, renderer_of=_by(*(renderers or CORE)), label_of=_label)


def _text(entry: TimelineEntry, locale: Any = "de") -> str:
    title = entry.entry.title
    parts = title if isinstance(title, tuple) else (title,)
    return "".join(text_of(p.text if isinstance(p, Link | Tag) else p, locale) for p in parts)


def _renderer(render_: Any, *events: str) -> Owned:
    spec = TimelineRenderer(
        id="r", events=events or ("test.*",), icon="x", color=Color.C1, render=render_
    )
    return Owned("plugin", spec)


def test_core_tells_its_own_story_in_both_languages(storage: Storage, told: Any) -> None:
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Berg GmbH"})
        create_contact(
            uow,
            {
                "given_name": "Erika",
                "family_name": "Berg",
                "customer_id": customer.id,
                "role": "Einkauf",
            },
        )
        record_interaction(
            uow,
            {
                "customer_id": customer.id,
                "channel": "call",
                "subject": "Angebot",
                "outcome": "reached",
                "direction": "in",
            },
        )
    with storage.unit(SYSTEM) as uow:
        change_customer(uow, customer.id, {"phase": "active", "name": "Berg AG"})
        affiliation = uow.find(Affiliation)
        assert affiliation is not None
        end_affiliation(uow, affiliation.id)
        other = create_customer(uow, {"name": "Tal GmbH"})
        merge_customers(uow, survivor=customer.id, merged=[other.id])

    entries = _render(storage, told.facts)

    assert [_text(entry) for entry in entries] == [
        "Kunde angelegt",
        "Person Erika Berg angelegt",
        "Erika Berg gehört jetzt dazu",
        "Telefonat: Angebot",
        "Name, Phase geändert",
        "Erika Berg gehört nicht mehr dazu",
        "Kunde angelegt",
        "Zusammengeführt mit Tal GmbH",
    ]
    assert _text(entries[4], "en") == "Name, Phase changed"
    assert entries[4].entry.body == "Phase: prospect → active"
    assert (entries[3].entry.inbound, [tag.color for tag in entries[3].entry.tags]) == (
        True,
        ["c5"],
    )


def test_each_renderer_is_called_once_with_all_of_its_facts(sqlite_storage: Storage) -> None:
    batches: list[int] = []

    def count(ctx: UiContext, events: Events) -> list[Entry]:
        batches.append(len(events))
        return [Entry(title=event.type) for event in events]

    facts = [Fact(type=f"test.thing.{n % 3}") for n in range(50)]

    entries = _render(sqlite_storage, facts, _renderer(count))

    assert batches == [50]
    assert [entry.entry.title for entry in entries] == [fact.type for fact in facts]


def _fails(ctx: UiContext, events: Events) -> list[Entry]:
    raise RuntimeError("broken")


def _too_few(ctx: UiContext, events: Events) -> list[Entry]:
    return [Entry(title="one")] * (len(events) - 1)


@pytest.mark.parametrize("broken", [_fails, _too_few])
def test_broken_renderer_costs_its_own_entries_only(sqlite_storage: Storage, broken: Any) -> None:
    facts = [Fact(type="test.thing.made"), Fact(type="customer.created", subject="customer")]

    entries = _render(sqlite_storage, facts, _renderer(broken), *CORE)

    assert [(_text(entry), entry.failed) for entry in entries] == [
        ("Ereignis: test / thing / made", True),
        ("Kunde angelegt", False),
    ]


def test_event_for_which_a_renderer_gives_none_is_left_out(sqlite_storage: Storage) -> None:
    facts = [Fact(type="test.a.held"), Fact(type="test.a.changed"), Fact(type="test.a.held")]

    def show(ctx: UiContext, events: Events) -> list[Entry | None]:
        return [Entry(title="Held") if e.type == "test.a.held" else None for e in events]

    entries = _render(sqlite_storage, facts, _renderer(show))

    assert [entry.fact for entry in entries] == [facts[0], facts[2]]
    assert not any(entry.failed for entry in entries)


def test_event_of_a_plugin_that_is_gone_stays_readable(sqlite_storage: Storage) -> None:
    facts = [
        Fact(type="loyalty.card.created", subject="loyalty.card", plugin="loyalty"),
        Fact(type="loyalty.card.stamped_twice", plugin="loyalty"),
        Fact(type="customer.changed", subject="customer"),
    ]

    entries = _render(sqlite_storage, facts, _renderer(_fails))

    assert [(_text(entry), entry.owner) for entry in entries] == [
        ("loyalty.card angelegt", "loyalty"),
        ("Ereignis: loyalty / card / stamped twice", "loyalty"),
        ("Kunde geändert", "core"),
    ]


def test_facts_of_records_one_may_not_see_at_all_are_left_out(sqlite_storage: Storage) -> None:
    levels = {"*": {Action.READ: Level.ALL}, "interaction": {Action.READ: Level.NONE}}
    actor = replace(SYSTEM, profile=Profile(levels))
    facts = [
        Fact(type="customer.created", subject="customer"),
        Fact(type="interaction.created", subject="interaction"),
    ]

    entries = _render(sqlite_storage, facts, actor=actor)

    assert [entry.fact.type for entry in entries] == ["customer.created"]


def test_masked_names_are_not_told_by_the_history(storage: Storage, told: Any, staff: Any) -> None:
    classes = frozenset({"public", "internal"})
    clerk = staff.user(Level.ALL, read=classes)
    with storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Berg GmbH", "email": "a@kontor.example"})
        create_contact(uow, {"family_name": "Geheim", "customer_id": customer.id})
        record_interaction(
            uow, {"customer_id": customer.id, "channel": "call", "subject": "Geheim"}
        )
    with storage.unit(SYSTEM) as uow:
        change_customer(uow, customer.id, {"name": "Geheim AG"})

    shown = repr(_render(storage, told.facts, actor=clerk))

    assert "Geheim" not in shown
    assert "kontor.example" not in shown


@pytest.mark.parametrize("count", [1, 3, 50])
def test_history_costs_the_same_queries_for_any_number_of_facts(
    sqlite_storage: Storage, told: Any, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Berg GmbH"})
        told.facts.clear()
        for _ in range(count):
            record_interaction(uow, {"customer_id": customer.id, "channel": "call"})
            create_contact(uow, {"family_name": "Berg", "customer_id": customer.id})
    facts = [fact for fact in told.facts if fact.type != "customer.created"]
    reads = []
    ctx = _context(sqlite_storage)
    read = UiContext.read
    monkeypatch.setattr(
        UiContext, "read", lambda self, *a, **k: reads.append(a) or read(self, *a, **k)
    )

    render(ctx, facts, renderer_of=_by(*CORE), label_of=_label)

    assert len(reads) == 3
