"""Hits of the search as pages show them: where they lead, whom they are about."""

from collections.abc import Iterable, Mapping

from kontor_core.foundation.i18n import text_of
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_core.search.finding import Found, Group, Hit
from kontor_core.search.segments import Segment, plain
from kontor_web.calls import Call
from kontor_web.resources.addresses import address_of
from kontor_web.resources.avatars import avatar
from kontor_web.ui.views.search import Result

_NAMED = ("customer", "contact", "user")
"""Entities that have a face: their records show initials, all others the resource's icon."""


def results_of(call: Call, found: Found) -> Mapping[str, tuple[Result, ...]]:
    """Give the results by resource name; whom they are about is looked up at once."""
    wanted = {(ref.entity, ref.id) for ref in _refs(found)}
    titles = call.titles(wanted)
    return {
        group.info.name: tuple(_result(call, group, hit, titles) for hit in group.hits)
        for group in found.groups
    }


def _refs(found: Found) -> Iterable[RecordRef]:
    return (ref for group in found.groups for hit in group.hits for ref in hit.about)


def _result(call: Call, group: Group, hit: Hit, titles: Mapping[tuple[str, str], str]) -> Result:
    info = group.info
    name = plain(hit.title)
    leads = hit.opens or RecordRef(hit.entity, hit.id)
    about = (titles.get((ref.entity, ref.id)) for ref in hit.about)
    faced = hit.entity in _NAMED
    return Result(
        title=hit.title or (Segment(text_of(info.label, call.locale)),),
        href=address_of(leads, call.kontor.resources) or "/",
        text=hit.text,
        label=text_of(hit.label, call.locale),
        about=" · ".join(title for title in about if title),
        avatar=avatar(name, hit.id, square=hit.entity == "customer") if faced and name else None,
        icon=None if faced and name else info.declaration.icon,
    )
