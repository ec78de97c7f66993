"""``kontor search``: what is found on the command line, and the index built anew."""

import json

import pytest

from .conftest import Kontor

pytestmark = pytest.mark.usefixtures("home")


def test_records_are_found_once_the_index_is_built(kontor: Kontor) -> None:
    kontor("create", "customers", "name=Müller & Söhne GmbH")

    before = kontor("search", "muller")
    built = kontor("search", "rebuild")
    found = json.loads(kontor("search", "find", "--json", "sohne", "mull").out)
    phrase = kontor("search", "müller & söhne", "gmbh")
    typo = json.loads(kontor("search", "find", "--json", "mulelr").out)

    assert "Müller" not in before.out
    assert built.code == 0
    assert [(row["resource"], row["title"]) for row in found["items"]] == [
        ("customers", "Müller & Söhne GmbH")
    ]
    assert "Müller & Söhne GmbH" in phrase.out
    assert (typo["nearly"], len(typo["items"])) == (True, 1)


def test_a_resource_that_is_not_there_is_named(kontor: Kontor) -> None:
    refused = kontor("search", "find", "--resource", "customer_s", "x")

    assert refused.code == 2
    assert "customers" in refused.err


def test_the_doctor_says_what_is_not_indexed_yet(kontor: Kontor) -> None:
    before = kontor("doctor").out
    kontor("search", "rebuild")

    assert "kontor search rebuild" in before
    assert "kontor search rebuild" not in kontor("doctor").out
