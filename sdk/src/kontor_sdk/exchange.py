"""Presets and importers for files whose rows are several things at once; light to import."""

from kontor_core.hooks.declarations.exchange import (
    Columns,
    Import,
    ImportColumn,
    ImportOption,
    ImportPreset,
    RowImporter,
    Rows,
    Same,
)

__all__ = [
    "Columns",
    "Import",
    "ImportColumn",
    "ImportOption",
    "ImportPreset",
    "RowImporter",
    "Rows",
    "Same",
]
