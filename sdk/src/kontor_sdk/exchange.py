"""Presets and importers of files, and what cards of people get besides; light to import."""

from kontor_core.hooks.declarations.exchange import (
    CardPart,
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
    "CardPart",
    "Columns",
    "Import",
    "ImportColumn",
    "ImportOption",
    "ImportPreset",
    "RowImporter",
    "Rows",
    "Same",
]
