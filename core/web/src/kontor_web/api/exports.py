"""``GET /api/<resource>/export``: records as a file, a page at a time, however many there are."""

from collections.abc import AsyncIterator, Generator
from threading import Lock

from kontor_core.exchange.export_wanted import MEDIA_TYPES, Wanted
from kontor_core.exchange.exporting import Export, file_name
from kontor_core.foundation import clock
from kontor_web.api.records import known_parameters
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.lanes import Lane
from kontor_web.messages import Reply
from kontor_web.resources.acting import attachment
from kontor_web.security.confirming import confirm_export

PARAMETERS = ("format", "filter", "sort", "fields", "search")


def export_records(call: Call) -> Reply:
    query = known_parameters(call, PARAMETERS)
    fields = query.get("fields")
    wanted = Wanted(
        resource=call.kontor.resources.named(call.param("resource")).name,
        format=query.get("format", "csv"),
        filter=query.get("filter"),
        search=query.get("search"),
        sort=query.get("sort"),
        fields=tuple(filter(None, map(str.strip, fields.split(",")))) if fields else None,
        locale=call.locale,
    )
    export = Export(call.kontor, call.actor, wanted)
    confirm_export(call, export.count)
    pieces = _Pieces(export.stream())
    reply = Reply(media_type=MEDIA_TYPES[wanted.format], stream=_sent(pieces, call.web.lane))
    return attachment(reply, file_name(export.info, wanted, clock.today().isoformat()))


class _Pieces:
    """The pieces of a file; whoever hangs up ends them, but not in the middle of one."""

    def __init__(self, pieces: Generator[bytes]) -> None:
        self._pieces = pieces
        self._lock = Lock()

    def next(self) -> bytes | None:
        with self._lock:
            return next(self._pieces, None)

    def close(self) -> None:
        with self._lock:
            self._pieces.close()


async def _sent(pieces: _Pieces, lane: Lane) -> AsyncIterator[bytes]:
    """Take one page after the other from a lane, so that others get their turn in between."""
    try:
        while (piece := await lane.run(pieces.next)) is not None:
            if piece:
                yield piece
    finally:
        await lane.run(pieces.close)


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/{resource:str}/export",
            run=export_records,
            audience="staff",
            permission="",
            rate="heavy",
            surface="api",
        )
    ]
