"""``/settings``: where to find what, and how it stands."""

from datetime import timedelta

from kontor_core.events.administration import OPERATE, UserConfirmed
from kontor_core.events.audit import Wanted, administered
from kontor_core.events.letters import Letters
from kontor_core.foundation import clock
from kontor_core.foundation.access import directory
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.i18n import L, Label
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import log_words, ops_words, words
from kontor_web.settings.jobs_page import failing
from kontor_web.settings.parts import ROOT, SETTINGS, get, number, page, said
from kontor_web.ui.views import Card, FactsBlock, LinkBlock, Value

_MANY = 1000
_OPEN = L("{what} öffnen", en="Show {what:small}")


def may_see(call: Call) -> bool:
    """Tell whether anything of the settings is for the reader."""
    return any(call.actor.profile.may(one) for one in (MANAGE_USERS, OPERATE))


_PLACES: tuple[tuple[L, str, str, str], ...] = (
    (words.USERS, "users", "user-cog", MANAGE_USERS),
    (words.TEAMS, "teams", "users", MANAGE_USERS),
    (words.ROLES, "roles", "shield", MANAGE_USERS),
    (words.TOKENS, "tokens", "key", MANAGE_USERS),
    (words.SESSIONS, "sessions", "monitor", MANAGE_USERS),
    (log_words.TITLE, "log", "clipboard-list", MANAGE_USERS),
    (ops_words.EVENTS, "events", "zap", OPERATE),
    (ops_words.JOBS, "jobs", "timer", OPERATE),
    (ops_words.HEALTH, "health", "activity", OPERATE),
)


def places(call: Call) -> list[tuple[str, str, str]]:
    """Give label, address and icon of the settings' pages that are for the reader."""
    return [
        (said(call, label), f"{ROOT}/{name}", icon)
        for label, name, icon, permission in _PLACES
        if call.actor.profile.may(permission)
    ]


def hub(call: Call) -> Reply:
    if not may_see(call):
        raise Forbidden(
            L("Dafür fehlt ein Recht der Administration.", en="This takes a right to administer.")
        )
    cards = _people(call) if call.actor.profile.may(MANAGE_USERS) else []
    cards += _operation(call) if call.actor.profile.may(OPERATE) else []
    return page(call, SETTINGS, cards)


def _people(call: Call) -> list[Card]:
    storage = call.kontor.storage
    users = [
        (label, directory.count(storage, standing=one))
        for one, label in words.TABS.items()
        if one != "all"
    ]
    teams = [(words.COUNT, len(directory.teams(storage)))]
    roles = [(words.COUNT, len(call.kontor.definition.roles))]
    tokens = [(words.HOLDING, len(directory.tokens(storage)))]
    day = Wanted("sign_in", since=clock.now() - timedelta(days=1))
    failed = sum(
        one.type != UserConfirmed.name for one in administered(storage, day, most=_MANY).facts
    )
    sessions = [(words.OPEN, len(directory.sessions(storage, idle=call.web.settings.idle)))]
    return [
        card(call, "users", words.USERS, users),
        card(call, "teams", words.TEAMS, teams),
        card(call, "roles", words.ROLES, roles),
        card(call, "tokens", words.TOKENS, tokens),
        card(call, "sessions", words.SESSIONS, sessions),
        card(call, "log", log_words.TITLE, [(log_words.FAILED, failed)]),
    ]


def _operation(call: Call) -> list[Card]:
    counts = Letters(call.kontor.bus, call.actor).counts()
    states = call.kontor.loaded.states.values()
    troubled = sum(1 for state in states if state.problem is not None)
    events = [
        (ops_words.GIVEN_UP, counts.get("dead", 0)),
        (ops_words.PARKED, counts.get("parked", 0)),
    ]
    jobs = [
        (ops_words.RECURRING, len(call.kontor.jobs())),
        (ops_words.FAILED[0], failing(call)),
    ]
    health = [(ops_words.PLUGINS, len(states)), (ops_words.PROBLEM, troubled)]
    return [
        card(call, "events", ops_words.EVENTS, events),
        card(call, "jobs", ops_words.JOBS, jobs),
        card(call, "health", ops_words.HEALTH, health),
    ]


def card(call: Call, name: str, title: Label, figures: list[tuple[L, int]]) -> Card:
    """Make the box of one page with a few figures and the way there."""
    items = tuple((said(call, label), Value(text=number(call, n))) for label, n in figures)
    link = LinkBlock(
        text=said(call, _OPEN.format(what=title)), href=f"{ROOT}/{name}", icon="arrow-right"
    )
    return Card(id=name, title=said(call, title), blocks=(FactsBlock(items=items), link), span=4)


def endpoints() -> list[Endpoint]:
    return [get("", hub, "")]
