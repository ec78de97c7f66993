"""``GET /ui/events``: the stream that open pages listen to."""

from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.i18n import L
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.live.listeners import Listener
from kontor_web.messages import Reply
from kontor_web.resources.addresses import with_query

PATH = "/ui/events"
MEDIA_TYPE = "text/event-stream"


def events(call: Call) -> Reply:
    """Open the stream of one page, from where it stopped listening."""
    visitor = call.visitor
    if visitor is None or visitor.session is None or visitor.session.viewed_id is not None:
        raise Forbidden(
            L("Das geht nur nach persönlicher Anmeldung.", en="This needs a personal sign-in.")
        )
    call.web.stream.check_room(visitor.actor.id)
    query = call.request.query
    reply = Reply(media_type=MEDIA_TYPE).header("x-accel-buffering", "no")
    if call.request.method == "GET":
        listener = Listener(
            visitor.session,
            visitor.actor,
            call.request.headers.get("last-event-id") or query.get("since", ""),
            outdated=query.get("build", call.web.build) != call.web.build,
        )
        reply.stream = call.web.stream.listen(listener)
    return reply


def address(call: Call) -> str | None:
    """Give the address a page made now listens to; None for who cannot.

    Nor can who looks as somebody else: a stream would outlast the time that is allowed for it.
    """
    session = call.visitor.session if call.visitor is not None else None
    if session is None or session.viewed_id is not None:
        return None
    asked = [("build", call.web.build), ("since", call.web.stream.since())]
    return with_query(PATH, [(name, value) for name, value in asked if value])


def endpoint() -> Endpoint:
    return Endpoint(
        method="GET",
        path=PATH,
        run=events,
        audience="staff",
        permission="",
        rate="page",
        surface="fragment",
    )
