"""``/settings``: where to find what, and how it stands."""

from kontor_core.foundation.access import directory
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.i18n import L, Label
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import words
from kontor_web.settings.parts import ROOT, SETTINGS, get, number, page, said
from kontor_web.ui.views import Card, FactsBlock, LinkBlock, Value

_OPEN = L("{what} öffnen", en="Open {what}")


def may_see(call: Call) -> bool:
    """Tell whether anything of the settings is for the reader."""
    return call.actor.profile.may(MANAGE_USERS)


def hub(call: Call) -> Reply:
    if not may_see(call):
        raise Forbidden(
            L("Dafür fehlt ein Recht der Administration.", en="This takes a right to administer.")
        )
    cards = _people(call) if call.actor.profile.may(MANAGE_USERS) else []
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
    sessions = [(words.OPEN, len(directory.sessions(storage)))]
    return [
        card(call, "users", words.USERS, users),
        card(call, "teams", words.TEAMS, teams),
        card(call, "roles", words.ROLES, roles),
        card(call, "tokens", words.TOKENS, tokens),
        card(call, "sessions", words.SESSIONS, sessions),
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
