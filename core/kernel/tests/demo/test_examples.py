"""Two companies from the same packages: each begins with one command and looks like itself."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from kontor_core.app import KontorApp
from kontor_core.cli import examples
from kontor_core.cli.demo import fill
from kontor_core.customers.models import Customer
from kontor_core.demo.words import read_words
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.models import RoleAssignment
from kontor_core.foundation.definition import FILE_NAME, diff, load
from kontor_core.foundation.errors import DefinitionError
from kontor_core.foundation.storage.models import columns
from kontor_core.interactions.models import Interaction

ROOT = Path(__file__).parents[4]
LESS = "size = 24\n"


class Row(msgspec.Struct):
    value: object


def kontor(*words: object) -> str:
    script = Path(sys.executable).with_name("kontor")
    env = {**os.environ, "KONTOR_LANG": "en"}
    done = subprocess.run(
        [script, *map(str, words)], env=env, capture_output=True, text=True, check=True
    )
    return done.stdout


def begin(name: str, folder: Path) -> None:
    """Begin as an example, with fewer customers."""
    folder.mkdir()
    examples.copy(name, folder)
    words = (folder / "demo.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    fewer = "".join(LESS if line.startswith("size =") else line for line in words)
    (folder / "demo.toml").write_text(fewer, encoding="utf-8")


def values(app: KontorApp, column: object) -> list[object]:
    found = app.storage.system_reader().read(select(column.label("value")), Row)  # type: ignore[attr-defined]
    return [row.value for row in found]


@pytest.mark.parametrize("name", examples.NAMES)
def test_what_people_read_is_what_the_package_holds(name: str) -> None:
    shown, packed = ROOT / "examples" / name, Path(examples.__file__).parents[1] / "examples" / name

    assert {f.name: f.read_bytes() for f in shown.iterdir()} == {
        f.name: f.read_bytes() for f in packed.iterdir()
    }


def test_examples_are_listed_with_what_they_are() -> None:
    assert kontor("init", "--list-examples").splitlines() == [
        "insurance      An insurance agency: clients instead of customers, policies with their "
        "days, four roles.",
        "manufacturing  A manufacturer of drives that sells to other firms: accounts, from the "
        "lead to series supply.",
    ]


@pytest.mark.parametrize("name", examples.NAMES)
def test_demo_data_keeps_to_the_definition(name: str, tmp_path: Path) -> None:
    begin(name, home := tmp_path / name)

    with closing(KontorApp.open(home, migrate=True, strict=True)) as app:
        fill(app)
        definition, customer = app.definition, columns(Customer)
        phases = values(app, customer.phase)
        roles = values(app, columns(RoleAssignment).role)
        own = [one for one in values(app, customer.custom) if isinstance(one, dict)]
        first = app.storage.reader(SYSTEM).read(
            select(columns(Interaction).body.label("value")), Row
        )

    assert set(phases) <= {phase.key for phase in definition.phases}
    assert len(set(phases)) > 2
    assert set(roles) <= set(definition.roles)
    assert len(set(roles)) > 2
    fields = {str(f.json_key) for f in definition.custom_fields if f.entity == "customer"}
    assert {name for one in own for name in one} == fields
    furniture = [row.value for row in first if "stühle" in str(row.value).lower()]
    assert furniture == []


def test_a_company_begins_as_an_example_with_one_command(tmp_path: Path) -> None:
    said = kontor("init", "--example", "insurance", tmp_path / "agency")

    assert "the database is ready" in said
    listed = kontor("-H", tmp_path / "agency", "list", "customers", "--fields", "phase,custom.line")
    assert "Policy" not in listed
    assert "Versichert" in listed or "Insured" in listed


def test_an_example_brings_its_own_name(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        kontor("init", "--example", "insurance", "--name", "Mine", tmp_path / "mine")

    assert "--example brings name and plugins" in caught.value.stderr
    assert not (tmp_path / "mine").exists()


def test_the_difference_between_the_two_is_told(tmp_path: Path) -> None:
    one, other = (load(ROOT / "examples" / name / FILE_NAME) for name in examples.NAMES)

    told = {change.path: change for change in diff(one, other)}

    assert told["labels.customer"].text().en == (
        "labels.customer changed: Mandant / Client -> Abnehmer / Account"
    )
    assert told["phases.insured"].destructive
    assert told["fields.customer.policy"].destructive
    assert not told["plugins.transactions"].destructive
    assert {"roles.broker", "roles.sales", "company.language"} <= told.keys()
    assert diff(one, one) == []


def test_words_that_make_no_sense_are_refused_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "demo.toml").write_text('[shares]\ncustomer = "many"\n', encoding="utf-8")

    with pytest.raises(DefinitionError, match=r"demo.toml: .*shares"):
        read_words(tmp_path, "de")


def test_an_english_company_without_words_speaks_english(tmp_path: Path) -> None:
    assert read_words(tmp_path, "en")["language"] == "en"
    assert read_words(tmp_path, "de") == {}
