"""Texts that a spreadsheet would run: marked on the way out, the same again on the way in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor_core.exchange.formulas import guarded, unguarded

_CHARACTERS = "=+-@'\"ab1 \t\r\n\u00a0\ufeff\u200b\u2028\uff1d\uff0b\uff0d\uff20\ufe63"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49",
        "-1",
        "@SUM(A1)",
        " =1",
        "\t=1",
        "\r\n=1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b@x",
        "\uff1dcmd",
        "\uff20x",
        "'=1",
        "'' =1",
    ],
)
def test_what_begins_like_a_formula_gets_a_mark(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a", "1=1", "a=b", "'tis", "Müller & Söhne", "(=1)", "☎ +49"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert guarded(text) == unguarded(text) == text


@given(st.text(_CHARACTERS, max_size=8) | st.text(max_size=8))
def test_out_and_in_again_is_the_same_text(text: str) -> None:
    assert unguarded(guarded(text)) == text
