"""How the OpenAPI document describes saved views."""

from typing import Any

from kontor_core.resources.saved_views import LONGEST_NAME, VISIBILITIES
from kontor_web.api.saved_views import FIELDS, PATH

_ID = {"type": "string", "format": "uuid"}
_MATCH = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
_ONE = {"name": "id", "in": "path", "required": True, "schema": _ID}
_PLACE = {"type": "string", "description": "The path of the list: /customers"}


def view_schemas() -> dict[str, Any]:
    """Give the schemas of a view as it is read, made and changed."""
    texts: dict[str, Any] = {name: {"type": "string"} for name in FIELDS}
    texts["name"] = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
    texts["visibility"] = {"type": "string", "enum": [one.value for one in VISIBILITIES]}
    read = {
        "id": _ID,
        "place": _PLACE,
        **texts,
        "owner_id": {"type": ["string", "null"], "format": "uuid"},
        "own": {"type": "boolean"},
        "version": {"type": "integer"},
    }
    return {
        "SavedView": {"type": "object", "properties": read, "required": list(read)},
        "NewSavedView": {
            "type": "object",
            "properties": {"place": _PLACE, **texts},
            "required": ["place", "name"],
            "additionalProperties": False,
        },
        "SavedViewChange": {"type": "object", "properties": texts, "additionalProperties": False},
    }


def view_paths(refused: Any) -> dict[str, Any]:
    """Give the paths of saved views; ``refused`` makes the answers of refusals by status."""
    item = _answer("The view", "SavedView")
    many = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/SavedView"}},
            "usual": {"type": ["string", "null"], "description": "What the list opens with"},
        },
        "required": ["items", "usual"],
    }
    place = {"name": "place", "in": "query", "required": True, "schema": _PLACE}
    return {
        PATH: {
            "get": {
                "operationId": "list_saved_views",
                "summary": "The saved views of a list",
                "parameters": [place],
                "responses": {"200": _json("The views", many), **refused(401, 422)},
            },
            "post": {
                "operationId": "create_saved_view",
                "summary": "Save a view",
                "requestBody": _body("NewSavedView"),
                "responses": {"201": item, **refused(401, 422)},
            },
        },
        f"{PATH}/{{id}}": {
            "parameters": [_ONE],
            "get": {
                "operationId": "get_saved_view",
                "summary": "One view",
                "responses": {"200": item, **refused(401, 404)},
            },
            "patch": {
                "operationId": "change_saved_view",
                "summary": "Change a view",
                "parameters": [_MATCH],
                "requestBody": _body("SavedViewChange"),
                "responses": {"200": item, **refused(401, 403, 404, 412, 422, 428)},
            },
            "delete": {
                "operationId": "delete_saved_view",
                "summary": "Delete a view",
                "parameters": [_MATCH],
                "responses": {
                    "204": {"description": "Deleted"},
                    **refused(401, 403, 404, 428),
                },
            },
        },
    }


def _body(name: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answer(text: str, name: str) -> dict[str, Any]:
    return _json(text, {"$ref": f"#/components/schemas/{name}"})


def _json(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}
