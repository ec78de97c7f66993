"""Canaries: what lies in a file is found there, in whatever form."""

import base64
import json
from pathlib import Path

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
)

from kontor_sdk.testing.canary import forms, marker, plant, scan

METADATA = MetaData()
PERSON = Table(
    "core_person",
    METADATA,
    Column("id", Text, primary_key=True, info={"kontor": type("Spec", (), {"kind": "id"})}),
    Column("name", Text),
    Column("more", JSON),
    Column("age", Integer),
)
NOTE = Table(
    "core_note",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("person_id", ForeignKey("core_person.id")),
    Column("text", Text),
)


def test_every_text_column_gets_a_marker_that_the_file_shows(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    engine = create_engine(f"sqlite:///{file}")
    METADATA.create_all(engine)

    planted = plant(engine, METADATA)
    engine.dispose()

    columns = {("core_person", "name"), ("core_person", "more"), ("core_note", "text")}
    assert set(planted.markers) == columns
    assert {hit.marker for hit in scan([file], planted.markers_of())} == set(planted.markers_of())


def test_references_point_at_the_rows_planted_before(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    METADATA.create_all(engine)

    planted = plant(engine, METADATA)

    with engine.connect() as connection:
        owner = connection.scalar(NOTE.select().with_only_columns(NOTE.c.person_id))
    engine.dispose()
    assert owner == planted.rows["core_person"]


def test_deleted_row_is_still_found_where_it_was_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    engine = create_engine(f"sqlite:///{file}")
    METADATA.create_all(engine)
    planted = plant(engine, METADATA)

    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA secure_delete=OFF")
        connection.execute(delete(NOTE))
    engine.dispose()

    assert len(scan([file], planted.markers_of("core_note"))) == 1


def test_marker_is_found_in_the_files_beside_a_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"")
    (tmp_path / "x.db-wal").write_bytes(b"..." + (text := marker()).encode())

    assert [hit.path.name for hit in scan([tmp_path / "x.db"], [text])] == ["x.db-wal"]


def test_escaped_and_encoded_forms_are_found(tmp_path: Path) -> None:
    text = marker()
    for name, content in {
        "json": json.dumps({"a": text}).encode(),
        "utf8": json.dumps({"a": text}, ensure_ascii=False).encode(),
        "wide": text.encode("utf-16-le"),
        **{f"b{n}": base64.b64encode(b"x" * n + text.encode() + b"tail") for n in range(6)},
    }.items():
        (tmp_path / name).write_bytes(content)

    found = {hit.path.name for hit in scan([tmp_path], [text])}

    assert found == {"json", "utf8", "wide", "b0", "b1", "b2", "b3", "b4", "b5"}


def test_marker_of_another_run_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "blob").write_bytes(b"".join(forms(marker()).values()))

    assert scan([tmp_path], [marker()]) == []
