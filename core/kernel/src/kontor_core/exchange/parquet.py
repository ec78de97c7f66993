"""Parquet files; the one module of the kernel that needs polars."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from kontor_core.exchange.sources import DAY_ZERO, Chunk, unique_names
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

_READ_AT_ONCE = 100_000


class ParquetSource:
    """A Parquet file; a record's line is its place in the table, the first one is 1."""

    day_zero = DAY_ZERO

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self.file_hash = hashlib.file_digest(file, "sha256").hexdigest()
        try:
            self._table = pl.scan_parquet(path)
            self._columns = self._table.collect_schema().names()
            self.total: int | None = self._table.select(pl.len()).collect().item()
        except (PolarsError, OSError) as error:
            raise Invalid(
                L(
                    f"Diese Parquet-Datei ist nicht zu lesen: {error}",
                    en=f"This Parquet file cannot be read: {error}",
                ),
                field="file",
            ) from error
        self.header: Sequence[str] = unique_names(self._columns)

    def layout(self) -> dict[str, Any]:
        return {"format": "parquet"}

    def chunks(self, size: int, *, skip: int = 0) -> Iterator[Chunk]:
        start, total = skip, self.total or 0
        while start < total:
            frame = self._table.slice(start, max(size, _READ_AT_ONCE)).collect()
            for part in frame.iter_slices(size):
                columns = {
                    name: part.get_column(column).to_list()
                    for name, column in zip(self.header, self._columns, strict=True)
                }
                yield Chunk(range(start + 1, start + 1 + part.height), columns)
                start += part.height
