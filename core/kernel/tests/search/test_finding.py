"""What is found: by words, their beginnings, phrases, numbers, and in spite of a typing error."""

from typing import Any

import pytest

from kontor_core.contacts.domain import affiliate, create_contact
from kontor_core.contacts.points import add_point
from kontor_core.customers.domain import create_customer
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.privacy.classes import Data
from kontor_core.interactions.domain import record_interaction
from kontor_core.search.segments import plain

from .conftest import Badge, Order


@pytest.fixture
def company(app: Any) -> dict[str, Any]:
    with app.unit(SYSTEM) as uow:
        miller = create_customer(uow, {"name": "Müller & Söhne Dachbau GmbH"})
        street = create_customer(uow, {"name": "Straßenbau Nord AG"})
        anna = create_contact(uow, {"given_name": "Anna", "family_name": "Dvořák"})
        affiliate(uow, {"customer_id": miller.id, "contact_id": anna.id})
        add_point(uow, {"scheme": "phone", "value": "030 1234567", "contact_id": anna.id})
        add_point(uow, {"scheme": "email", "value": "dvorak@dach.example", "contact_id": anna.id})
        record_interaction(
            uow,
            {
                "customer_id": street.id,
                "channel": "call",
                "subject": "Rückfrage",
                "body": "Es geht um das Gerüst an der Nordseite. " * 30 + "Müller liefert später.",
            },
        )
        uow.create(Badge, {"customer_id": street.id, "motto": "Asphalt seit 1924"})
        uow.create(Order, {"customer_id": miller.id, "number": "A-2041"})
    return {"miller": miller, "street": street, "anna": anna}


def test_words_are_found_by_their_beginning_in_any_order(found: Any, company: Any) -> None:
    for typed in ("müller", "MÜLL", "muller", "sohne mü", "dachbau müller", "gmbh dach"):
        assert found(typed)["customers"] == ["Müller & Söhne Dachbau GmbH"], typed


def test_every_word_must_be_there(found: Any, company: Any) -> None:
    assert found("müller asphalt") == {}


def test_sharp_s_is_found_under_both_spellings(found: Any, company: Any) -> None:
    assert found("strasse") == found("Straße") == {"customers": ["Straßenbau Nord AG"]}


def test_umlauts_are_found_spelt_out_and_the_other_way_round(
    app: Any, found: Any, company: Any
) -> None:
    with app.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "Bauer & Mueller KG"})

    names = ["Bauer & Mueller KG", "Müller & Söhne Dachbau GmbH"]
    for typed in ("mue", "mueller", "Müller", "MULLER"):
        assert sorted(found(typed)["customers"]) == names, typed
    assert found("soehne")["customers"] == ["Müller & Söhne Dachbau GmbH"]
    assert found("baur") == found("bauer")  # by the forgiven error alone
    assert app.search.find(SYSTEM, "baur").nearly
    assert not app.search.find(SYSTEM, "mueller").nearly


def test_letters_of_other_languages_are_found_without_their_marks(found: Any, company: Any) -> None:
    assert found("dvorak anna") == {"contacts": ["Anna Dvořák"]}


def test_quoted_words_stand_side_by_side(found: Any, company: Any) -> None:
    assert "customers" in found('"müller & söhne"')
    assert found('"söhne müller"') == {}
    assert found('"mül"') == {}


def test_one_typing_error_is_forgiven(app: Any, found: Any, company: Any) -> None:
    for typed in ("mülelr", "müler", "müllerr", "miller"):
        assert found(typed)["customers"] == ["Müller & Söhne Dachbau GmbH"], typed
    assert app.search.find(SYSTEM, "mülelr").nearly
    assert not app.search.find(SYSTEM, "müller").nearly


def test_numbers_are_meant_as_they_are_written(found: Any, company: Any) -> None:
    assert found("A-2041") == {"shop.orders": ["A-2041"]}
    assert found("A-2042") == {}


def test_a_phone_number_is_found_as_people_write_it(found: Any, company: Any) -> None:
    for typed in ("030 / 123 45 67", "+49 30 1234567", "0301234"):
        assert found(typed) == {"contact_points": ["+49301234567"]}, typed


def test_what_a_facet_says_is_found_with_the_customer(found: Any, company: Any) -> None:
    assert found("asphalt") == {"customers": ["Straßenbau Nord AG"]}


def test_the_piece_that_was_found_is_shown_with_its_words_marked(
    app: Any, found: Any, company: Any
) -> None:
    found("")
    (group,) = (g for g in app.search.find(SYSTEM, "müller").groups if len(g.hits[0].text) > 1)
    hit = group.hits[0]

    assert group.info.name == "interactions"
    assert [part.text for part in hit.text if part.hit] == ["Müller"]
    assert plain(hit.text).startswith("… ")
    assert len(plain(hit.text)) < 200
    assert [ref.id for ref in hit.about] == [company["street"].id]


def test_a_contact_point_opens_the_person_it_belongs_to(app: Any, found: Any, company: Any) -> None:
    found("")
    (group,) = app.search.find(SYSTEM, "dvorak@dach").groups

    assert group.hits[0].opens.id == company["anna"].id


def test_the_best_title_comes_first(app: Any, found: Any) -> None:
    names = ("Bau Berger KG", "Bergbau Union", "Berg", "Hans Berg", "Berg und Tal")
    with app.unit(SYSTEM) as uow:
        for name in names:
            create_customer(uow, {"name": name})

    assert found("berg")["customers"] == [
        "Berg",
        "Berg und Tal",
        "Bergbau Union",
        "Hans Berg",
        "Bau Berger KG",
    ]


def test_a_group_says_that_there_is_more(app: Any, found: Any) -> None:
    with app.unit(SYSTEM) as uow:
        for n in range(8):
            create_customer(uow, {"name": f"Reihe {n}"})
    found("")
    info = app.resources.named("customers")

    first = app.search.find(SYSTEM, "reihe").groups[0]
    rest = app.search.find(SYSTEM, "reihe", resource=info, limit=5, skip=5).groups[0]

    assert (len(first.hits), first.more) == (5, True)
    assert (len(rest.hits), rest.more) == (3, False)
    assert not {hit.id for hit in first.hits} & {hit.id for hit in rest.hits}


def test_nothing_is_looked_for_where_nothing_was_said(found: Any, company: Any) -> None:
    for typed in ("", " ", "a", "&", '""', "-", "☃"):
        assert found(typed) == {}, typed


def test_no_character_is_an_operator(found: Any, company: Any) -> None:
    for typed in ("'", "müller'", 'müller"', "müller*", "müller)", "müller OR", "müller:*&|!<->"):
        assert set(found(typed)) <= {"customers", "interactions"}, typed
    with pytest.raises(Invalid):
        found("\x00")
    with pytest.raises(Invalid):
        found("a" * 201)


def test_nobody_finds_what_is_hidden_from_them(app: Any, found: Any, staff: Any) -> None:
    mine, other = staff.user(Level.OWN), staff.user(Level.OWN)
    with app.unit(SYSTEM) as uow:
        for owner, name in ((mine, "Falke Ost"), (other, "Falke West")):
            customer = create_customer(uow, {"name": name, "owner_id": owner.id})
            touch = {"customer_id": customer.id, "channel": "call", "subject": f"Über {name}"}
            record_interaction(uow, touch)

    assert found("falke", mine) == {"customers": ["Falke Ost"], "interactions": ["Über Falke Ost"]}
    assert found("falke", other)["customers"] == ["Falke West"]
    assert found("west", mine) == {}
    assert found("falle", mine)["customers"] == ["Falke Ost"]
    assert found("falke", staff.user(Level.NONE)) == {}


def test_who_sees_few_of_many_finds_theirs(app: Any, found: Any, staff: Any) -> None:
    mine = staff.user(Level.OWN)
    with app.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "Adler alt", "owner_id": mine.id})
        for n in range(250):
            create_customer(uow, {"name": f"Adler {n}"})

    assert found("adler", mine) == {"customers": ["Adler alt"]}


def test_who_asks_for_too_much_is_told_so(
    app: Any, found: Any, staff: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("kontor_core.search.finding._FEW", 5)
    monkeypatch.setattr("kontor_core.search.finding._TRIED_EACH", 10)
    with app.unit(SYSTEM) as uow:
        for n in range(20):
            create_customer(uow, {"name": f"Adler {n}"})
    found("")

    nobody = app.search.find(staff.user(Level.OWN), "adler")

    assert (nobody.groups, nobody.cut) == ((), True)
    assert not app.search.find(SYSTEM, "adler").cut


def test_masked_words_find_nothing(app: Any, found: Any, staff: Any, company: Any) -> None:
    masked = staff.user(Level.ALL, read=frozenset({Data.PUBLIC, Data.INTERNAL}))
    found("")

    by_number = app.search.find(masked, company["miller"].number)

    assert found("müller", masked) == {}
    assert found("mülelr", masked) == {}
    assert found("dvorak", masked) == {}
    assert found("A-2041", masked) == {"shop.orders": ["A-2041"]}
    assert [hit.title for group in by_number.groups for hit in group.hits] == [()]


def test_special_data_cannot_be_declared_searched() -> None:
    from kontor_core.foundation.fields import field

    with pytest.raises(ValueError, match="special"):
        field("Health", Data.SPECIAL, searched=True)
