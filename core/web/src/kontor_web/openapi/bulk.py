"""How ``POST /api/<resource>/bulk`` and the key of a repeated POST are described."""

from typing import Any

from kontor_core.foundation.i18n import Locale, text_of
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.api.bulk import MODES, MOST
from kontor_web.openapi.schemas import Schema
from kontor_web.security.repeating import LONGEST

IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": LONGEST},
    "description": "Sent again with the same key, the request is not carried out again.",
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}

_ID: Schema = {"type": "string", "format": "uuid"}
_IF_MATCH: Schema = {
    "type": "string",
    "description": "The ETag of the record that is meant, or `*`.",
    "examples": ['"3"'],
}

RESULTS: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "status": {
                "type": "integer",
                "description": "What a single call would have answered; 424 when it was taken "
                "back because another was refused.",
            },
            "id": _ID,
            "etag": {"type": "string"},
            "problem": {"$ref": "#/components/schemas/Problem"},
        },
        "required": ["status"],
        "additionalProperties": False,
    },
}
_LISTS = ("create", "change", "delete")

BULK_ANSWER: Schema = {
    "type": "object",
    "properties": {
        "done": {"type": "integer"},
        "refused": {"type": "integer"},
        **dict.fromkeys(_LISTS, RESULTS),
    },
    "required": ["done", "refused", *_LISTS],
    "additionalProperties": False,
}


def bulk_work(info: ResourceInfo) -> Schema:
    """Describe what is sent, at most ``MOST`` records in all three lists together."""
    values = f"#/components/schemas/{info.name}.change"
    return {
        "type": "object",
        "description": f"1 to {MOST} records in all lists together.",
        "properties": {
            "create": _list({"$ref": f"#/components/schemas/{info.name}.create"}),
            "change": _list(
                _object({"id": _ID, "values": {"$ref": values}, "if_match": _IF_MATCH})
            ),
            "delete": _list(_object({"id": _ID, "if_match": _IF_MATCH})),
        },
        "additionalProperties": False,
    }


def bulk_path(info: ResourceInfo, locale: Locale, refusals: dict[str, Any]) -> dict[str, Any]:
    answer = {"$ref": "#/components/schemas/BulkAnswer"}
    body = {"$ref": f"#/components/schemas/{info.name}.bulk"}
    example = {
        "create": [],
        "change": [],
        "delete": [{"id": "0190b6f0-0000-7000-8000-000000000001", "if_match": '"3"'}],
    }
    return {
        "post": {
            "operationId": f"{info.name}.bulk",
            "tags": [info.name],
            "summary": f"{text_of(info.label_plural, locale)}: create, change, delete",
            "parameters": [
                {
                    "name": "mode",
                    "in": "query",
                    "schema": {"type": "string", "enum": list(MODES), "default": MODES[0]},
                    "description": "`all`: one refusal takes everything back (422). "
                    "`each`: what is good is kept.",
                },
                IDEMPOTENCY_KEY,
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": body, "example": example}},
            },
            "responses": {
                "200": {
                    "description": "One result for each record, in the order they were sent",
                    "content": {"application/json": {"schema": answer}},
                },
                **refusals,
            },
        }
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "maxItems": MOST, "items": items}


def _object(properties: dict[str, Any]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
