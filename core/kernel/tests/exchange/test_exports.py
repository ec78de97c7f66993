"""Exports: what leaves, for whom, and that it comes back in as it was."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kontor_core.app import KontorApp
from kontor_core.contacts.domain import create_contact
from kontor_core.customers.domain import create_customer
from kontor_core.exchange.export_cells import Cells, Manner
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.exchange.formulas import unguarded
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.access.users import create_user
from kontor_core.foundation.errors import Forbidden, Invalid
from kontor_core.foundation.fields import Choice, Field, FieldSpec
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.values import Conventions
from kontor_core.foundation.values.cleaning import clean_with


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Say things once: what reads from both databases is in ``test_export_round_trip.py``."""
    return sqlite_url


def exported(app: KontorApp, wanted: Wanted, actor: Actor = SYSTEM) -> bytes:
    file = io.BytesIO()
    Export(app, actor, wanted).write(file)
    return file.getvalue()


def table(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def lines(content: bytes) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in content.splitlines()]


def fill(app: KontorApp, names: Sequence[str]) -> list[str]:
    found = []
    with app.unit(SYSTEM) as uow:
        for place, name in enumerate(names):
            values = {"name": name, "custom.size": place, "custom.since": "2020-02-29"}
            found.append(create_customer(uow, values).id)
    return found


def test_texts_are_safe_in_a_spreadsheet_and_raw_for_programs(crm: KontorApp) -> None:
    fill(crm, ["=1+1"])

    assert table(exported(crm, Wanted("customers", fields=("name",))))[1] == ["'=1+1"]
    assert lines(exported(crm, Wanted("customers", "jsonl", fields=("name",))))[0]["name"] == "=1+1"


def test_labels_and_titles_are_for_people(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        anna = create_user(uow, name="Anna Weber", email="anna@x.de", roles=["agent"]).id
        create_customer(uow, {"name": "A", "phase": "at_risk", "owner_id": anna})
    wanted = Wanted(
        "customers",
        fields=("name", "phase", "owner_id"),
        manner=Manner.LABELS,
        locale="de",
        delimiter=";",
    )

    found = table(exported(crm, wanted), ";")

    assert found == [["Name", "Phase", "Betreuung"], ["A", "Gefährdet", "Anna Weber"]]


def test_persons_bring_their_addresses_and_their_customer_along(crm: KontorApp) -> None:
    (customer,) = fill(crm, ["Firma"])
    with crm.unit(SYSTEM) as uow:
        values = {"family_name": "Huber", "email": "eva@x.de", "phone": "030 123456"}
        create_contact(uow, {**values, "customer_id": customer, "role": "Chefin"})
        create_customer(uow, {"name": "Ida Privat", "kind": "person", "email": "ida@x.de"})

    eva = lines(exported(crm, Wanted("contacts", "jsonl", sort="name")))[0]
    told = {name: eva[name] for name in ("email", "phone", "customer_id", "role")}
    assert told == {
        "email": "eva@x.de",
        "phone": "+4930123456",
        "customer_id": customer,
        "role": "Chefin",
    }
    rows = table(exported(crm, Wanted("customers", fields=("name", "email"), sort="name")))
    assert rows == [["name", "email"], ["Firma", ""], ["Ida Privat", "ida@x.de"]]


def test_a_workbook_has_numbers_days_and_texts_of_their_own_kind(crm: KontorApp) -> None:
    fill(crm, ["=1+1"])
    fields = ("name", "custom.size", "custom.since", "created_at")
    content = exported(crm, Wanted("customers", "xlsx", fields=fields))

    head, row = load_workbook(io.BytesIO(content), read_only=True).worksheets[0].values

    assert head == fields
    assert row[:3] == ("'=1+1", 0, datetime(2020, 2, 29))  # noqa: DTZ001  # workbooks know no zones
    assert isinstance(row[3], datetime)


def test_cards_carry_name_addresses_and_organisation(crm: KontorApp) -> None:
    (customer,) = fill(crm, ["Müller; Söhne"])
    person = {"title": "Dr.", "given_name": "Eva", "family_name": "Huber, geb. Ost"}
    with crm.unit(SYSTEM) as uow:
        more = {"email": "eva@x.de", "phone": "030 123456", "born_on": "1980-02-03", "sex": "f"}
        create_contact(uow, {**person, **more, "customer_id": customer, "role": "Chefin"})

    card = exported(crm, Wanted("contacts", "vcf")).decode()

    assert card.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:")
    for line in (
        "N:Huber\\, geb. Ost;Eva;;Dr.;",
        "BDAY:19800203",
        "GENDER:F",
        "ORG:Müller\\; Söhne",
        "TITLE:Chefin",
        "EMAIL:eva@x.de",
        "TEL;VALUE=uri:tel:+4930123456",
    ):
        assert f"\r\n{line}\r\n" in card


def test_many_pages_are_one_file(crm: KontorApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kontor_core.exchange.exporting._PAGE", 3)
    fill(crm, [f"Kunde {number:02d}" for number in range(10)])
    seen: list[int] = []
    file = io.BytesIO()

    count = Export(crm, SYSTEM, Wanted("customers", fields=("name",))).write(file, seen.append)

    assert (count, seen) == (10, [3, 6, 9, 10])
    assert [row[0] for row in table(file.getvalue())][1:] == [f"Kunde {n:02d}" for n in range(10)]


# ---- rights


def test_nobody_exports_without_the_right_to(crm: KontorApp) -> None:
    with crm.unit(SYSTEM) as uow:
        agent = create_user(uow, name="Anna", email="anna@x.de", roles=["agent"]).id

    with pytest.raises(Forbidden):
        Export(crm, crm.actor(agent), Wanted("customers"))


def test_masked_fields_stay_masked(crm: KontorApp) -> None:
    fill(crm, ["Geheim"])
    blind = Profile(
        levels={"*": dict.fromkeys(Action, Level.ALL)},
        read_classes=frozenset({Data.PUBLIC, Data.INTERNAL}),
    )
    actor = SYSTEM.with_profile(blind)

    assert b"Geheim" not in exported(crm, Wanted("customers"), actor)
    asked = exported(crm, Wanted("customers", "jsonl", fields=("name", "number")), actor)
    assert lines(asked)[0]["name"] is None


def test_every_export_leaves_a_fact(crm: KontorApp) -> None:
    fill(crm, ["A", "B"])
    exported(crm, Wanted("customers", filter='name = "A"', fields=("name",)))

    fact = crm.log.after("", 500).facts[-1]

    assert fact.type == "records.exported"
    assert fact.payload["resource"] == "customers"
    assert (fact.payload["rows"], fact.payload["format"]) == (1, "csv")
    assert fact.personal == {"filter": 'name = "A"', "search": None}


def test_what_makes_no_sense_is_refused_before_anything_is_written(crm: KontorApp) -> None:
    for wanted, field in (
        (Wanted("customers", "pdf"), "format"),
        (Wanted("customers", "vcf"), "format"),
        (Wanted("customers", fields=("nmae",)), "fields"),
        (Wanted("customers", sort="phase"), "sort"),
    ):
        with pytest.raises(Invalid) as refused:
            Export(crm, SYSTEM, wanted)
        assert field in refused.value.problems()
    with pytest.raises(Invalid, match="nmae"):
        Export(crm, SYSTEM, Wanted("customers", filter="nmae = 1"))


# ---- values

_WHOLE = st.integers(-(2**62), 2**62)
_CHOICES = (
    Choice("a", L("Alt, grau", en="Old, grey")),
    Choice("b", L("Beide", en="Both")),
    Choice("c", L("beide", en="c")),
    Choice("d", L("- keine -", en="- none -")),
)
_VALUES = {
    Kind.TEXT: st.text(max_size=20),
    Kind.INT: _WHOLE,
    Kind.NUMBER: st.decimals(-(10**8), 10**8, places=6),
    Kind.QUANTITY: st.decimals(-(10**8), 10**8, places=3),
    Kind.MONEY: st.integers(-(10**15), 10**15),
    Kind.BOOL: st.booleans(),
    Kind.DATE: st.dates(date(1000, 1, 1)).map(date.isoformat),
    Kind.CHOICE: st.sampled_from([choice.value for choice in _CHOICES]),
    Kind.CHOICES: st.lists(st.sampled_from("abcd"), min_size=1, unique=True),
}
_ANY = st.sampled_from(list(_VALUES)).flatmap(lambda kind: st.tuples(st.just(kind), _VALUES[kind]))


@given(_ANY, st.sampled_from(list(Manner)), st.sampled_from(["de", "en"]), st.booleans())
def test_every_value_is_read_back_as_it_was(
    given_: tuple[Kind, Any], manner: Manner, locale: Any, typed: bool
) -> None:
    kind, value = given_
    spec = FieldSpec(L("Feld", en="Field"), kind, choices=_CHOICES)
    if kind is Kind.TEXT:
        try:
            value = clean_with(spec, value, "feld")  # only such texts are stored
        except Invalid:
            return
    conventions = Conventions()
    cells = Cells(conventions, locale, manner, typed=typed)
    (cell,) = cells.column(Field("feld", "core", "x", "x", "feld", spec), [value])

    raw = unguarded(cell) if isinstance(cell, str) else cell
    if not typed:
        raw = "" if raw is None else str(raw)
    back = clean_with(spec, raw, "feld", conventions)

    assert back == (date.fromisoformat(value) if kind is Kind.DATE else value)


# ---- the command line


def test_the_command_writes_a_whole_file_or_none(
    home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from click.testing import CliRunner

    from kontor_core.cli.main import kontor

    app = KontorApp.open(home)
    fill(app, ["Müller GmbH"])
    app.close()
    target = home / "kunden.xlsx"

    good = CliRunner().invoke(kontor, ["-H", str(home), "export", "customers", "-o", str(target)])
    bad = CliRunner().invoke(
        kontor, ["-H", str(home), "export", "customers", "-o", str(home / "x.csv"), "--sort", "nix"]
    )

    assert good.exit_code == 0, good.output
    assert load_workbook(target).active["H2"].value == "Müller GmbH"
    assert bad.exit_code != 0
    assert not (home / "x.csv").exists()
