"""``POST /api/<resource>/<id>/actions/<action>``: every action of the pages, for programs."""

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.actions import Done, Download
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_core.resources.verbs import Resources
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json
from kontor_web.resources import acting
from kontor_web.resources.composing import input_of
from kontor_web.resources.records import as_record, load
from kontor_web.security.content import JSON_TYPES, read_object


def run_action(call: Call) -> Reply:
    """Run an action with the JSON object of the body as its input."""
    info = call.kontor.resources.named(call.param("resource"))
    about = as_record(call, info, load(call, info, call.param("record_id")))
    owned = acting.action_named(call, call.param("action"), info.entity, about)
    values = read_object(call.request)
    model = owned.spec.input
    if model is None and values:
        raise Invalid(L("Diese Aktion nimmt keine Angaben.", en="This action takes no input."))
    given = input_of(call, model, values) if model is not None else None
    result = acting.run(call, owned, [about.id], record=about, given=given)
    if isinstance(result, Download):
        return acting.download(result)
    if not isinstance(result, Done):
        return as_json({})
    target = _target(call.kontor.resources, result)
    return as_json({"text": text_of(result.text, call.locale), **target})


def _target(resources: Resources, result: Done) -> dict[str, str]:
    """Give what came of it, as the API addresses it: the order that was placed."""
    if not isinstance(result.to, RecordRef):
        return {}
    info = resources.of_entity(result.to.entity)
    return {"record": f"/api/{info.name}/{result.to.id}"} if info is not None else {}


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="POST",
            path="/api/{resource:str}/{record_id:str}/actions/{action:str}",
            run=run_action,
            audience="staff",
            permission="",
            rate="write",
            surface="api",
            accepts=JSON_TYPES,
        )
    ]
