"""``/api/saved_views``: the saved views of a list, for programs as for people."""

from typing import Any

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.resources import saved_views
from kontor_core.resources.saved_views import Saved
from kontor_web.api.records import known_parameters, version_in
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json, empty
from kontor_web.resources.scopes import scopes_of
from kontor_web.security.content import JSON_TYPES, read_object
from kontor_web.terms import Method

PATH = "/api/saved_views"
FIELDS = ("name", "visibility", "view", "filter", "sort", "columns", "layout", "by")


def list_views(call: Call) -> Reply:
    """Give the views of one list that the caller sees, and the one it opens with."""
    place = _place(call, known_parameters(call, ("place",)).get("place"))
    views = saved_views.views_of(call.kontor.storage, call.actor, place)
    items = [_document(call, one) for one in views.saved]
    return as_json({"items": items, "usual": views.usual or None})


def get_view(call: Call) -> Reply:
    return _shown(call, _view(call))


def create_view(call: Call) -> Reply:
    known_parameters(call, ())
    given = read_object(call.request)
    place = _place(call, given.pop("place", None))
    with call.kontor.unit(call.actor) as uow:
        made = saved_views.save_view(uow, place, {"name": "", **_texts(given)})
    view = saved_views.view_of(call.kontor.storage, call.actor, made)
    return _shown(call, view, 201).header("location", f"{PATH}/{made}")


def change_view(call: Call) -> Reply:
    known_parameters(call, ())
    view = _view(call)
    values = _texts(read_object(call.request))
    with call.kontor.unit(call.actor) as uow:
        saved_views.change_view(uow, view.id, values, _version(call, view))
    return _shown(call, _view(call))


def delete_view(call: Call) -> Reply:
    known_parameters(call, ())
    view = _view(call)
    _version(call, view)
    with call.kontor.unit(call.actor) as uow:
        saved_views.delete_view(uow, view.id)
    return empty()


def _view(call: Call) -> Saved:
    return saved_views.view_of(call.kontor.storage, call.actor, call.param("view_id"))


def _shown(call: Call, view: Saved, status: int = 200) -> Reply:
    return as_json(_document(call, view), status).header("etag", f'"{view.version}"')


def _document(call: Call, view: Saved) -> dict[str, Any]:
    found: dict[str, Any] = {"id": view.id, "place": view.place}
    found |= {name: getattr(view, name) for name in FIELDS}
    own = view.owner_id is not None and view.owner_id == call.actor.id
    return {**found, "owner_id": view.owner_id, "own": own, "version": view.version}


def _texts(given: dict[str, Any]) -> dict[str, str]:
    problems = {
        name: L("Erwartet wird ein Text.", en="A text is expected.")
        for name, value in given.items()
        if not isinstance(value, str)
    }
    if problems:
        raise Invalid(problems)
    return given


def _place(call: Call, given: object) -> str:
    """Give the address of a list there is; raises Invalid for anything else."""
    lists = (scope.path for info in call.kontor.resources.all() for scope in scopes_of(info))
    if isinstance(given, str) and given in lists:
        return given
    raise Invalid(
        {
            "place": L(
                "Der Pfad einer Liste, zum Beispiel /customers.",
                en="The path of a list, for example /customers.",
            )
        }
    )


def _version(call: Call, view: Saved) -> int:
    version = version_in(call.request.headers.get("if-match", ""))
    return view.version if version is None else version


def endpoints() -> list[Endpoint]:
    one = f"{PATH}/{{view_id:str}}"
    return [
        _endpoint("GET", PATH, list_views),
        _endpoint("POST", PATH, create_view),
        _endpoint("GET", one, get_view),
        _endpoint("PATCH", one, change_view),
        _endpoint("DELETE", one, delete_view),
    ]


def _endpoint(method: Method, path: str, run: Any) -> Endpoint:
    return Endpoint(
        method=method,
        path=path,
        run=run,
        audience="staff",
        permission="",
        rate="page" if method == "GET" else "write",
        surface="api",
        accepts=JSON_TYPES if method in ("POST", "PATCH") else (),
    )
