"""``POST /api/<resource>/bulk``: up to 500 records made, changed and deleted by one call."""

from typing import Any

import msgspec

from kontor_core.foundation.errors import Invalid, KontorError, VersionRequired
from kontor_core.foundation.i18n import L
from kontor_core.resources.many import Change, Create, Delete, Outcome, Step, run_many
from kontor_web.api.records import known_parameters, version_in
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json
from kontor_web.problems import PROBLEM, problem_document
from kontor_web.security.content import JSON_TYPES, read_object

MOST = 500
MODES = ("all", "each")

_NOT_DONE = 424


class _Change(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    values: dict[str, Any]
    if_match: str = ""


class _Delete(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    if_match: str = ""


class _Work(msgspec.Struct, forbid_unknown_fields=True):
    create: list[dict[str, Any]] = []
    change: list[_Change] = []
    delete: list[_Delete] = []


class NothingDone(KontorError):
    """Some of the records were refused, and all or nothing was wanted."""

    status = 422
    code = "bulk"


def bulk(call: Call) -> Reply:
    """Do all that the body lists, in the order create, change, delete, in one transaction."""
    resources = call.kontor.resources
    info = resources.named(call.param("resource"))
    mode = _mode(known_parameters(call, ("mode",)))
    work = _work(call)
    steps: list[Step] = [Create(values) for values in work.create]
    steps += [_step(one) for one in work.change]
    steps += [_step(one) for one in work.delete]
    found = run_many(resources, call.actor, info, steps, all_or_nothing=mode == "all")
    refused = sum(isinstance(one, KontorError) for one in found)
    undone = mode == "all" and refused > 0
    told = [
        _told(call, status, outcome, undone=undone)
        for status, outcome in zip(_statuses(work), found, strict=True)
    ]
    results = _by_list(work, told)
    if not undone:
        return as_json({"done": len(found) - refused, "refused": refused, **results})
    error = NothingDone(
        L(
            f"{refused} von {len(found)} Datensätzen wurden abgelehnt; nichts wurde geändert.",
            en=f"{refused} of {len(found)} records were refused; nothing was changed.",
        )
    )
    document = problem_document(error, call.locale, call.id)
    return as_json({**document, "refused": refused, **results}, error.status, PROBLEM)


def _mode(query: dict[str, str]) -> str:
    mode = query.get("mode", "all")
    if mode not in MODES:
        raise Invalid(
            {
                "mode": L(
                    "„all“ (alles oder nichts) oder „each“ (was gut ist).",
                    en='"all" (all or nothing) or "each" (what is good).',
                )
            }
        )
    return mode


def _work(call: Call) -> _Work:
    try:
        work = msgspec.convert(read_object(call.request), _Work)
    except msgspec.ValidationError as error:
        raise Invalid(
            L(
                f"Erwartet werden Listen create, change und delete: {error}.",
                en=f"Lists create, change and delete are expected: {error}.",
            ),
            field="body",
        ) from None
    count = len(work.create) + len(work.change) + len(work.delete)
    if not 1 <= count <= MOST:
        raise Invalid(
            L(
                f"1 bis {MOST} Datensätze auf einmal, hier sind es {count}.",
                en=f"1 to {MOST} records at once; these are {count}.",
            ),
            field="body",
        )
    return work


def _step(one: _Change | _Delete) -> Step:
    try:
        version = version_in(one.if_match)
    except VersionRequired:
        return VersionRequired(
            L(
                "Geben Sie in if_match den ETag des Datensatzes an, den Sie meinen.",
                en="Give the ETag of the record that you mean in if_match.",
            )
        )
    if isinstance(one, _Change):
        return Change(one.id, one.values, version)
    return Delete(one.id, version)


def _statuses(work: _Work) -> list[int]:
    return [201] * len(work.create) + [200] * len(work.change) + [204] * len(work.delete)


def _told(call: Call, status: int, outcome: Outcome, *, undone: bool) -> dict[str, Any]:
    """Say of one record what a single call would have answered."""
    if isinstance(outcome, KontorError):
        document = problem_document(outcome, call.locale, call.id)
        return {"status": outcome.status, "problem": document}
    if undone:
        return {"status": _NOT_DONE}
    if status == 204:
        return {"status": status, "id": outcome.id}
    return {"status": status, "id": outcome.id, "etag": f'"{outcome.version}"'}


def _by_list(work: _Work, told: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    changed = len(work.create)
    deleted = changed + len(work.change)
    return {
        "create": told[:changed],
        "change": told[changed:deleted],
        "delete": told[deleted:],
    }


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="POST",
            path="/api/{resource:str}/bulk",
            run=bulk,
            audience="staff",
            permission="",
            rate="write",
            surface="api",
            accepts=JSON_TYPES,
        )
    ]
