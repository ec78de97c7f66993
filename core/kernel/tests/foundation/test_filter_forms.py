"""The text form and the JSON form of filters."""

import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontor_core.foundation.filters import (
    Ago,
    And,
    Call,
    Comparison,
    FilterError,
    Not,
    Op,
    Or,
    from_json,
    parse,
    print_filter,
    read,
    to_json,
)

_NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}(\.[a-z][a-z0-9_]{0,8})?", fullmatch=True).filter(
    lambda name: name != "not"
)
_NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1) | st.builds(
    lambda whole, places: Decimal(whole).scaleb(-places),
    st.integers(-(10**12), 10**12),
    st.integers(1, 6),
)
_SPANS = st.builds(Ago, st.integers(-99_999, 99_999), st.sampled_from("hdwmy"))
_VALUES = (
    st.text(max_size=12)
    | _NUMBERS
    | st.booleans()
    | _SPANS
    | st.sampled_from([Call("me"), Call("today"), Call("now")])
)
_ONE = st.sampled_from([op for op in Op if op not in (Op.IN, Op.EMPTY, Op.WITHIN)])
_LEAVES = (
    st.builds(Comparison, _NAMES, _ONE, st.tuples(_VALUES))
    | st.builds(Comparison, _NAMES, st.just(Op.EMPTY))
    | st.builds(Comparison, _NAMES, st.just(Op.WITHIN), st.tuples(_SPANS))
    | st.builds(
        Comparison, _NAMES, st.just(Op.IN), st.lists(_VALUES, min_size=1, max_size=4).map(tuple)
    )
)
_FILTERS = st.recursive(
    _LEAVES,
    lambda parts: (
        st.builds(And, st.lists(parts, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(parts, min_size=2, max_size=3).map(tuple))
        | st.builds(Not, parts)
    ),
    max_leaves=8,
)


@given(_FILTERS)
def test_a_printed_filter_reads_back_the_same(ast):
    assert parse(print_filter(ast)) == ast


@given(_FILTERS)
def test_a_filter_survives_its_json_form(ast):
    assert from_json(to_json(ast)) == ast


@given(_FILTERS)
def test_both_forms_are_told_apart(ast):
    assert read(json.dumps(to_json(ast))) == ast
    assert read(print_filter(ast)) == ast


@given(st.text(max_size=60) | st.text(alphabet="ab=<>()\"' notinisempty.,1d", max_size=40))
@settings(max_examples=300)
def test_any_text_is_a_filter_or_a_clear_refusal(text):
    with suppress(FilterError):
        read(text)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["and", "or", "not", "field", "op", "value", "ago", "call", "x"]), inner
        )
    ),
    max_leaves=8,
)


@given(_JSON)
def test_any_json_is_a_filter_or_a_clear_refusal(data):
    with suppress(FilterError):
        from_json(data)


def test_the_language_at_a_glance():
    text = (
        'phase = "active" and (name contains "Müll" or owner = me()) '
        "and custom.size in ('A', \"B\") and email is empty and not (created_at < 90d) "
        "and value.risk >= 0.6 and due_on <= 2026-11-21 and done != true and seen within 3m"
    )

    assert parse(text) == And(
        (
            Comparison("phase", Op.EQ, ("active",)),
            Or(
                (
                    Comparison("name", Op.CONTAINS, ("Müll",)),
                    Comparison("owner", Op.EQ, (Call("me"),)),
                )
            ),
            Comparison("custom.size", Op.IN, ("A", "B")),
            Comparison("email", Op.EMPTY),
            Not(Comparison("created_at", Op.LT, (Ago(90, "d"),))),
            Comparison("value.risk", Op.GE, (Decimal("0.6"),)),
            Comparison("due_on", Op.LE, ("2026-11-21",)),
            Comparison("done", Op.NE, (True,)),
            Comparison("seen", Op.WITHIN, (Ago(3, "m"),)),
        )
    )


def test_and_binds_closer_than_or_and_words_ignore_case():
    assert parse("a = 1 OR b = 2 AND c = 3") == Or(
        (
            Comparison("a", Op.EQ, (1,)),
            And((Comparison("b", Op.EQ, (2,)), Comparison("c", Op.EQ, (3,)))),
        )
    )


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("a not in (1)", "not (a in (1))"),
        ('a not contains "x"', 'not (a contains "x")'),
        ("a is not empty", "not (a is empty)"),
        ("not not a = 1", "not (not (a = 1))"),
        (r'a = "say \"hi\" \\ now"', "a = 'say \"hi\" \\\\ now'"),
    ],
)
def test_there_are_shorter_ways_to_say_the_same(short, long):
    assert parse(short) == parse(long)


@pytest.mark.parametrize(
    ("text", "position", "suggestion"),
    [
        ("", 1, None),
        ("   ", 4, None),
        ("phase = active", 9, '"active"'),
        ("phase = null", 9, "is empty"),
        ("owner = me", 9, "me()"),
        ("owner = tody()", 9, "today()"),
        ('phase == "a"', 7, "="),
        ('phase <> "a"', 7, "!="),
        ("a = 1 && b = 2", 7, "and"),
        ("a = 1 adn b = 2", 7, "and"),
        ("phase = „a“", 9, '"'),
        ('name like "x"', 6, "contains"),
        ('name contain "x"', 6, "contains"),
        ("email is emty", 10, "is empty"),
        ('name = "Müller', 8, None),
        ("(a = 1", 7, None),
        ("a = 1)", 6, None),
        ("a = ", 5, None),
        ("a in 1", 6, None),
        ("a in ()", 7, None),
        ("a in (1", 8, None),
        ("a within 5", 10, None),
        ("a = 90x", 5, None),
        ("a = 1234567890123456", 5, None),
        ("last(a) < 90d", 5, None),
        ("= 1", 1, None),
        ("a = 1 b = 2", 7, None),
        ("a = \x00", 5, None),
        ("(" * 200 + "a = 1" + ")" * 200, 65, None),
        ("not " * 200 + "a = 1", 257, None),
    ],
)
def test_a_slip_is_shown_with_its_place_and_what_was_meant(text, position, suggestion):
    with pytest.raises(FilterError) as caught:
        parse(text)

    assert (caught.value.position, caught.value.suggestion) == (position, suggestion)
    assert f"Zeichen {position}:" in caught.value.text("de")
    assert f"at character {position}:" in caught.value.text("en")


def test_a_refusal_is_a_problem_of_the_field_filter():
    with pytest.raises(FilterError) as caught:
        parse("phase = active")

    assert caught.value.status == 422
    assert caught.value.problems()["filter"].in_("en") == (
        'Filter, at character 9: "active" is not a value: text stands in quotes. '
        'Did you mean "active"?'
    )


@pytest.mark.parametrize(
    "text",
    [
        " and ".join(["a = 1"] * 101),
        f"a in ({', '.join(['1'] * 501)})",
        "a = '" + "x" * 60_000 + "'",
        "(" * 32 + "a = 1 or " * 32 + "b = 1" + ")" * 33,
    ],
)
def test_a_filter_larger_than_anybody_needs_is_refused(text):
    with pytest.raises(FilterError):
        parse(text)


def test_the_largest_filter_is_read():
    deep = Comparison("a", Op.EMPTY)
    for _ in range(31):
        deep = Not(deep)
    wide = Or(tuple(Comparison("a", Op.IN, tuple(range(500))) for _ in range(100)))

    assert parse(print_filter(deep)) == deep
    assert parse(print_filter(wide.parts[0])) == wide.parts[0]
    assert from_json(to_json(wide)) == wide


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Here is expected: an object with and, or, not or field."),
        ([], "Here is expected: an object with and, or, not or field."),
        (
            {"nott": {"field": "a", "op": "empty"}},
            'There is no entry "nott", only: and, or, not, field. Did you mean not?',
        ),
        ({"and": []}, "At and is expected: a list of conditions."),
        ({"and": [1]}, "At and[0] is expected: an object with and, or, not or field."),
        (
            {"not": {"field": "a", "op": "empty", "value": 1}},
            "At not.value is expected: no value with empty.",
        ),
        (
            {"or": [{"field": "a", "op": "eqq", "value": 1}]},
            "At or[0].op is expected: one of eq, ne, lt, le, gt, ge, in, contains, starts, empty, "
            "within. Did you mean eq?",
        ),
        (
            {"field": "a", "op": "eq", "vlaue": 1},
            'There is no entry "vlaue", only: field, op, value. Did you mean value?',
        ),
        (
            {"field": "a", "op": "eq"},
            'At value is expected: a value: text, number, true, false, {"ago": "90d"} or '
            '{"call": "me"}.',
        ),
        (
            {"field": "a; DROP TABLE", "op": "empty"},
            "At field is expected: the name of a field.",
        ),
        (
            {"field": "a", "op": "in", "value": []},
            "At value is expected: a list of 1 to 500 values.",
        ),
        (
            {"field": "a", "op": "eq", "value": 1e300},
            "At value is expected: a number of at most 15 digits.",
        ),
    ],
)
def test_wrong_json_is_refused_with_its_place(data, message):
    with pytest.raises(FilterError) as caught:
        from_json(data)

    assert caught.value.text("en") == f"Filter: {message}"


@pytest.mark.parametrize("text", ["{", '{"not":' * 5000, '{"a": \x00}'])
def test_broken_json_is_refused(text):
    with pytest.raises(FilterError):
        read(text)


def test_deep_json_is_refused_whatever_it_is_made_of():
    for word in ("and", "not"):
        data = {"field": "a", "op": "empty"}
        for _ in range(40):
            data = {word: [data] if word == "and" else data}
        with pytest.raises(FilterError, match="at most 32 levels"):
            from_json(data)


def test_a_list_of_one_condition_is_that_condition():
    assert from_json({"and": [{"field": "a", "op": "empty"}]}) == Comparison("a", Op.EMPTY)
