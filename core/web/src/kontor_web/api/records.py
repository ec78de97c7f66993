"""``/api/<resource>``: list, get, create, change, delete; the same verbs as everywhere.

An ETag is ``"<version>.<checksum>"``: If-Match reads the version, If-None-Match compares the
whole, since facets of a customer change without its version.
"""

import re
import zlib
from typing import Any

import msgspec

from kontor_core.foundation.errors import Invalid, VersionRequired
from kontor_core.foundation.i18n import L
from kontor_core.foundation.text import nearest
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.listing import MOST_ROWS
from kontor_core.resources.verbs import RecordRow, json_rows
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json, empty
from kontor_web.resources.addresses import with_query
from kontor_web.security.content import JSON_TYPES, read_object

_SIGNPOST = "merged_into_id"
LIST_PARAMETERS = ("filter", "sort", "fields", "cursor", "limit", "search")
DEFAULT_LIMIT = 50

_encode = msgspec.json.Encoder().encode
_ETAG = re.compile(r'(?:W/)?"(\d{1,18})(?:\.[0-9a-f]{8})?"')


def list_records(call: Call) -> Reply:
    info = call.kontor.resources.named(call.param("resource"))
    query = known_parameters(call, LIST_PARAMETERS)
    fields = query.get("fields")
    page = call.kontor.resources.page(
        call.actor,
        info,
        filter=query.get("filter"),
        sort=query.get("sort"),
        fields=_names(fields) if fields else None,
        cursor=query.get("cursor"),
        limit=_limit(query.get("limit")),
        search=query.get("search"),
    )
    after = _encode(page.next.encode() if page.next else None)
    before = _encode(page.previous.encode() if page.previous else None)
    body = b'{"items":%b,"next":%b,"previous":%b}' % (json_rows(page), after, before)
    return Reply(body)


def get_record(call: Call) -> Reply:
    info = call.kontor.resources.named(call.param("resource"))
    query = known_parameters(call, ("fields",))
    fields = query.get("fields")
    names = _names(fields) if fields else [field.name for field in info.readable(call.actor)]
    hidden = [name for name in (_SIGNPOST,) if name in info.fields and name not in names]
    record = call.kontor.resources.get(call.actor, info, call.param("record_id"), names + hidden)
    values = dict(record.values)
    survivor = values.get(_SIGNPOST)
    if survivor:
        return _moved(call, info, str(survivor))
    for name in hidden:
        del values[name]
    reply = _record(RecordRow(record.id, record.version, values))
    if _matches(call.request.headers.get("if-none-match", ""), _etag(reply)):
        return empty(304).header("etag", _etag(reply))
    return reply


def _moved(call: Call, info: ResourceInfo, survivor: str) -> Reply:
    """Send on to the record that this one was merged into; programs may remember it."""
    address = f"/api/{info.name}/{survivor}"
    to = with_query(address, list(call.request.query.items()))
    return as_json({"moved": survivor}, 308).header("location", to)


def create_record(call: Call) -> Reply:
    info = call.kontor.resources.named(call.param("resource"))
    known_parameters(call, ())
    saved = call.kontor.resources.create(call.actor, info, read_object(call.request))
    record = call.kontor.resources.get(call.actor, info, saved.id)
    return _record(record, 201).header("location", f"/api/{info.name}/{saved.id}")


def change_record(call: Call) -> Reply:
    info = call.kontor.resources.named(call.param("resource"))
    known_parameters(call, ())
    record_id = call.param("record_id")
    version = _version(call, info, record_id)
    call.kontor.resources.change(call.actor, info, record_id, read_object(call.request), version)
    return _record(call.kontor.resources.get(call.actor, info, record_id))


def delete_record(call: Call) -> Reply:
    info = call.kontor.resources.named(call.param("resource"))
    known_parameters(call, ())
    record_id = call.param("record_id")
    version = _version(call, info, record_id)
    call.kontor.resources.delete(call.actor, info, record_id, version)
    return empty()


def _record(record: RecordRow, status: int = 200) -> Reply:
    document: dict[str, Any] = {"id": record.id, **record.values}
    reply = as_json(document, status)
    return reply.header("etag", f'"{record.version}.{zlib.crc32(reply.body):08x}"')


def _etag(reply: Reply) -> str:
    return dict(reply.headers)["etag"]


def known_parameters(call: Call, allowed: tuple[str, ...]) -> dict[str, str]:
    """Give the query; a parameter nobody knows is an error, not a filter that did nothing."""
    query = call.request.query
    for name in query:
        if name not in allowed:
            near = nearest(name, allowed) if allowed else None
            listed = ", ".join(allowed)
            de = f" Meinten Sie „{near}“?" if near else f" Möglich: {listed}." if listed else ""
            en = f' Did you mean "{near}"?' if near else f" Possible: {listed}." if listed else ""
            raise Invalid(
                {
                    name: L(
                        f"Den Parameter „{name}“ gibt es nicht.{de}",
                        en=f'There is no parameter "{name}".{en}',
                    )
                }
            )
    if len(call.request.query_items) > len(query):
        raise Invalid(L("Ein Parameter steht zweimal da.", en="A parameter is given twice."))
    return query


def _names(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.split(",")) if name]


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_ROWS:
        return int(text)
    raise Invalid(
        {
            "limit": L(
                f"Eine ganze Zahl von 1 bis {MOST_ROWS}.",
                en=f"A whole number from 1 to {MOST_ROWS}.",
            )
        }
    )


def _matches(header: str, etag: str) -> bool:
    given = [part.strip().removeprefix("W/") for part in header.split(",")]
    return etag in given or given == ["*"]


def _version(call: Call, info: ResourceInfo, record_id: str) -> int:
    """Give the version a change is meant for; raises VersionRequired without If-Match."""
    version = version_in(call.request.headers.get("if-match", ""))
    if version is None:
        return call.kontor.resources.get(call.actor, info, record_id, fields=()).version
    return version


def version_in(etag: str) -> int | None:
    """Give the version that an ETag names, None for ``*``; raises VersionRequired for neither."""
    if etag.strip() == "*":
        return None
    found = _ETAG.fullmatch(etag.strip())
    if found is None:
        raise VersionRequired(
            L(
                "Senden Sie If-Match mit dem ETag des Datensatzes, den Sie ändern.",
                en="Send If-Match with the ETag of the record that you are changing.",
            )
        )
    return int(found[1])


RECORDS = "/api/{resource:str}"
RECORD = "/api/{resource:str}/{record_id:str}"


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path=RECORDS,
            run=list_records,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        ),
        Endpoint(
            method="POST",
            path=RECORDS,
            run=create_record,
            audience="staff",
            permission="",
            rate="write",
            surface="api",
            accepts=JSON_TYPES,
        ),
        Endpoint(
            method="GET",
            path=RECORD,
            run=get_record,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        ),
        Endpoint(
            method="PATCH",
            path=RECORD,
            run=change_record,
            audience="staff",
            permission="",
            rate="write",
            surface="api",
            accepts=JSON_TYPES,
        ),
        Endpoint(
            method="DELETE",
            path=RECORD,
            run=delete_record,
            audience="staff",
            permission="",
            rate="write",
            surface="api",
        ),
    ]
