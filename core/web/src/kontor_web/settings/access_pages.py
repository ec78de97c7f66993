"""Who is signed in and which tokens hold, of everybody."""

from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import words
from kontor_web.settings.parts import get, page
from kontor_web.settings.user_cards import sessions_table, tokens_table
from kontor_web.ui.views import Card


def all_sessions(call: Call) -> Reply:
    cards = [Card(id="sessions", blocks=(sessions_table(call),))]
    return page(call, words.SESSIONS, cards, lead=words.SESSIONS_LEAD)


def all_tokens(call: Call) -> Reply:
    cards = [Card(id="tokens", blocks=(tokens_table(call),))]
    return page(call, words.TOKENS, cards, lead=words.TOKENS_LEAD)


def endpoints() -> list[Endpoint]:
    return [
        get("/sessions", all_sessions, MANAGE_USERS),
        get("/tokens", all_tokens, MANAGE_USERS),
    ]
