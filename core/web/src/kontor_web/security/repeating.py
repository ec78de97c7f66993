"""``Idempotency-Key``: a POST to the API that is sent again is not carried out again."""

import logging
import re
from collections.abc import Callable

from kontor_core.foundation.access.repeats import Claim, KeptAnswer, take
from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.along import writing_along
from kontor_web.calls import Call
from kontor_web.messages import Reply

HEADER = "idempotency-key"
LONGEST = 255
REPLAYED = ("idempotent-replayed", "true")

_KEY = re.compile(rf"[!-~]{{1,{LONGEST}}}")

log = logging.getLogger("kontor.web")


def once(call: Call, run: Callable[[Call], Reply]) -> Reply:
    """Run a handler once for each key of a caller; without a key, every time.

    An answer that refuses is not kept: nothing was carried out, so the key is free again.
    """
    endpoint, request = call.endpoint, call.request
    key = request.headers.get(HEADER)
    if key is None or endpoint.surface != "api" or endpoint.method != "POST":
        return run(call)
    if not _KEY.fullmatch(key):
        raise Invalid(
            L(
                f"1 bis {LONGEST} druckbare Zeichen ohne Leerzeichen, etwa eine UUID.",
                en=f"1 to {LONGEST} printable characters without blanks, such as a UUID.",
            ),
            field="Idempotency-Key",
        )
    parts = (request.method.encode(), request.path.encode(), request.query_string, request.body)
    taken = take(call.kontor.storage, call.actor, key, parts)
    if isinstance(taken, KeptAnswer):
        body, headers = taken.body.encode(), [*taken.headers, REPLAYED]
        return Reply(body, taken.status, taken.media_type, headers)
    return _carried_out(call, run, taken)


def _carried_out(call: Call, run: Callable[[Call], Reply], claim: Claim) -> Reply:
    try:
        with writing_along(claim.carried_out):
            reply = run(call)
    except BaseException:
        if not claim.done:
            claim.release()
        raise
    try:
        if claim.done or reply.status < 300:
            claim.finish(_kept(reply))
        else:
            claim.release()
    except KontorError:  # it is done, and the caller has to hear of it
        log.warning("answer not kept id=%s", call.id, exc_info=True)
    return reply


def _kept(reply: Reply) -> KeptAnswer | None:
    try:
        body = reply.body.decode()
    except UnicodeDecodeError:  # a file
        return None
    return KeptAnswer(reply.status, reply.media_type, list(reply.headers), body)
