"""Texts in two languages: places, the word that goes with a number, nouns inside a sentence."""

import pytest

from kontor_core.foundation.i18n import L


@pytest.mark.parametrize(
    ("n", "german"), [(1, "1 Zeile"), (0, "0 Zeilen"), ("1.234", "1.234 Zeilen")]
)
def test_the_word_goes_with_the_number(n: object, german: str) -> None:
    told = L("{n} {n:Zeile|Zeilen}", en="{n} {n:row|rows}").format(n=n)

    assert told.de == german
    assert told.en == german.replace("Zeilen", "rows").replace("Zeile", "row")


@pytest.mark.parametrize(
    ("noun", "said"), [("Customer", "New customer"), ("API token", "New API token")]
)
def test_a_noun_is_small_inside_an_english_sentence(noun: str, said: str) -> None:
    told = L("{label} anlegen", en="New {label:small}").format(label=L("Kunde", en=noun))

    assert (told.de, told.en) == ("Kunde anlegen", said)
