"""Every check of the contract finds the plugin that breaks it, and says what to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kontor_sdk.testing import Kontor, data_checks, life_checks, privacy_checks, ui, web_checks
from kontor_sdk.testing.contract import NOBODY

PANEL = """
    @hookimpl
    def kontor_ui(self):
        return [Panel(id="visits", on="customer", title=L("Besuche", en="Visits"), render=render)]
"""
SEED = """
    @hookimpl
    def kontor_seed(self, ctx):
        seed(ctx)
"""
SUBSCRIBE = """
    @hookimpl
    def kontor_subscriptions(self):
        return [Subscription("{event}", react)]
"""


@pytest.fixture
def kontor_toml() -> str:
    return NOBODY


LOOSE = """

class Rumour(Base, table=True):
    about_customer: str = field(L("Über", en="About"), kind=Kind.REF, nullable=True)
    text: str = field(L("Gerücht", en="Rumour"), Data.PERSONAL)
"""
OpenKontor = Callable[..., Kontor]
Install = Callable[..., str]


def test_good_plugin_passes(install: Install, open_kontor: OpenKontor, tmp_path: Path) -> None:
    functions = """
def render(ctx):
    rows = ctx.read(VISITS, Row, {"customer": ctx.record.id})
    return Facts(*(LabelValue(L("Notiz", en="Note"), row.note) for row in rows))

def react(ctx, events):
    for event in events:
        for visit in ctx.uow.find_all(Visit, customer_id=event.customer_id):
            ctx.uow.change(Visit, visit.id, {"note": "Changed"})

def seed(ctx):
    pass
"""
    key = install(
        "good", functions=functions, hooks=PANEL + SEED + SUBSCRIBE.format(event="customer.changed")
    )

    life_checks.check_arrival(tmp_path / "arrival", key, ())
    ui.check_shown(open_kontor(key), key)
    company = open_kontor(key)
    ui.check_hidden(company, key, company.user(role="nobody"))
    company = open_kontor(key)
    web_checks.check_pages_render(company, key)
    web_checks.check_addresses(company, key, company.user(role="nobody"))
    company = open_kontor(key)
    data_checks.provoke(company, key)
    data_checks.check_reached(company, key)
    data_checks.check_twice(company)
    privacy_checks.check_privacy(open_kontor(key), key)
    data_checks.check_merge(open_kontor(key), key)
    life_checks.check_return(open_kontor(key), key, ())
    life_checks.check_purge(open_kontor(key), tmp_path / "bare", key, ())


def test_column_without_migration_is_found(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = install("unmade")
    script = next((tmp_path / "site/kontor_unmade/migrations").glob("*.py"))
    lines = script.read_text().splitlines(keepends=True)
    script.write_text("".join(line for line in lines if '"stable"' not in line))

    with pytest.raises(AssertionError, match=r"Models and migrations differ; .*add_column"):
        life_checks.check_arrival(tmp_path / "arrival", key, ())


def test_seed_that_makes_a_row_each_time_is_found(install: Install, tmp_path: Path) -> None:
    functions = """
def seed(ctx):
    for customer in CUSTOMERS(ctx):
        ctx.uow.create(Visit, {"customer_id": customer, "note": "First visit"})

def CUSTOMERS(ctx):
    from kontor_core.customers.models import Customer

    return [row.id for row in ctx.uow.find_all(Customer)]
"""
    key = install("reseeds", functions=functions, hooks=SEED)

    with pytest.raises(AssertionError, match="Find rows by a stable key"):
        life_checks.check_arrival(tmp_path / "arrival", key, ())


def test_panel_that_reads_for_each_row_is_found(install: Install, open_kontor: OpenKontor) -> None:
    functions = """
def render(ctx):
    found = ctx.read(VISITS, Row, {"customer": ctx.record.id})
    notes = [ctx.read(ONE, Row, {"visit": row.id})[0].note for row in found]
    return Facts(*(LabelValue(L("Notiz", en="Note"), note) for note in notes))
"""
    key = install("loops", functions=functions, hooks=PANEL)

    with pytest.raises(AssertionError) as failure:
        ui.check_shown(open_kontor(key), key)

    assert str(failure.value) == (
        "loops.visits: 2 reads for 1 row, 4 for 3. Read for all rows at once, not for each."
    )


def test_panel_that_fails_without_rows_or_speaks_german_only_is_found(
    install: Install, open_kontor: OpenKontor
) -> None:
    functions = """
def render(ctx):
    first = ctx.read(VISITS, Row, {"customer": ctx.record.id})[0]
    return Facts(LabelValue(L("Notiz"), first.note))
"""
    key = install("german", functions=functions, hooks=PANEL)

    with pytest.raises(AssertionError) as failure:
        ui.check_shown(open_kontor(key), key)

    assert str(failure.value).splitlines() == [
        "german.visits with 0 rows in de: IndexError: list index out of range",
        "german.visits with 0 rows in en: IndexError: list index out of range",
        'german.visits: L("Notiz") has no English.',
    ]


def test_panel_that_shows_what_somebody_else_may_see_is_found(
    install: Install, open_kontor: OpenKontor
) -> None:
    functions = """
_KEPT = {}

def render(ctx):
    found = _KEPT.setdefault(ctx.record.id, []) or ctx.read(
        VISITS, Row, {"customer": ctx.record.id}
    )
    _KEPT[ctx.record.id] = found
    return Facts(*(LabelValue(L("Notiz", en="Note"), row.note) for row in found))
"""
    key = install("leaks", functions=functions, hooks=PANEL)
    company = open_kontor(key)

    with pytest.raises(AssertionError) as failure:
        ui.check_hidden(company, key, company.user(role="nobody"))

    assert str(failure.value) == "leaks.visits shows rows to somebody who may not see them."


def test_page_that_shows_what_somebody_else_may_see_is_found(
    install: Install, open_kontor: OpenKontor
) -> None:
    functions = """
from kontor_sdk.ui import Page

ALL = select(Visit.id, Visit.note)
_KEPT = []

def render(ctx):
    _KEPT.extend(ctx.read(ALL, Row))
    return Facts(*(LabelValue(L("Notiz", en="Note"), row.note) for row in _KEPT))
"""
    page = PANEL.replace('Panel(id="visits", on="customer"', 'Page(id="visits", path="overview"')
    key = install("keeps", functions=functions, hooks=page)
    company = open_kontor(key)

    with pytest.raises(AssertionError) as failure:
        web_checks.check_addresses(company, key, company.user(role="nobody"))

    assert str(failure.value) == ("GET /x/keeps/overview shows rows to somebody without rights.")


def test_handler_that_acts_again_on_a_repeated_event_is_found(
    install: Install, open_kontor: OpenKontor
) -> None:
    functions = """
def react(ctx, events):
    for event in events:
        ctx.uow.create(Visit, {"customer_id": event.customer_id, "note": "Changed"})
"""
    key = install("counts", functions=functions, hooks=SUBSCRIBE.format(event="customer.changed"))
    company = open_kontor(key)
    company.change(company.customer(), {"phase": "active"})

    with pytest.raises(AssertionError, match="another effect than once, in counts_visit"):
        data_checks.check_twice(company)


def test_subscription_that_no_event_reaches_is_found(
    install: Install, open_kontor: OpenKontor
) -> None:
    functions = "def react(ctx, events): ..."
    key = install("idle", functions=functions, hooks=SUBSCRIBE.format(event="contact.merged"))
    company = open_kontor(key)
    data_checks.provoke(company, key)

    with pytest.raises(AssertionError, match=r"No event reached idle\.react"):
        data_checks.check_reached(company, key)


def test_personal_text_copied_into_the_log_is_found(
    install: Install, open_kontor: OpenKontor
) -> None:
    functions = """
def react(ctx, events):
    for event in events:
        visit = ctx.uow.get(Visit, event.subject_id)
        told = Fact(type="copies.visit.told", payload={"note": visit.note})
        ctx.uow.publish(told)
"""
    key = install(
        "copies", functions=functions, hooks=SUBSCRIBE.format(event="copies.visit.created")
    )

    with pytest.raises(AssertionError) as failure:
        privacy_checks.check_privacy(open_kontor(key), key)

    assert str(failure.value) == (
        "After an erasure the file still holds the text of copies_visit.note. Keep personal text "
        "in columns that say so, and out of other columns, events and files."
    )


def test_personal_rows_that_point_at_nobody_are_found(
    install: Install, open_kontor: OpenKontor, tmp_path: Path
) -> None:
    key = install("loose", columns=LOOSE)

    with pytest.raises(
        AssertionError, match=r"export of a person does not find loose_rumour\.text"
    ):
        privacy_checks.check_privacy(open_kontor(key), key)


def test_rows_that_a_merge_forgets_are_found(install: Install, open_kontor: OpenKontor) -> None:
    columns = """
    introduced_by_customer: str = field(L("Von", en="By"), kind=Kind.REF, nullable=True)
"""
    key = install("forgets", columns=columns)

    with pytest.raises(AssertionError) as failure:
        data_checks.check_merge(open_kontor(key), key)

    assert str(failure.value) == (
        "After the merge forgets_visit.introduced_by_customer still points at the merged "
        'customer. Declare the column with link("customer", ...) or field(..., ref="customer").'
    )


def test_seed_that_clears_the_table_is_found(install: Install, open_kontor: OpenKontor) -> None:
    functions = """
def seed(ctx):
    for visit in ctx.uow.find_all(Visit):
        ctx.uow.delete(visit)
"""
    key = install("clears", functions=functions, hooks=SEED)

    with pytest.raises(AssertionError, match=r"when it came back \{'clears_visit': 0\}"):
        life_checks.check_return(open_kontor(key), key, ())


def test_table_under_a_foreign_name_is_found(
    install: Install, open_kontor: OpenKontor, tmp_path: Path
) -> None:
    key = install("sneaks")
    script = next((tmp_path / "site/kontor_sneaks/migrations").glob("*.py"))
    script.write_text(
        script.read_text() + '\n    op.create_table("cache", sa.Column("id", types.Id()))\n'
    )

    with pytest.raises(AssertionError) as failure:
        life_checks.check_purge(open_kontor(key), tmp_path / "bare", key, ())

    assert str(failure.value) == "After the purge cache stays. Begin its name with sneaks_."
