"""``/api/openapi.json``: OpenAPI 3.1, made from the registries, so it never lags behind."""

import re
from collections.abc import Mapping
from typing import Any

from kontor_core.foundation.i18n import Locale, text_of
from kontor_core.foundation.values import Conventions
from kontor_core.hooks.declarations.actions import Action, ActionScope
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.listing import MOST_ROWS
from kontor_core.search.finding import MOST_HITS, PER_GROUP
from kontor_core.search.question import LONGEST
from kontor_web.calls import Call
from kontor_web.messages import Reply, as_json
from kontor_web.openapi.bulk import BULK_ANSWER, IDEMPOTENCY_KEY, RESULTS, bulk_path, bulk_work
from kontor_web.openapi.exports import export_path
from kontor_web.openapi.schemas import Schema, field_schema, read_schema, sorts, write_schema
from kontor_web.openapi.views import view_paths, view_schemas
from kontor_web.resources.forms import input_fields

_PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457 problem document.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        "position": {"type": "integer", "description": "Character of a filter, from 1."},
        "refused": {"type": "integer", "description": "Of a bulk call."},
        **dict.fromkeys(("create", "change", "delete"), RESULTS),
    },
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "additionalProperties": False,
    "examples": [
        {
            "type": "urn:kontor:error:invalid",
            "title": "Please check",
            "status": 422,
            "detail": "name: Is missing",
            "code": "invalid",
            "request_id": "84fc00061d25a1b8",
            "errors": {"name": "Is missing"},
        }
    ],
}

_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "Send it back as If-Match."}}
_MOVED = {
    "description": "Merged into another record, which Location leads to",
    "headers": {"Location": {"schema": {"type": "string"}}},
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["moved"],
                "properties": {"moved": {"type": "string", "format": "uuid"}},
            }
        }
    },
}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the record that is changed.",
}


def openapi(call: Call) -> Reply:
    return as_json(document(call))


def document(call: Call) -> dict[str, Any]:
    """Describe every resource of this system, in the language of the request."""
    conventions = call.kontor.storage.conventions
    schemas: dict[str, Schema] = {"Problem": _PROBLEM, "BulkAnswer": BULK_ANSWER}
    paths: dict[str, Any] = {"/api/me": _plain("me", "Who the caller is and what they may do")}
    paths["/api/search"] = _search(call)
    paths |= view_paths(_refusals)
    schemas |= view_schemas()
    tags = []
    for info in sorted(call.kontor.resources.all(), key=lambda one: one.name):
        label = text_of(info.label_plural, call.locale)
        tags.append({"name": info.name, "description": label})
        schemas[info.name] = read_schema(info, call.locale, conventions)
        if not info.declaration.read_only:
            for suffix, partly in (("create", False), ("change", True)):
                schemas[f"{info.name}.{suffix}"] = write_schema(
                    info, call.locale, conventions, partly=partly
                )
            schemas[f"{info.name}.bulk"] = bulk_work(info)
            paths[f"/api/{info.name}/bulk"] = bulk_path(
                info, call.locale, _refusals(401, 409, 413, 415, 422)
            )
        paths[f"/api/{info.name}/export"] = export_path(
            info, call.locale, _refusals(401, 403, 404, 422)
        )
        paths[f"/api/{info.name}"] = _collection(info, call.locale)
        paths[f"/api/{info.name}/{{id}}"] = _member(info, call.locale)
        for owned in call.kontor.registries.specs(Action, info.entity):
            if owned.spec.run is not None and owned.spec.scope is ActionScope.RECORD:
                path = f"/api/{info.name}/{{id}}/actions/{owned.id}"
                paths[path] = _action(info, owned, call.locale, conventions)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Kontor", "version": "1"},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": call.web.settings.cookie,
                    "description": "With X-CSRF-Token on everything that changes something.",
                },
            },
            "responses": {
                "Problem": _answer(
                    "Refused; the document says why",
                    "Problem",
                    media_type="application/problem+json",
                )
            },
        },
    }


def _search(call: Call) -> dict[str, Any]:
    names = [one.info.name for one in call.kontor.search.indexed.values()]
    parts = _list_of({"text": {"type": "string"}, "hit": {"type": "boolean"}})
    ref = {"entity": {"type": "string"}, "id": {"type": "string", "format": "uuid"}}
    item = {
        "id": {"type": "string", "format": "uuid"},
        "title": {"type": ["string", "null"]},
        "text": parts,
        "about": _list_of(ref),
    }
    group = {
        "resource": {"type": "string", "enum": names},
        "label": {"type": "string"},
        "items": _list_of(item),
        "more": {"type": "boolean"},
    }
    answer = {
        "type": "object",
        "properties": {
            "groups": _list_of(group),
            "nearly": {"type": "boolean", "description": "Found with a typing error forgiven"},
            "cut": {"type": "boolean", "description": "Too many fitted to look at all of them"},
        },
        "required": ["groups", "nearly", "cut"],
        "additionalProperties": False,
    }
    words = {"type": "string", "maxLength": LONGEST}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": PER_GROUP}
    parameters = [
        {
            "name": "q",
            "in": "query",
            "schema": words,
            "description": "Words, or a phrase in quotes",
        },
        {"name": "resource", "in": "query", "schema": {"type": "string", "enum": names}},
        {"name": "limit", "in": "query", "schema": limit, "description": "Of each resource"},
    ]
    return {
        "get": {
            "operationId": "search",
            "summary": "Records by their words, the best of each resource first",
            "parameters": parameters,
            "responses": {
                "200": _json_answer("What was found", answer),
                **_refusals(401, 404, 422),
            },
        }
    }


def _list_of(properties: Mapping[str, Any]) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "array", "items": item}


def _collection(info: ResourceInfo, locale: Locale) -> dict[str, Any]:
    label = text_of(info.label_plural, locale)
    page = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": _ref(info.name)},
            "next": {"type": ["string", "null"]},
            "previous": {"type": ["string", "null"]},
        },
        "required": ["items", "next", "previous"],
        "additionalProperties": False,
    }
    made: dict[str, Any] = {
        "get": {
            "operationId": f"{info.name}.list",
            "tags": [info.name],
            "summary": label,
            "parameters": _list_parameters(info),
            "responses": {"200": _json_answer("A page", page), **_refusals(401, 422)},
        }
    }
    if not info.declaration.read_only:
        made["post"] = {
            "operationId": f"{info.name}.create",
            "tags": [info.name],
            "summary": f"{text_of(info.label, locale)} +",
            "parameters": [IDEMPOTENCY_KEY],
            "requestBody": _body(f"{info.name}.create"),
            "responses": {
                "201": _answer("Made", info.name, headers=_ETAG),
                **_refusals(401, 403, 409, 415, 422),
            },
        }
    return made


def _member(info: ResourceInfo, locale: Locale) -> dict[str, Any]:
    label = text_of(info.label, locale)
    made: dict[str, Any] = {
        "parameters": [_ID],
        "get": {
            "operationId": f"{info.name}.get",
            "tags": [info.name],
            "summary": label,
            "parameters": [_FIELDS],
            "responses": {
                "200": _answer("The record", info.name, headers=_ETAG),
                "304": {"description": "Not changed since the ETag in If-None-Match"},
                **({"308": _MOVED} if "merged_into_id" in info.fields else {}),
                **_refusals(401, 404, 422),
            },
        },
    }
    if not info.declaration.read_only:
        made["patch"] = {
            "operationId": f"{info.name}.change",
            "tags": [info.name],
            "summary": label,
            "parameters": [_IF_MATCH],
            "requestBody": _body(f"{info.name}.change"),
            "responses": {
                "200": _answer("The record as it is now", info.name, headers=_ETAG),
                **_refusals(401, 403, 404, 409, 412, 415, 422, 428),
            },
        }
        made["delete"] = {
            "operationId": f"{info.name}.delete",
            "tags": [info.name],
            "summary": label,
            "parameters": [_IF_MATCH],
            "responses": {
                "204": {"description": "Deleted"},
                **_refusals(401, 403, 404, 409, 412, 422, 428),
            },
        }
    return made


def _action(
    info: ResourceInfo, owned: Owned[Action], locale: Locale, conventions: Conventions
) -> dict[str, Any]:
    fields = input_fields(owned.spec.input) if owned.spec.input is not None else []
    schema: Schema = {
        "type": "object",
        "properties": {
            field.name: field_schema(field, locale, conventions, written=True) for field in fields
        },
        "additionalProperties": False,
    }
    required = [field.name for field in fields if field.spec.required]
    if required:
        schema["required"] = required
    done = {
        "type": "object",
        "properties": {"text": {"type": "string"}, "record": {"type": "string"}},
        "additionalProperties": False,
    }
    return {
        "parameters": [_ID],
        "post": {
            "operationId": f"{info.name}.{owned.id}",
            "tags": [info.name],
            "summary": text_of(owned.spec.label, locale),
            "parameters": [IDEMPOTENCY_KEY],
            "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
            "responses": {
                "200": _json_answer("Done; `record` is what came of it", done),
                **_refusals(401, 403, 404, 409, 415, 422),
            },
        },
    }


_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
}
_FIELDS = {
    "name": "fields",
    "in": "query",
    "schema": {"type": "string"},
    "description": "Names of fields, separated by commas; all that are shown when left out.",
}


def _list_parameters(info: ResourceInfo) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "name": "filter",
            "in": "query",
            "schema": {"type": "string"},
            "description": 'A filter as text (`phase = "active"`) or as a JSON tree.',
        },
        _FIELDS,
        {"name": "cursor", "in": "query", "schema": {"type": "string"}},
        {
            "name": "limit",
            "in": "query",
            "schema": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": 50},
        },
    ]
    names = sorts(info)
    if names:
        either = "|".join(re.escape(name) for name in names)
        found.append(
            {
                "name": "sort",
                "in": "query",
                "description": "Up to three fields, - before one for descending: a,-b",
                "schema": {"type": "string", "pattern": f"^-?({either})(,-?({either})){{0,2}}$"},
            }
        )
    if info.declaration.search:
        found.append({"name": "search", "in": "query", "schema": {"type": "string"}})
    return found


def _plain(name: str, summary: str) -> dict[str, Any]:
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "responses": {"200": _json_answer(summary, {"type": "object"}), **_refusals(401)},
        }
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(
    description: str,
    schema: str,
    *,
    headers: Mapping[str, Any] | None = None,
    media_type: str = "application/json",
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": description,
        "content": {media_type: {"schema": _ref(schema)}},
    }
    if headers:
        made["headers"] = headers
    return made


def _json_answer(description: str, schema: Schema) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _body(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": _ref(schema)}}}


def _refusals(*statuses: int) -> dict[str, Any]:
    return {str(status): {"$ref": "#/components/responses/Problem"} for status in statuses}
