"""The part of the OpenAPI document that tells of exports."""

from collections.abc import Mapping
from typing import Any

from kontor_core.exchange.export_wanted import FORMATS, MEDIA_TYPES
from kontor_core.foundation.i18n import Locale, text_of
from kontor_core.resources.catalogue import ResourceInfo

_WORDS = {
    "filter": "Only these records, in the filter language",
    "sort": "Up to three fields, - before one for descending: a,-b",
    "fields": "Columns, separated by commas",
    "search": "Records whose name begins so",
}


def export_path(info: ResourceInfo, locale: Locale, refusals: Mapping[str, Any]) -> dict[str, Any]:
    """Describe the export of one resource; vCard is there for persons only."""
    formats = [kind for kind in FORMATS if kind != "vcf" or info.entity == "contact"]
    parameters: list[dict[str, Any]] = [
        {
            "name": "format",
            "in": "query",
            "schema": {"type": "string", "enum": formats, "default": "csv"},
        }
    ]
    for name, text in _WORDS.items():
        if name == "search" and not info.declaration.search:
            continue
        parameters.append(
            {"name": name, "in": "query", "schema": {"type": "string"}, "description": text}
        )
    content: dict[str, Any] = {MEDIA_TYPES[kind].partition(";")[0]: {} for kind in formats}
    return {
        "get": {
            "operationId": f"export_{info.name}",
            "summary": f"{text_of(info.label_plural, locale)}: export",
            "tags": [info.name],
            "parameters": parameters,
            "responses": {"200": {"description": "A file", "content": content}, **refusals},
        }
    }
