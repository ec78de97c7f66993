from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor_core.foundation import clock
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Choice, FieldSpec
from kontor_core.foundation.i18n import L, use_locale
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import as_input, clean, shown

BERLIN = ZoneInfo("Europe/Berlin")
PHASES = (
    Choice("active", L("Aktiv", en="Active")),
    Choice("at_risk", L("Gefährdet", en="At risk")),
)


def spec(kind: Kind, **more) -> FieldSpec:
    return FieldSpec(label="Feld", kind=kind, **more)


def refusal(kind: Kind, raw: object, **more) -> L:
    settings = {key: more.pop(key) for key in ("options", "currency", "tz") if key in more}
    with pytest.raises(Invalid) as caught:
        clean(spec(kind, **more), raw, field="feld", **settings)
    assert list(caught.value.problems()) == ["feld"]
    return caught.value.problems()["feld"]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", ["", "   ", None])
def test_nothing_is_none_whatever_the_kind(kind, raw):
    assert clean(spec(kind), raw, field="feld") is None


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.BOOL])
def test_a_required_field_says_that_it_is_missing(kind):
    assert refusal(kind, " ", required=True).in_("de") == "Bitte ausfüllen."


def test_an_unticked_required_box_is_no():
    assert clean(spec(Kind.BOOL, required=True), None, field="feld") is False


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (Kind.TEXT, " Müller ", "Müller"),
        (Kind.TEXT, 85123, "85123"),
        (Kind.LONGTEXT, "a\r\nb", "a\nb"),
        (Kind.INT, "-12", -12),
        (Kind.INT, 12.0, 12),
        (Kind.NUMBER, "1.234,5", Decimal("1234.5")),
        (Kind.NUMBER, 0.1, Decimal("0.1")),
        (Kind.UNIT_PRICE, "0.001", Decimal("0.001")),
        (Kind.QUANTITY, "2,5", Decimal("2.5")),
        (Kind.MONEY, 1234, 1234),
        (Kind.MONEY, "12,34", 1234),
        (Kind.MONEY, "12.34 €", 1234),
        (Kind.MONEY, "1.234,5 EUR", 123450),
        (Kind.MONEY, "-7", -700),
        (Kind.BOOL, True, True),
        (Kind.BOOL, "Ja", True),
        (Kind.BOOL, "x", True),
        (Kind.BOOL, 1, True),
        (Kind.BOOL, "NEIN", False),
        (Kind.BOOL, "0", False),
        (Kind.DATE, "2026-11-21", date(2026, 11, 21)),
        (Kind.DATE, "21.11.2026", date(2026, 11, 21)),
        (Kind.DATE, "1.2.2026", date(2026, 2, 1)),
        (Kind.DATE, "21-11-2026", date(2026, 11, 21)),
        (Kind.DATE, "21/11/2026", date(2026, 11, 21)),
        (Kind.DATE, "2026-11-21 00:00:00", date(2026, 11, 21)),
        (Kind.DATE, date(2026, 11, 21), date(2026, 11, 21)),
        (Kind.CHOICE, "active", "active"),
        (Kind.CHOICE, "AT RISK", "at_risk"),
        (Kind.CHOICE, "gefährdet", "at_risk"),
        (Kind.CHOICES, "Aktiv; gefährdet, active", ["active", "at_risk"]),
        (Kind.CHOICES, ["active"], ["active"]),
        (Kind.EMAIL, "Erika.Muster@Example.COM", "Erika.Muster@example.com"),
        (Kind.PHONE, "030 1234567", "+49301234567"),
        (Kind.PHONE, "+43 1 5880-0", "+43158800"),
        (Kind.PHONE, "0043 1 58800", "+43158800"),
        (Kind.URL, "www.Firma.de/Preise?a=1", "https://www.firma.de/Preise?a=1"),
        (Kind.URL, "HTTP://firma.de:8080", "http://firma.de:8080"),
        (Kind.JSON, '{"a": [1]}', {"a": [1]}),
        (Kind.JSON, {"a": None}, {"a": None}),
        (
            Kind.REF,
            "0198D2B4-7C00-7000-8000-000000000001",
            "0198d2b4-7c00-7000-8000-000000000001",
        ),
    ],
)
def test_forms_files_and_json_give_the_same_values(kind, raw, value):
    assert clean(spec(kind, choices=PHASES), raw, field="feld") == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (Kind.TEXT, ["a"]),
        (Kind.TEXT, True),
        (Kind.TEXT, "a\x00b"),
        (Kind.TEXT, "a" * 501),
        (Kind.INT, "12,5"),
        (Kind.INT, True),
        (Kind.INT, float("nan")),
        (Kind.INT, 2**63),
        (Kind.INT, "٣"),
        (Kind.NUMBER, "NaN"),
        (Kind.NUMBER, float("inf")),
        (Kind.NUMBER, "1e400"),
        (Kind.NUMBER, "1e-400"),
        (Kind.NUMBER, "zwölf"),
        (Kind.NUMBER, "1." * 5000),
        (Kind.QUANTITY, "0.0001"),
        (Kind.MONEY, "12,345"),
        (Kind.MONEY, 12.5),
        (Kind.MONEY, "12 USD"),
        (Kind.BOOL, "vielleicht"),
        (Kind.BOOL, 2),
        (Kind.BOOL, []),
        (Kind.DATE, "30.02.2026"),
        (Kind.DATE, "21.11.26"),
        (Kind.DATE, "0026-11-21"),
        (Kind.DATE, "20261121"),
        (Kind.DATE, "2026-11-21 18:00"),
        (Kind.DATE, 5),
        (Kind.DATETIME, "2026-11-21T25:00"),
        (Kind.DATETIME, "21.11.2026 bald"),
        (Kind.DATETIME, "9999-12-31T23:59:59-12:00"),
        (Kind.DATETIME, "0001-01-01T00:00+12:00"),
        (Kind.CHOICE, "aktive Kunden"),
        (Kind.CHOICE, ["active"]),
        (Kind.CHOICES, 5),
        (Kind.CHOICES, "active, niemand"),
        (Kind.REF, "K-10001"),
        (Kind.EMAIL, "erika"),
        (Kind.EMAIL, "a@b@c.de"),
        (Kind.EMAIL, "a\r\nBcc: b@c.de"),
        (Kind.EMAIL, 5),
        (Kind.PHONE, "keine"),
        (Kind.PHONE, "1"),
        (Kind.PHONE, "+49 30 1234567 ext. 5"),
        (Kind.PHONE, "1" * 5000),
        (Kind.URL, "javascript:alert(1)"),
        (Kind.URL, "ftp://firma.de"),
        (Kind.URL, "https://user:pw@firma.de"),
        (Kind.URL, "https://firma .de"),
        (Kind.URL, "http://[::1"),
        (Kind.URL, "intranet"),
        (Kind.URL, 5),
        (Kind.JSON, "{"),
        (Kind.JSON, {"a": "\x00"}),
        (Kind.JSON, {"\ud800": 1}),
        (Kind.JSON, "[" * 40 + "]" * 40),
        (Kind.JSON, "[" * 100_000),
    ],
)
def test_what_cannot_be_a_value_is_refused_at_its_field_in_both_languages(kind, raw):
    problem = refusal(kind, raw, choices=PHASES)

    assert problem.de
    assert problem.en
    assert problem.de != problem.en
    assert len(problem.de) < 300


def test_unknown_choice_lists_the_allowed_and_names_the_nearest():
    problem = refusal(Kind.CHOICE, "aktiver", choices=PHASES)

    assert problem.in_("de") == (
        "„aktiver“ ist keine der Möglichkeiten: active, at_risk. Meinten Sie „active“?"
    )
    assert problem.in_("en") == (
        '"aktiver" is none of the choices: active, at_risk. Did you mean "active"?'
    )


def test_choices_may_come_from_the_definition():
    found = clean(
        spec(Kind.CHOICE, options="phases"), "Aktiv", field="feld", options={"phases": PHASES}
    )

    assert found == "active"
    assert "es gibt keine" in refusal(Kind.CHOICE, "aktiv", options="phases").de


@pytest.mark.parametrize(
    ("raw", "hour"),
    [
        ("2026-11-21T18:00:00Z", 18),
        ("2026-11-21T18:00:00.000000Z", 18),
        ("2026-11-21T18:00", 17),
        ("2026-11-21 18:00:00+02:00", 16),
        ("21.11.2026 18:00", 17),
        ("21/11/2026 18:00:00", 17),
        (datetime(2026, 11, 21, 18, tzinfo=UTC), 18),
        (datetime(2026, 11, 21, 18), 17),  # noqa: DTZ001  # what a file without zones gives
    ],
)
def test_times_without_a_zone_are_local_and_all_become_utc(raw, hour):
    found = clean(spec(Kind.DATETIME), raw, field="feld", tz=BERLIN)

    assert found == datetime(2026, 11, 21, hour, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_day_as_a_time_is_its_local_midnight():
    found = clean(spec(Kind.DATETIME), "21.11.2026", field="feld", tz=BERLIN)

    assert found == datetime(2026, 11, 20, 23, tzinfo=UTC)


def test_money_has_the_digits_of_its_currency():
    assert clean(spec(Kind.MONEY), "1200", field="feld", currency="JPY") == 1200
    assert "0 decimals" in refusal(Kind.MONEY, "12,5", currency="JPY").en


@pytest.mark.parametrize(
    ("kind", "value", "german", "english"),
    [
        (Kind.TEXT, "Müller", "Müller", "Müller"),
        (Kind.INT, 12345, "12.345", "12,345"),
        (Kind.NUMBER, Decimal("1234.5"), "1.234,5", "1,234.5"),
        (Kind.UNIT_PRICE, Decimal("0.5"), "0,50", "0.50"),
        (Kind.UNIT_PRICE, Decimal("0.001"), "0,001", "0.001"),
        (Kind.QUANTITY, "2.500", "2,5", "2.5"),
        (Kind.MONEY, 123456, "1.234,56\u00a0€", "€1,234.56"),
        (Kind.BOOL, True, "Ja", "Yes"),
        (Kind.BOOL, False, "Nein", "No"),
        (Kind.DATE, "2026-11-21", "21.11.2026", "21 Nov 2026"),
        (Kind.DATETIME, "2026-11-21T18:00:00.000000Z", "21.11.2026, 19:00", "21 Nov 2026, 19:00"),
        (Kind.CHOICE, "at_risk", "Gefährdet", "At risk"),
        (Kind.CHOICE, "gone", "gone", "gone"),
        (Kind.CHOICES, ["active", "at_risk"], "Aktiv, Gefährdet", "Active, At risk"),
        (Kind.PHONE, "+49301234567", "+49 30 1234567", "+49 30 1234567"),
        (Kind.JSON, {"a": 1}, '{\n  "a": 1\n}', '{\n  "a": 1\n}'),
        (Kind.EMAIL, None, "", ""),
    ],
)
def test_values_of_rows_are_shown_in_both_languages(kind, value, german, english):
    declared = spec(kind, choices=PHASES)

    assert shown(declared, value, "de", tz=BERLIN) == german
    assert shown(declared, value, "en", tz=BERLIN) == english


_IN_FORMS = {
    Kind.TEXT: st.just("Müller"),
    Kind.INT: st.integers(-(10**15), 10**15),
    Kind.NUMBER: st.decimals(-(10**9), 10**9, places=6),
    Kind.UNIT_PRICE: st.decimals(-(10**9), 10**9, places=6),
    Kind.QUANTITY: st.decimals(-(10**9), 10**9, places=3),
    Kind.MONEY: st.integers(-(10**15), 10**15),
    Kind.BOOL: st.booleans(),
    Kind.DATE: st.dates(date(1000, 1, 1)),
    Kind.DATETIME: st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1)),  # noqa: DTZ001
    Kind.CHOICE: st.sampled_from(["active", "at_risk"]),
    Kind.CHOICES: st.just(["at_risk", "active"]),
    Kind.PHONE: st.just("+43158800"),
    Kind.JSON: st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), min_size=1),
}


@given(data=st.data(), kind=st.sampled_from(list(_IN_FORMS)), locale=st.sampled_from(["de", "en"]))
def test_what_a_form_holds_reads_back_unchanged(data, kind, locale):
    value = data.draw(_IN_FORMS[kind])
    tz = UTC
    if isinstance(value, datetime):
        value = value.replace(tzinfo=UTC)
        row = clock.as_text(value)
    elif isinstance(value, date):
        row = value.isoformat()
    else:
        row = value
    declared = spec(kind, choices=PHASES)

    with use_locale(locale):
        text = as_input(declared, row, locale, tz=tz)

    assert clean(declared, text, field="feld", tz=tz) == value


def test_a_form_holds_numbers_without_grouping_and_times_as_controls_want_them():
    assert as_input(spec(Kind.MONEY), 123456, "de") == "1234,56"
    assert as_input(spec(Kind.MONEY), 123456, "en") == "1234.56"
    assert as_input(spec(Kind.DATE), "2026-11-21", "de") == "2026-11-21"
    moment = "2026-11-21T18:00:00.000000Z"
    assert as_input(spec(Kind.DATETIME), moment, "de", tz=BERLIN) == "2026-11-21T19:00"
    assert as_input(spec(Kind.TEXT), None, "de") == ""
