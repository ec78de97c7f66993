"""``GET /api/search``: records of every resource, or of one, by their words."""

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L, text_of
from kontor_core.search.finding import MOST_HITS, PER_GROUP
from kontor_core.search.segments import Segment, plain
from kontor_web.api.records import known_parameters
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json

PARAMETERS = ("q", "resource", "limit")


def search(call: Call) -> Reply:
    query = known_parameters(call, PARAMETERS)
    only = query.get("resource")
    found = call.kontor.search.find(
        call.actor,
        query.get("q", ""),
        resource=call.kontor.resources.named(only) if only else None,
        limit=_limit(query.get("limit")),
    )
    groups = [
        {
            "resource": group.info.name,
            "label": text_of(group.info.label_plural, call.locale),
            "items": [
                {
                    "id": hit.id,
                    "title": plain(hit.title) or None,
                    "text": _parts(hit.text),
                    "about": [{"entity": ref.entity, "id": ref.id} for ref in hit.about],
                }
                for hit in group.hits
            ],
            "more": group.more,
        }
        for group in found.groups
    ]
    return as_json({"groups": groups, "nearly": found.nearly, "cut": found.cut})


def _parts(parts: tuple[Segment, ...]) -> list[dict[str, object]]:
    return [{"text": part.text, "hit": part.hit} for part in parts]


def _limit(text: str | None) -> int:
    if text is None:
        return PER_GROUP
    if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_HITS:
        return int(text)
    problem = L(
        f"Eine ganze Zahl von 1 bis {MOST_HITS}.", en=f"A whole number from 1 to {MOST_HITS}."
    )
    raise Invalid({"limit": problem})


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/api/search",
            run=search,
            audience="staff",
            permission="",
            rate="page",
            surface="api",
        )
    ]
