"""Notes and pictures of cards come to whoever keeps such things, and leave with the person."""

import base64
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kontor_core.exchange.export_cells import Manner
from kontor_core.exchange.export_wanted import Wanted
from kontor_core.exchange.exporting import Export
from kontor_core.exchange.jobs import Job
from kontor_core.exchange.opening import open_source
from kontor_core.exchange.starting import look_at, rehearse_import, run_import, start_import
from kontor_core.exchange.undo import undo_import
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.testing.kit import Kontor


def picture(kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, kind)
    return file.getvalue()


def folded(name: str, content: bytes) -> str:
    text = f"{name}{base64.b64encode(content).decode()}"
    return "\n ".join(text[at : at + 70] for at in range(0, len(text), 70))


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    def card(version: str, name: str, *lines: str) -> str:
        parts = ("BEGIN:VCARD", f"VERSION:{version}", f"N:{name};;;;", *lines, "END:VCARD", "")
        return "\n".join(parts)

    path = tmp_path / "cards.vcf"
    path.write_text(
        card(
            "3.0", "Berg", "NOTE:Kennt uns\\nvon der Messe", folded("PHOTO;ENCODING=b:", picture())
        )
        + card("4.0", "Tal", folded("PHOTO:data:image/jpeg;base64,", picture("JPEG")))
        + card("2.1", "Feld", folded("PHOTO;ENCODING=BASE64;PNG:", picture()), "")
        + card("4.0", "Bach", "PHOTO:data:image/png;base64,%%%", "NOTE:Bild kaputt")
        + card("4.0", "Moor", "PHOTO:https://pictures.example/moor.png")
        + card("3.0", "Kern", folded("PHOTO;ENCODING=b:", b"MZ no picture")),
        encoding="utf-8",
    )
    return path


def load(kontor: Kontor, path: Path, target: str = "contacts") -> Job:
    return run_import(kontor.app, start_import(kontor.app, SYSTEM, path, target))


def kept(kontor: Kontor, resource: str, *fields: str) -> list[tuple[Any, ...]]:
    """The records of a resource: these fields, then the id."""
    page = kontor.app.resources.page(
        SYSTEM, kontor.app.resources.named(resource), fields=list(fields)
    )
    return [tuple(getattr(row, f"f{at}") for at in range(len(fields) + 1)) for row in page.rows]


def test_notes_and_pictures_of_cards_are_kept_with_the_person(kontor: Kontor, cards: Path) -> None:
    job = load(kontor, cards)

    people = {who: name for name, who in kept(kontor, "contacts", "family_name")}
    notes = kept(kontor, "notes.notes", "contact_id", "body")
    files = kept(kontor, "documents.documents", "subject_id", "name", "media_type")
    assert (job.good, job.bad) == (6, 0)
    assert {people[who]: body for who, body, _ in notes} == {
        "Berg": "Kennt uns\nvon der Messe",
        "Bach": "Bild kaputt",
    }
    assert {people[who]: (name, kind) for who, name, kind, _ in files} == {
        "Berg": ("photo.png", "image/png"),
        "Tal": ("photo.jpg", "image/jpeg"),
        "Feld": ("photo.png", "image/png"),
    }


def test_pictures_leave_with_cards_and_notes_stay_at_home(kontor: Kontor, cards: Path) -> None:
    load(kontor, cards)
    out = cards.with_name("out.vcf")
    with out.open("wb") as file:
        Export(kontor.app, SYSTEM, Wanted("contacts", "vcf", sort="name")).write(file)

    (chunk,) = open_source(out).chunks(10)

    found = chunk.columns
    assert "note" not in found
    rows = zip(found["family_name"], found["photo"], strict=True)
    assert {name: photo and photo.content for name, photo in rows} == {
        "Bach": None,
        "Berg": picture(),
        "Feld": picture(),
        "Kern": None,
        "Moor": None,
        "Tal": picture("JPEG"),
    }


def test_undo_takes_them_back(kontor: Kontor, cards: Path) -> None:
    job = load(kontor, cards)

    done = undo_import(kontor.app, job.id)

    assert done.kept == 0
    assert kept(kontor, "notes.notes") == kept(kontor, "documents.documents") == []


def test_rehearsal_leaves_no_file_behind(kontor: Kontor, cards: Path) -> None:
    preview = look_at(kontor.app, SYSTEM, cards, "contacts")

    report = rehearse_import(kontor.app, SYSTEM, preview)

    assert (report.good, report.made["notes.note"]) == (6, 2)
    assert [str(row["photo"]) for row in preview.sample[:2]] == ["PNG, 0 kB", "JPG, 1 kB"]
    assert list(kontor.app.storage.blobs.all()) == []


def test_column_of_notes_becomes_notes_of_customers_once(kontor: Kontor, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Firma;Kundennr;Notiz\nA GmbH;7;Zahlt bar\nB GmbH;8;\n", encoding="utf-8")
    load(kontor, path, "customers")

    path.write_text("Kundennr;Notiz;Firma\n7;Zahlt bar;A AG\n8;Neu hier;B GmbH\n", encoding="utf-8")
    load(kontor, path, "customers")

    assert sorted(body for body, _ in kept(kontor, "notes.notes", "body")) == [
        "Neu hier",
        "Zahlt bar",
    ]


def test_column_of_tags_puts_them_on_records(kontor: Kontor, tmp_path: Path) -> None:
    kontor.create("documents.tag", {"name": "Messe"})
    path = tmp_path / "a.csv"
    text = "Firma;Kundennr;Schlagwörter\nA GmbH;7;messe, Wichtig\nB GmbH;8;\nC;9;Wichtig\n"
    path.write_text(text, encoding="utf-8")

    job = load(kontor, path, "customers")
    path.write_text("Firma;Kundennr;Tags\nB GmbH;8;Neu\n", encoding="utf-8")
    load(kontor, path, "customers")

    assert sorted(name for name, _ in kept(kontor, "documents.tags", "name")) == [
        "Messe",
        "Neu",
        "Wichtig",
    ]
    assert len(kept(kontor, "documents.taggings")) == 4
    assert (job.good, job.made["documents.tagging"]) == (3, 3)


def test_tags_of_an_export_come_back(kontor: Kontor, tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_text("Nachname;Tags\nBerg;Messe, Wichtig\n", encoding="utf-8")
    job = load(kontor, path)
    wanted = Wanted(
        "contacts", "csv", fields=("family_name", "documents.tags"), manner=Manner.LABELS
    )
    with out.open("wb") as file:
        Export(kontor.app, SYSTEM, wanted).write(file)
    undo_import(kontor.app, job.id)

    load(kontor, out)

    assert len(kept(kontor, "documents.taggings")) == 2
