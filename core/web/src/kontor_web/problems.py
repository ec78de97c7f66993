"""Errors for machines: RFC 9457 problem documents, in the language of the request."""

import logging
from typing import Any

from litestar.exceptions import HTTPException

from kontor_core.foundation.access.repeats import StillRunning
from kontor_core.foundation.access.throttle import TooMany
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.filters import FilterError
from kontor_core.foundation.i18n import L, Locale, text_of
from kontor_web.messages import Reply, as_json

log = logging.getLogger("kontor.web")

PROBLEM = "application/problem+json"

UNEXPECTED = KontorError(
    L(
        "In Kontor ist ein Fehler aufgetreten. Nennen Sie die Fehlerkennung.",
        en="An error occurred in Kontor. Please quote the error id.",
    )
)

TITLES = {
    400: L("Ungültige Anfrage", en="Bad request"),
    401: L("Nicht angemeldet", en="Not signed in"),
    403: L("Kein Zugriff", en="No access"),
    404: L("Nicht gefunden", en="Not found"),
    405: L("So nicht möglich", en="Method not allowed"),
    409: L("Widerspruch", en="Conflict"),
    412: L("Inzwischen geändert", en="Changed meanwhile"),
    413: L("Zu groß", en="Too large"),
    415: L("Falscher Inhaltstyp", en="Unsupported media type"),
    421: L("Falscher Server", en="Wrong host"),
    422: L("Bitte prüfen", en="Please check"),
    428: L("Fassung fehlt", en="Version required"),
    429: L("Zu viele Anfragen", en="Too many requests"),
    500: L("Fehler in Kontor", en="Error in Kontor"),
    503: L("Gerade überlastet", en="Busy right now"),
    507: L("Kein Platz mehr", en="Out of room"),
}


def known(error: BaseException, call_id: str, where: str) -> KontorError:
    """Give the error to tell; one that nobody designed is logged and told in general terms."""
    if isinstance(error, KontorError) and error.status < 500:
        return error
    if isinstance(error, KontorError) and error.status in (503, 507):
        return error
    log.error("request failed id=%s endpoint=%s", call_id, where, exc_info=error)
    return UNEXPECTED


def headers_of(error: KontorError) -> list[tuple[str, str]]:
    if isinstance(error, TooMany):
        return [("retry-after", str(error.retry_after))]
    if error.status == 503 or isinstance(error, StillRunning):
        return [("retry-after", "1")]
    if error.status == 401:
        return [("www-authenticate", 'Bearer realm="kontor"')]
    return []


def problem(error: KontorError, locale: Locale, call_id: str) -> Reply:
    """Answer with a problem document."""
    reply = as_json(problem_document(error, locale, call_id), error.status, PROBLEM)
    reply.headers += headers_of(error)
    return reply


def problem_document(error: KontorError, locale: Locale, call_id: str) -> dict[str, Any]:
    """Write a problem document; ``errors`` holds the messages by field."""
    document: dict[str, Any] = {
        "type": f"urn:kontor:error:{error.code}",
        "title": TITLES.get(error.status, TITLES[500]).in_(locale),
        "status": error.status,
        "detail": error.text(locale),
        "code": error.code,
        "request_id": call_id,
    }
    fields = error.problems()
    if fields:
        document["errors"] = {name: text_of(text, locale) for name, text in fields.items()}
    if isinstance(error, FilterError) and error.position is not None:
        document["position"] = error.position
    return document


class MethodNotAllowed(KontorError):
    status = 405
    code = "method_not_allowed"


class NoSuchAddress(KontorError):
    status = 404
    code = "not_found"


def routing_error(error: HTTPException) -> KontorError | None:
    """Give Litestar's own errors, of paths and methods, as ours; None for anything else."""
    if error.status_code == 405:
        return MethodNotAllowed(
            L("Diese Methode gibt es hier nicht.", en="There is no such method here.")
        )
    if error.status_code == 404:
        return NoSuchAddress(L("Diese Adresse gibt es nicht.", en="There is no such address."))
    return None
