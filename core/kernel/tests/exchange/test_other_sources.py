"""JSON lines and vCards; and files that are something else than their name says."""

import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontor_core.exchange import json_lines, vcards
from kontor_core.exchange.opening import open_source
from kontor_core.exchange.sources import Source
from kontor_core.foundation.errors import Invalid

CARD = "BEGIN:VCARD\nVERSION:{version}\n{lines}\nEND:VCARD\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"  # the name says nothing


def write(path: Path, text: str | bytes) -> Source:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_source(path)


def records(source: Source, size: int = 100, skip: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for chunk in source.chunks(size, skip=skip):
        for row in zip(*chunk.columns.values(), strict=True):
            given = zip(chunk.columns, row, strict=True)
            found.append({name: value for name, value in given if value is not None})
    return found


def malformed(source: Source) -> list[tuple[int, str]]:
    return [
        (one.line, str(one.reason.in_("en")))  # type: ignore[union-attr]
        for chunk in source.chunks(100)
        for one in chunk.malformed
    ]


def refusal(path: Path, content: str | bytes) -> str:
    with pytest.raises(Invalid) as refused:
        write(path, content)
    return refused.value.text("en")


# ---- JSON lines


def test_objects_are_rows_and_their_names_columns(file: Path) -> None:
    source = write(
        file,
        '\ufeff{"name": "Müller", "custom": {"size": 7}, "roles": ["a", "b"], "on": true}\n\n'
        '{"name": "Huber", "price": "0.125", "deep": {"x": {"y": 1}}, "number": null}\n',
    )

    assert source.header == ["name", "custom.size", "roles", "on", "price", "deep", "number"]
    assert records(source) == [
        {"name": "Müller", "custom.size": 7, "roles": ("a", "b"), "on": "true"},
        {"name": "Huber", "price": "0.125", "deep": '{"x":{"y":1}}'},
    ]
    assert records(source, size=1, skip=1)[0]["name"] == "Huber"


def test_lines_that_are_no_objects_are_reported(file: Path) -> None:
    deep = b"[" * 100_000
    source = write(file, b'{"name": "A"}\nnix\n[1]\n{"name": "\xff"}\n{"name":\n' + deep + b"\n")

    assert [line for line, _ in malformed(source)] == [2, 3, 4, 5, 6]
    assert records(source) == [{"name": "A"}]


def test_json_is_read_within_bounds(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines, "LONGEST_LINE", 40)
    source = write(file, '{"name": "A"}\n{"name": "' + "x" * 90 + '"}\n{"name": "B"}\n')
    assert [line for line, _ in malformed(source)] == [2]
    assert records(source) == [{"name": "A"}, {"name": "B"}]

    monkeypatch.setattr(json_lines, "MOST_COLUMNS", 2)
    assert "More than 2" in refusal(file, '{"a": 1}\n{"b": 1}\n{"c": 1}\n')


# ---- vCards


def card(lines: str, version: str = "4.0") -> str:
    return CARD.format(version=version, lines=lines)


def test_card_of_version_four_is_a_person(file: Path) -> None:
    source = write(
        file,
        card(
            "FN:Dr. Erika von Berg\nN:von Berg;Erika;Maria;Dr.;\nBDAY:19800203\nGENDER:F\n"
            "LANG:en-GB\nEMAIL;TYPE=home:e@home.de\nEMAIL;PREF=1;TYPE=work:e@work.de\n"
            'TEL;VALUE=uri;TYPE="voice,work":tel:+49-30-1234567;ext=5\nURL:https://berg.de\n'
            "ADR;TYPE=work:;;Lange Straße 1;Berlin;;10115;Germany\n"
            "ORG:ACME\\; Söhne;Sales\nTITLE:Head of\n  Sales"
        ),
    )

    assert records(source) == [
        {
            "name": "Dr. Erika von Berg",
            "title": "Dr.",
            "given_name": "Erika Maria",
            "family_name": "von Berg",
            "sex": "f",
            "born_on": "1980-02-03",
            "language": "en",
            "email": "e@work.de",
            "email_2": "e@home.de",
            "phone": "+49-30-1234567",
            "website": "https://berg.de",
            "street": "Lange Straße 1",
            "postcode": "10115",
            "city": "Berlin",
            "country": "Germany",
            "organisation": "ACME; Söhne",
            "role": "Head of Sales",
        }
    ]


def test_cards_of_old_phones_are_read_too(file: Path) -> None:
    source = write(
        file,
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Max\n"
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Max M=C3=BC=\nller\n"
            "TEL;CELL;VOICE:0171 123456\nTEL;PREF:030 1234567",
            "2.1",
        )
        + card(
            "FN:Erika Berg\nitem1.EMAIL;type=INTERNET;type=pref:e@b.de\nitem1.X-ABLabel:Büro\n"
            "PHOTO;ENCODING=b;TYPE=JPEG:AAAA\n BBBB\nNOTE:eins\\nzwei\nBDAY:--0203",
            "3.0",
        ),
    )

    assert records(source) == [
        {
            "name": "Max Müller",
            "given_name": "Max",
            "family_name": "Müller",
            "phone": "030 1234567",
            "phone_2": "0171 123456",
        },
        {
            "name": "Erika Berg",
            "given_name": "Erika",
            "family_name": "Berg",
            "email": "e@b.de",
            "note": "eins\nzwei",
        },
    ]


def test_windows_text_is_read(file: Path) -> None:
    source = write(file, card("N:Müller;Max", "3.0").encode("cp1252"))

    assert records(source)[0]["family_name"] == "Müller"


def test_cards_that_are_none_are_reported_where_they_begin(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vcards, "LONGEST_CARD", 300)
    source = write(
        file,
        card("FN:A B")
        + card("KIND:group\nFN:Alle")
        + "BEGIN:VCARD\nFN:offen\n"
        + card("FN:" + "x" * 400)
        + card("N;ENCODING=QUOTED-PRINTABLE;CHARSET=nix:=FF=FE;B\nBEGIN:X")
        + "BEGIN:VCARD\nFN:ohne Ende\n",
    )

    found = malformed(source)

    assert [line for line, _ in found] == [1 + 4, 10, 12, 16, 21]
    assert "group" in found[0][1]
    assert "no end" in found[1][1]
    assert [one["name"] for one in records(source)] == ["A B"]


def test_pictures_are_passed_over_unread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcards, "LONGEST_CARD", 300)
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\n ".join(["A" * 70] * 100)

    assert records(write(file, card(photo + "\nFN:A B", "3.0")))[0]["family_name"] == "B"


# ---- something else


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 xls", "old workbook"),
        (b"%PDF-1.7", "no table"),
        (b"\x89PNG\r\n\x1a\n\0\0", "no table"),
        (b"name\0\0,b\n", "no table"),
        (b"PK\x03\x04 no zip", "packed file"),
        (b"<!DOCTYPE html><table><tr><td>A</td></tr></table>", "web page"),
        (b'[{"name": "A"}, {"name": "B"}]', "JSON list"),
        (b"{\n}\n", "no JSON object"),
        (b"BEGIN:VCARD\nEND:VCARD\n", "no readable card"),
    ],
)
def test_what_is_no_table_is_named(file: Path, content: bytes, word: str) -> None:
    assert word in refusal(file, content)


def test_archive_of_other_things_is_no_workbook(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("customers.csv", "name\nA\n")

    assert "packed file" in refusal(file, file.read_bytes())


PARTS = st.sampled_from(
    [
        "BEGIN:VCARD\n",
        "END:VCARD\n",
        "begin:vcard\r\n",
        "VERSION:2.1\n",
        "N:a;b;c;d;e;f\n",
        "N:\n",
        "N;ENCODING=QUOTED-PRINTABLE:=C3=\n",
        "FN;CHARSET=nix:x\n",
        'EMAIL;TYPE="a:b\n',
        "TEL;;;:1\n",
        "ADR:\n",
        "ADR:;;;;;;;;;\n",
        "ORG:\n",
        "ORG;ENCODING=BASE64:!!\n",
        " more\n",
        "BDAY:0000-99-99\n",
        "item1.:x\n",
        ":\n",
        ";\n",
        "BEGIN:VEVENT\n",
        "GENDER:\n",
        "KIND:\n",
        "\\",
        "\x00",
        "\u2028",
        "é",
    ]
)


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PARTS | st.text(max_size=8), max_size=25))
def test_whatever_stands_in_cards_is_a_row_or_an_error_of_the_file(
    tmp_path: Path, parts: list[str]
) -> None:
    file = tmp_path / "a.vcf"
    try:
        source = write(file, ("BEGIN:VCARD\n" + "".join(parts)).encode("utf-8", "replace"))
        found = list(source.chunks(3))
    except Invalid:
        return
    assert sum(chunk.count for chunk in found) == source.total


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(['{"a":1}', '{"a":[{}]}', "{", "null", '"', "1e999"]) | st.text()))
def test_whatever_stands_in_json_lines_is_a_row_or_an_error_of_the_file(
    tmp_path: Path, lines: list[str]
) -> None:
    file = tmp_path / "a.jsonl"
    text = "\n".join(['{"a":0}', *(line.replace("\n", " ") for line in lines)])
    source = write(file, text.encode("utf-8", "replace"))

    assert sum(chunk.count for chunk in source.chunks(3)) == source.total
