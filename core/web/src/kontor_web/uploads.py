"""Files that come in: their forms are read from disk, never held in memory."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from multipart import (  # type: ignore[import-untyped]  # the package has no types
    MultipartError,
    MultipartParser,
    parse_options_header,
)

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

MOST_BYTES = 500_000_000
_MOST_PARTS = 50
_MOST_FIELD = 100_000
_UNSAFE = re.compile(r"[^\w.\- ]+")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form; ``name`` is what its owner called it, made harmless."""

    name: str
    file: IO[bytes]

    def save(self, path: Path) -> None:
        with path.open("wb") as target:
            while block := self.file.read(1 << 20):
                target.write(block)


@dataclass(frozen=True, slots=True)
class UploadForm:
    fields: dict[str, list[str]]
    files: dict[str, Upload]


def read_form(body: IO[bytes], content_type: str) -> UploadForm:
    """Read a ``multipart/form-data`` body; raises Invalid when it is damaged."""
    _, options = parse_options_header(content_type)
    fields: dict[str, list[str]] = {}
    files: dict[str, Upload] = {}
    try:
        with _decoding():
            parser = MultipartParser(
                body,
                options.get("boundary", ""),
                part_limit=_MOST_PARTS,
                partsize_limit=MOST_BYTES,
                disk_limit=MOST_BYTES,
            )
            for part in parser:
                if part.filename is not None:
                    files[part.name] = Upload(harmless(part.filename), part.file)
                elif part.size <= _MOST_FIELD:
                    fields.setdefault(part.name, []).append(part.value)
    except MultipartError:
        raise _damaged() from None
    return UploadForm(fields, files)


@contextmanager
def _decoding() -> Iterator[None]:
    try:
        yield
    except (UnicodeDecodeError, ValueError):
        raise _damaged() from None


def _damaged() -> Invalid:
    return Invalid(
        L("Dieses Formular ist beschädigt angekommen.", en="This form arrived damaged."),
        field="form",
    )


def harmless(name: str) -> str:
    """Give a file's name without folders and without what means something to a system.

    >>> harmless("../../etc/pass wd"), harmless("C:\\\\Daten\\\\Kunden 2026.csv"), harmless("..")
    ('pass wd', 'Kunden 2026.csv', 'file')
    """
    last: Any = re.split(r"[/\\]", name)[-1]
    return _UNSAFE.sub("_", last).strip(" .")[-100:] or "file"
