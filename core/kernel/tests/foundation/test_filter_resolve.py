"""Names, rights and types of a filter over the fields of an entity."""

from datetime import date
from decimal import Decimal

import pytest

from kontor_core.foundation.fields import Choice, Field, FieldSpec
from kontor_core.foundation.filters import Condition, FilterError, Op, operators, parse, resolve
from kontor_core.foundation.filters.ast import And, Call, DayStart, Not, Or
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.values import Conventions

SIZES = (Choice("s", L("Klein", en="Small")), Choice("l", L("Groß", en="Large")))


def declared(name: str, kind: Kind, **more) -> Field:
    column = name.rpartition(".")[2]
    return Field(name, "core", "customer", "core_customer", column, FieldSpec(name, kind, **more))


FIELDS = {
    field.name: field
    for field in (
        declared("id", Kind.ID, hidden=True),
        declared("name", Kind.TEXT),
        declared("phase", Kind.CHOICE, options="phases"),
        declared("size", Kind.CHOICE, choices=SIZES),
        declared("roles", Kind.CHOICES, choices=SIZES),
        declared("owner_id", Kind.REF, ref="user"),
        declared("team_id", Kind.REF, ref="team"),
        declared("phone", Kind.PHONE),
        declared("email", Kind.EMAIL),
        declared("staff", Kind.INT),
        declared("price", Kind.UNIT_PRICE),
        declared("revenue", Kind.MONEY),
        declared("vip", Kind.BOOL),
        declared("born_on", Kind.DATE),
        declared("created_at", Kind.DATETIME),
        declared("notes", Kind.JSON),
        declared("salary", Kind.MONEY, data=Data.PERSONAL),
        declared("religion", Kind.TEXT, data=Data.SPECIAL),
        declared("password", Kind.TEXT, data=Data.SECRET),
    )
}
HOUSE = Conventions(options={"phases": (Choice("active", "Aktiv"),)})


def resolved(text: str):
    return resolve(parse(text), FIELDS, conventions=HOUSE)


def refusal(text: str, readable=lambda field: True) -> FilterError:
    with pytest.raises(FilterError) as caught:
        resolve(parse(text), FIELDS, readable=readable, conventions=HOUSE)
    return caught.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('name = " Müller "', "Müller"),
        ("name = 85123", "85123"),
        ('phase = "AKTIV"', "active"),
        ('size = "Large"', "l"),
        ('phone = "030 1234567"', "+49301234567"),
        ('phone contains "030 12-34"', "301234"),
        ('phone starts "+49 30"', "+4930"),
        ('email = "a@FIRMA.de"', "a@firma.de"),
        ('email contains "@firma"', "@firma"),
        ("staff > 12", 12),
        ('staff > "12"', 12),
        ("price < 0.001", Decimal("0.001")),
        ('price < "0,5"', Decimal("0.5")),
        ("revenue > 1000", 100_000),
        ("revenue > 12.34", 1234),
        ('revenue > "1.234,50"', 123_450),
        ("vip = true", True),
        ('vip = "nein"', False),
        ("born_on < 1990-02-01", date(1990, 2, 1)),
        ('born_on < "01.02.1990"', date(1990, 2, 1)),
        ("owner = me()", Call("me")),
        ("owner_id = me()", Call("me")),
        (
            'team_id = "0198D2B4-7C00-7000-8000-000000000001"',
            "0198d2b4-7c00-7000-8000-000000000001",
        ),
        ("created_at < now()", Call("now")),
    ],
)
def test_values_become_those_of_their_field(text, value):
    found = resolved(text)

    assert isinstance(found, Condition)
    assert found.values == (value,)
    assert type(found.values[0]) is type(value)


def test_a_day_means_the_whole_local_day_of_a_moment():
    created = FIELDS["created_at"]
    start, end = DayStart(date(2026, 11, 21)), DayStart(date(2026, 11, 21), 1)
    on = And((Condition(created, Op.GE, (start,)), Condition(created, Op.LT, (end,))))

    assert resolved("created_at = 2026-11-21") == on
    assert resolved("created_at != 2026-11-21") == Not(on)
    assert resolved("created_at < 2026-11-21") == Condition(created, Op.LT, (start,))
    assert resolved("created_at <= 2026-11-21") == Condition(created, Op.LT, (end,))
    assert resolved("created_at > 2026-11-21") == Condition(created, Op.GE, (end,))
    assert resolved("created_at >= today()") == Condition(created, Op.GE, (DayStart(None),))


def test_in_over_several_choices_means_any_of_them():
    roles = FIELDS["roles"]

    assert resolved('roles in ("s", "Groß", "s")') == Or(
        (Condition(roles, Op.CONTAINS, ("s",)), Condition(roles, Op.CONTAINS, ("l",)))
    )


def test_equal_values_of_a_list_count_once():
    assert resolved('phase in ("active", "Aktiv")') == Condition(
        FIELDS["phase"], Op.IN, ("active",)
    )


def test_a_masked_field_answers_as_one_that_does_not_exist():
    masked = refusal("salary > 5", readable=lambda field: field.spec.data is not Data.PERSONAL)
    missing = refusal("salray > 5", readable=lambda field: field.spec.data is not Data.PERSONAL)

    assert masked.text("en").replace("salary", "x") == missing.text("en").replace("salray", "x")
    assert masked.suggestion is missing.suggestion is None
    assert refusal("salray > 5").suggestion == "salary"


@pytest.mark.parametrize("name", ["religion", "password"])
def test_special_and_secret_fields_are_never_searched(name):
    assert "does not exist" in refusal(f'{name} = "x"').text("en")


def test_hidden_fields_may_be_asked_for_but_are_not_suggested():
    assert isinstance(resolved('id in ("0198d2b4-7c00-7000-8000-000000000001")'), Condition)
    assert refusal("idd is empty").suggestion is None


def test_an_unknown_name_is_shown_with_its_place_and_the_nearest():
    error = refusal('name = "x" and pahse = "active"')

    assert (error.position, error.suggestion) == (16, "phase")
    assert error.text("de") == (
        "Filter, Zeichen 16: Das Feld „pahse“ gibt es nicht oder Sie dürfen es nicht sehen. "
        "Meinten Sie phase?"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('staff = "viele"', 'staff: "viele" is not a whole number.'),
        ("staff = 1.5", 'staff: "1.5" is not a whole number.'),
        ("staff = true", "staff: "),
        ('phase = "aktive"', 'phase: "aktive" is none of the choices: active. Did you mean'),
        ('born_on = "morgen"', 'born_on: "morgen" is not a date.'),
        ('created_at > "gestern"', 'created_at: "gestern" is not a time.'),
        ('team_id = "Nord"', 'team_id: "Nord" is not an id'),
        ("revenue > 12.345", "revenue: At most 2 decimals."),
        ("team_id = me()", "team_id cannot be compared with me()."),
        ("name = today()", "name cannot be compared with today()."),
        ("born_on < now()", "born_on cannot be compared with now(). Did you mean today()?"),
        ("staff > 90d", "staff cannot be compared with 90d."),
        ("vip = 1", "vip cannot be compared with 1."),
        ('name = ""', "An empty text is no value for name. Did you mean name is empty?"),
        ('name contains " "', "An empty text is no value for name. Did you mean name is empty?"),
        ('name > "a"', 'name cannot be compared by "gt", only by: eq, ne, in, empty, contains'),
        ('staff contains "1"', 'staff cannot be compared by "contains"'),
        ("notes = 1", 'notes cannot be compared by "eq", only by: empty.'),
        ("vip within 5d", 'vip cannot be compared by "within"'),
        ('name contains "' + "x" * 501 + '"', "name: At most 500 characters, there are 501."),
        ('name = "a\x00b"', "name: Character 2 is a control character (U+0000)."),
    ],
)
def test_wrong_types_are_refused_with_the_place_of_their_condition(text, message):
    error = refusal(text)

    assert error.position == 1
    assert message in error.text("en")


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_operators(kind):
    assert Op.EMPTY in operators(declared("x", kind))
