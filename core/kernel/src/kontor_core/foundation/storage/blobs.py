"""Blobs: files beside the database, under random names, written before the row that names them.

A file without a row is harmless and swept later; a row without its file cannot arise.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kontor_core.foundation import ids
from kontor_core.foundation.errors import Invalid, NotFound
from kontor_core.foundation.i18n import L

BLOBS = "blobs"
"""The folder of files in the home of a company."""

MOST_BYTES = 25 * 1024 * 1024
_PIECE = 256 * 1024


class Blobs:
    """The folder ``blobs/`` of a company; two letters of the id make its sub-folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, source: BinaryIO, *, most: int = MOST_BYTES) -> str:
        """Store a file durably and give its id; raises Invalid when it is too large."""
        blob_id = ids.new_id()
        path = self.path(blob_id)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # nobody else reads them
        path.parent.mkdir(mode=0o700, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.touch(mode=0o600)
        size = 0
        try:
            with unfinished.open("wb") as target:
                while piece := source.read(_PIECE):
                    size += len(piece)
                    if size > most:
                        raise Invalid(
                            L(
                                f"Die Datei ist größer als {most // 1024 // 1024} MB.",
                                en=f"The file is larger than {most // 1024 // 1024} MB.",
                            ),
                            field="file",
                        )
                    target.write(piece)
                target.flush()
                os.fsync(target.fileno())
            unfinished.rename(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        return blob_id

    def open(self, blob_id: str) -> BinaryIO:
        """Open a stored file for reading; raises NotFound."""
        path = self.path(blob_id)
        if not path.is_file():
            raise NotFound("file", blob_id)
        return path.open("rb")

    def remove(self, blob_id: str) -> None:
        """Delete a file after overwriting it; an absent one is no error."""
        path = self.path(blob_id)
        if path.is_file():
            with path.open("r+b") as file:
                file.write(b"\0" * path.stat().st_size)
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def all(self) -> Iterator[str]:
        """Give the ids of all stored files."""
        for path in self.folder.glob("??/*"):
            if not path.suffix:
                yield path.name

    def path(self, blob_id: str) -> Path:
        """Give the place of a blob; raises NotFound for anything that is no id."""
        if not ids.is_id(blob_id):
            raise NotFound("file", blob_id)
        return self.folder / blob_id[-2:] / blob_id
