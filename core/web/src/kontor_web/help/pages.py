"""``/help``: the topics, a search over them, and one topic with its parts."""

from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.declarations.ui import Group
from kontor_web.calls import Call
from kontor_web.help.book import ADDRESS, Hit, Topic
from kontor_web.messages import Reply
from kontor_web.ui.answers import render
from kontor_web.ui.shell import GROUPS, seen, shell
from kontor_web.ui.views import Crumb, Empty, HelpGroup, HelpHit, HelpLink, HelpPart, HelpView

HELP = L("Hilfe", en="Help")
_BASICS = L("Grundlagen", en="Basics")
_EVERY_DAY = L("Jeden Tag", en="Every day")
_NOTHING = L("Dazu steht nichts in der Hilfe", en="The help says nothing about this")
_TRY = L(
    "Ein anderes Wort hilft oft; links stehen alle Themen.",
    en="Another word often helps; every topic stands on the left.",
)


def help_index(call: Call) -> Reply:
    """Show all topics, or with ``q`` the parts that hold these words."""
    query = call.request.query.get("q", "").strip()[:100]
    title = text_of(HELP, call.locale)
    book = call.web.help
    topics = readable(call)
    hits = tuple(_hit(call, hit) for hit in book.find(topics, query, call.locale)) if query else ()
    cards = () if query else tuple(_card(call, topic) for topic in topics)
    view = HelpView(
        title=title,
        query=query,
        groups=_groups(call, topics),
        hits=hits or cards,
        empty=_empty(call) if query and not hits else None,
    )
    return seen(call, render(call, "core/help.html", shell=shell(call, title), help=view))


def help_topic(call: Call) -> Reply:
    """Show one topic. Raises NotFound, also for a topic about what the reader may not do."""
    topics = readable(call)
    topic = next((one for one in topics if one.id == call.param("topic")), None)
    if topic is None:
        raise NotFound("help", call.param("topic"))
    title = text_of(topic.page.title, call.locale)
    parts = tuple(
        HelpPart(anchor=part.anchor, title=part.title, html=part.html)
        for part in call.web.help.read(topic, call.locale)
    )
    view = HelpView(title=title, groups=_groups(call, topics, topic), parts=parts)
    crumbs = (Crumb(label=text_of(HELP, call.locale), href=ADDRESS), Crumb(label=title))
    frame = shell(call, title, crumbs=crumbs)
    return seen(call, render(call, "core/help.html", shell=frame, help=view))


def readable(call: Call) -> list[Topic]:
    """Give the topics about what the reader may do."""
    may = call.actor.profile.may
    return [
        one for one in call.web.help.topics if one.page.requires is None or may(one.page.requires)
    ]


def hits(call: Call, text: str) -> list[HelpHit]:
    """Look the words up, for the palette."""
    return [_hit(call, hit) for hit in call.web.help.find(readable(call), text, call.locale)]


def _groups(call: Call, topics: list[Topic], current: Topic | None = None) -> tuple[HelpGroup, ...]:
    groups: dict[str, list[HelpLink]] = {}
    for topic in topics:
        label = text_of(topic.page.title, call.locale)
        link = HelpLink(label=label, href=topic.address, current=topic is current)
        groups.setdefault(_group(call, topic), []).append(link)
    return tuple(HelpGroup(label=label, links=tuple(links)) for label, links in groups.items())


def _group(call: Call, topic: Topic) -> str:
    if topic.owner == CORE:
        return text_of(_BASICS, call.locale)
    form = call.kontor.registries.plugins[topic.owner].form
    label = GROUPS[Group(form)] if form else None
    return text_of(label or _EVERY_DAY, call.locale)


def _hit(call: Call, hit: Hit) -> HelpHit:
    title = text_of(hit.topic.page.title, call.locale)
    return HelpHit(
        label=f"{title}: {hit.section.title}" if hit.section.title else title,
        href=hit.address,
        text=hit.section.beginning,
    )


def _card(call: Call, topic: Topic) -> HelpHit:
    title = text_of(topic.page.title, call.locale)
    first, *_ = call.web.help.read(topic, call.locale)
    return HelpHit(label=title, href=topic.address, text=first.beginning)


def _empty(call: Call) -> Empty:
    return Empty(
        title=text_of(_NOTHING, call.locale), text=text_of(_TRY, call.locale), icon="search-x"
    )
