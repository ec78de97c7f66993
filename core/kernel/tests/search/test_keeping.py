"""The index follows the records: made, changed, deleted, merged, erased, imported, built anew."""

import secrets
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontor_core.contacts.domain import create_contact
from kontor_core.contacts.privacy import erase_contact
from kontor_core.customers.domain import (
    change_customer,
    create_customer,
    delete_customer,
    merge_customers,
    unmerge_customers,
)
from kontor_core.customers.models import Customer
from kontor_core.exchange.context import Imports, Made
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.interactions.domain import record_interaction
from kontor_sdk.testing.canary import scan

from .conftest import Order


def documents(app: Any) -> list[Any]:
    """Give all that the index holds, whatever its row numbers are."""
    if app.database.is_sqlite:
        sql = (
            "SELECT d.entity, d.entity_id, d.customer_id, d.contact_id, t.open, t.personal"
            " FROM core_search_document d LEFT JOIN core_search_text t ON t.rowid = d.rowid"
        )
    else:
        sql = (
            "SELECT entity, entity_id::text, customer_id::text, contact_id::text, words::text, ''"
            " FROM core_search_document"
        )
    with app.unit(SYSTEM) as uow:
        cursor = uow.cursor()
        cursor.execute(sql)
        return sorted(map(repr, cursor.fetchall()))


def test_a_record_is_found_once_it_is_delivered(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "Neuling"})

    assert app.search.find(SYSTEM, "neuling").groups == ()
    assert found("neuling") == {"customers": ["Neuling"]}


def test_the_old_name_is_forgotten(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Vorher"})
    found("")
    with app.unit(SYSTEM) as uow:
        change_customer(uow, customer.id, {"name": "Nachher"}, 1)

    assert app.search.find(SYSTEM, "vorher").groups == ()  # even before it is delivered
    assert found("nachher") == {"customers": ["Nachher"]}
    assert "vorher" not in "".join(documents(app))


def test_deleting_a_customer_takes_out_what_went_with_it(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Kurzlebig"})
        record_interaction(
            uow, {"customer_id": customer.id, "channel": "call", "subject": "Kurzlebig"}
        )
        uow.create(Order, {"customer_id": customer.id, "number": "Kurzlebig"})
    assert len(found("kurzlebig")) == 3
    with app.unit(SYSTEM) as uow:
        delete_customer(uow, customer.id, 1)

    assert found("kurzlebig") == {}
    assert documents(app) == []


def test_what_was_merged_away_is_found_no_more_until_it_is_back(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        stays, goes = (create_customer(uow, {"name": f"Zwilling {n}"}) for n in (1, 2))
        record_interaction(
            uow, {"customer_id": goes.id, "channel": "call", "subject": "Zwillingsfrage"}
        )
    found("")
    with app.unit(SYSTEM) as uow:
        merge_customers(uow, survivor=stays.id, merged=[goes.id])

    assert found("zwilling") == {
        "customers": ["Zwilling 1"],
        "interactions": ["Zwillingsfrage"],
    }
    with app.unit(SYSTEM) as uow:
        unmerge_customers(uow, merged=[goes.id])
    assert sorted(found("zwilling")["customers"]) == ["Zwilling 1", "Zwilling 2"]


def test_erased_words_leave_the_index_and_the_rest_stays(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"kind": "person", "name": "Karla Kanarienvogel"})
        uow.create(Order, {"customer_id": customer.id, "number": "A-77"})
        record_interaction(
            uow, {"customer_id": customer.id, "channel": "call", "body": "Kanarienvogel rief an"}
        )
    contact = next(
        hit for g in _found(app, "kanarienvogel") for hit in g if hit.entity == "contact"
    )

    erase_contact(app.storage, SYSTEM, contact.id)

    assert "kanarienvogel" not in "".join(documents(app))
    assert found("kanarienvogel") == {}
    assert found("A-77") == {"shop.orders": ["A-77"]}
    assert len(found("gelöscht")["customers"]) == 1


def test_erased_words_leave_the_raw_files_too(app: Any, found: Any) -> None:
    path = app.database.path
    if path is None:
        return  # there VACUUM takes them away
    mark = secrets.token_hex(12)
    with app.unit(SYSTEM) as uow:
        contact = create_contact(uow, {"family_name": mark})
        for n in range(300):
            create_contact(uow, {"family_name": f"Nachbar {n}"})
    found(mark)
    before = scan([path], [mark])

    erased = erase_contact(app.storage, SYSTEM, contact.id)

    assert erased.clean
    assert before  # a control: the scan does find it
    assert scan([path], [mark]) == []
    assert len(found("nachbar", limit=100)["contacts"]) == 100


def _found(app: Any, text: str) -> list[Any]:
    app.bus.deliver()
    return [group.hits for group in app.search.find(SYSTEM, text).groups]


def test_imported_records_are_found_and_undeclared_columns_cost_nothing(
    app: Any, found: Any
) -> None:
    with app.unit(SYSTEM) as uow:
        imports = Imports(uow, {}, Made())
        ids = imports.insert_customers({"name": [f"Import {n}" for n in range(700)]}, 700)
    assert len(found("import", limit=100)["customers"]) == 100
    before = documents(app)
    with app.unit(SYSTEM) as uow:
        change_customer(uow, ids[0], {"phase": "active"}, 1)
    stamp = _stamps(app)
    app.bus.deliver()

    assert len(before) == 700
    assert _stamps(app) == stamp  # a change of phase writes nothing


def _stamps(app: Any) -> list[Any]:
    with app.unit(SYSTEM) as uow:
        cursor = uow.cursor()
        cursor.execute("SELECT updated FROM core_search_document ORDER BY rowid")
        return list(cursor.fetchall())


def test_an_index_that_was_never_built_is_built_by_itself(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        for n in range(3):
            create_customer(uow, {"name": f"Bestand {n}"})
    found("")
    expected = documents(app)
    with app.unit(SYSTEM) as uow:
        app.search.index.remove(uow, [row.id for row in uow.find_all(Customer)])

    assert "customer" in app.search.builder.due()
    assert app.search.builder.run()
    assert app.search.builder.due() == []
    assert documents(app) == expected


def test_building_goes_on_where_it_was_stopped(app: Any, found: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("kontor_core.search.building._PAGE", 2)
    with app.unit(SYSTEM) as uow:
        for n in range(5):
            create_customer(uow, {"name": f"Seite {n}"})
    answers = iter([False, False, True])

    assert not app.search.builder.run(stop=lambda: next(answers))
    assert len(documents(app)) == 4
    counts: list[int] = []
    app.search.builder.run(progress=lambda entity, n: entity == "customer" and counts.append(n))
    assert counts == [1]
    assert len(documents(app)) == 5


def test_what_went_without_a_word_is_swept_out(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        customer = create_customer(uow, {"name": "Lautlos"})
    found("")
    with app.unit(SYSTEM) as uow:
        uow.cursor().execute("DELETE FROM core_customer")

    assert found("lautlos") == {}
    assert (app.search.builder.sweep(), documents(app)) == (1, []), customer.id


NAMES = st.sampled_from(["Anna", "Berta", "Cäsar", "Dora", "Emil", "Straße 7"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["customer", "contact", "order", "change", "delete", "merge"]),
        NAMES,
        st.integers(0, 9),
    ),
    max_size=12,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_building_anew_gives_what_keeping_gave(app: Any, steps: list[tuple[str, str, int]]) -> None:
    for verb, name, n in steps:
        with app.unit(SYSTEM) as uow:
            _do(uow, verb, name, n)
        if n % 3 == 0:
            app.bus.deliver()
    app.bus.deliver()
    kept = documents(app)

    app.search.builder.begin_anew()
    app.search.builder.run()

    assert documents(app) == kept


def _do(uow: Any, verb: str, name: str, n: int) -> None:
    known = [row for row in uow.find_all(Customer) if row.merged_into_id is None]
    if verb == "customer" or len(known) < 2:
        create_customer(uow, {"name": name, "kind": "person" if n % 2 else "organisation"})
        return
    one, other = known[n % len(known)], known[(n + 1) % len(known)]
    if verb == "contact":
        create_contact(uow, {"family_name": name})
    elif verb == "order":
        uow.create(Order, {"customer_id": one.id, "number": name})
    elif verb == "change":
        change_customer(uow, one.id, {"name": name}, one.version)
    elif verb == "merge":
        merge_customers(uow, survivor=one.id, merged=[other.id])
    elif not any(row.merged_into_id == one.id for row in uow.find_all(Customer)):
        delete_customer(uow, one.id, one.version)
