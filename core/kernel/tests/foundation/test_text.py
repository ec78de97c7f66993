import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.text import clean_text, nearest, search_key


def test_text_is_trimmed_and_composed():
    assert clean_text("  Mu\u0308ller\u00a0", max_length=50) == "Müller"


def test_byte_order_mark_of_a_first_cell_is_dropped():
    assert clean_text("\ufeffname", max_length=50) == "name"


@pytest.mark.parametrize("bad", ["a\x00b", "a\x1bb", "a\x85b", "a\ud800b", "a\nb", "a\u2028b"])
def test_control_characters_and_line_breaks_are_refused(bad):
    with pytest.raises(Invalid, match="haracter 2"):
        clean_text(bad, max_length=50, field="name")


def test_refusal_names_field_and_code_in_both_languages():
    with pytest.raises(Invalid) as caught:
        clean_text("a\x00", max_length=50, field="name")

    problem = caught.value.problems()["name"]
    assert problem.in_("de") == "Zeichen 2 ist ein Steuerzeichen (U+0000). Löschen Sie es."
    assert problem.in_("en") == "Character 2 is a control character (U+0000). Delete it."


def test_several_lines_keep_breaks_and_tabs_and_have_one_kind_of_line_end():
    assert clean_text("a\r\nb\rc\u2028d\te", max_length=50, multiline=True) == "a\nb\nc\nd\te"


def test_several_lines_refuse_other_control_characters():
    with pytest.raises(Invalid):
        clean_text("a\n\x00", max_length=50, multiline=True)


def test_length_counts_composed_characters():
    assert clean_text("u\u0308" * 5, max_length=5) == "ü" * 5
    with pytest.raises(Invalid, match="At most 4 characters, there are 5"):
        clean_text("ü" * 5, max_length=4)


@given(st.text(alphabet=st.characters()))
def test_what_passes_is_stable_and_storable(text):
    try:
        once = clean_text(text, max_length=1000, multiline=True)
    except Invalid:
        return
    assert clean_text(once, max_length=1000, multiline=True) == once
    assert "\x00" not in once
    once.encode()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Müller  &  Söhne", "muller & sohne"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ärzte", "arzte"),
        ("A\u0308rzte", "arzte"),
        ("Éclair Ñandú Łódź", "eclair nandu lodz"),
        ("", ""),
    ],
)
def test_search_key_folds_like_a_german_dictionary(text, key):
    assert search_key(text) == key


@given(st.text())
def test_search_key_of_a_search_key_is_itself(text):
    assert search_key(search_key(text)) == search_key(text)


def test_nearest_finds_what_was_meant():
    names = ["name", "phase", "transactions.revenue", "custom.size"]

    assert nearest("phsae", names) == "phase"
    assert nearest("Phase", names) == "phase"
    assert nearest("revenue", names) == "transactions.revenue"
    assert nearest("zzz", names) is None
