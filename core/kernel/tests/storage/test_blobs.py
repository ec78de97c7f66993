"""Files beside the database."""

import io
from pathlib import Path

import pytest

from kontor_core.foundation.errors import Invalid, NotFound
from kontor_core.foundation.storage.blobs import Blobs


class Breaking(io.BytesIO):
    """A source that fails in the middle, as an upload does."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise ConnectionError("gone")
        return super().read(size)


def test_file_comes_back_as_it_was(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    content = bytes(range(256)) * 3000

    blob_id = blobs.put(io.BytesIO(content))

    with blobs.open(blob_id) as file:
        assert file.read() == content
    assert list(blobs.all()) == [blob_id]


def test_too_large_or_broken_upload_leaves_no_file(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)

    with pytest.raises(Invalid):
        blobs.put(io.BytesIO(b"x" * 1001), most=1000)
    with pytest.raises(ConnectionError):
        blobs.put(Breaking(b"x" * 1_000_000))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_removed_file_is_overwritten_and_gone(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    blob_id = blobs.put(io.BytesIO(b"secret"))
    linked = tmp_path / "linked"
    linked.hardlink_to(blobs.path(blob_id))  # what a disk would still hold

    blobs.remove(blob_id)
    blobs.remove(blob_id)

    assert list(blobs.all()) == []
    assert linked.read_bytes() == bytes(6)
    with pytest.raises(NotFound):
        blobs.open(blob_id)


def test_id_that_is_none_names_no_file(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("secret")
    blobs = Blobs(tmp_path / "blobs")

    for wanted in ("", "..", "../outside", "/etc/passwd", "x" * 36, "\x00"):
        with pytest.raises(NotFound):
            blobs.open(wanted)


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")

    path = blobs.path(blobs.put(io.BytesIO(b"x")))

    assert [p.stat().st_mode & 0o077 for p in (path, path.parent, blobs.folder)] == [0, 0, 0]
