"""One account: change it, let its user set a password, switch it off, hand its work over."""

from kontor_core.foundation import clock
from kontor_core.foundation.access import directory, sessions
from kontor_core.foundation.access.directory import Person
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.password_links import NewLink
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.i18n import L
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.security.entering import with_session
from kontor_web.settings import words
from kontor_web.settings.parts import (
    ROOT,
    Problems,
    accounts,
    back,
    get,
    moment,
    number,
    post,
    problems_of,
    said,
)
from kontor_web.settings.user_cards import EVERYTHING, PATH, account_page
from kontor_web.settings.work import hand_over, work_of
from kontor_web.ui.answers import render
from kontor_web.ui.views import Card, ConfirmView, FactsBlock, Value

_ACCOUNT = ("name", "email", "locale")


def user_page(call: Call) -> Reply:
    return account_page(call, _person(call))


def with_link(call: Call, user_id: str, link: NewLink) -> Reply:
    """Show an account with the link to its password, which nobody can show again."""
    person = directory.person(call.kontor.storage, user_id)
    if person is None:
        raise NotFound("user", user_id)
    scheme = "http" if call.web.settings.dev else "https"
    url = f"{scheme}://{call.request.headers.get('host', '')}/welcome/{link.token}"
    until = moment(call, clock.as_text(link.expires_at))
    hint = words.LINK_HINT.format(name=person.name)
    items = (
        (words.LINK_ONCE, Value(kind="longtext", text=url)),
        (words.LINK_UNTIL, until),
        (words.TAKE_CARE, Value(kind="longtext", text=said(call, hint))),
    )
    facts = FactsBlock(items=tuple((said(call, label), value) for label, value in items))
    card = Card(id="link", title=said(call, words.LINK), blocks=(facts,))
    return account_page(call, person, first=[card])


def new_link(call: Call) -> Reply:
    person = _person(call)
    return with_link(call, person.id, accounts(call).new_link(person.id))


def change(call: Call) -> Reply:
    """Save name, address and language."""
    person = _person(call)
    values = {name: call.request.field(name).strip() for name in _ACCOUNT}
    try:
        accounts(call).change(person.id, values, version=_version(call))
    except KontorError as error:
        problems, errors = problems_of(error, *_ACCOUNT)
        return account_page(
            call, person, problems=problems, errors=errors, of="account", status=422
        )
    return back(call, f"{PATH}/{person.id}", words.SAVED)


def give_roles(call: Call) -> Reply:
    """Save the roles; whoever changes their own stays signed in under a new session."""
    person = _person(call)
    try:
        accounts(call).give_roles(person.id, call.request.form.get("roles", []))
    except KontorError as error:
        problems, errors = problems_of(error, "roles")
        return account_page(call, person, problems=problems, errors=errors, of="roles", status=422)
    reply = back(call, f"{PATH}/{person.id}", words.SAVED)
    if person.id != call.actor.id:
        return reply
    with call.kontor.unit(SYSTEM) as uow:
        fresh = sessions.create(uow, person.id)
    return with_session(call, reply, fresh.token)


def give_teams(call: Call) -> Reply:
    person = _person(call)
    try:
        accounts(call).give_teams(person.id, call.request.form.get("teams", []))
    except KontorError as error:
        problems, errors = problems_of(error, "teams")
        return account_page(call, person, problems=problems, errors=errors, of="teams", status=422)
    return back(call, f"{PATH}/{person.id}", words.SAVED)


def ask_off(call: Call) -> Reply:
    """Say what switching off would end and what stays."""
    person = _person(call)
    storage = call.kontor.storage
    consequences = [
        words.OFF_SESSIONS.format(
            n=len(directory.sessions(storage, person.id, idle=call.web.settings.idle))
        ),
        words.OFF_TOKENS.format(n=len(directory.tokens(storage, person.id))),
        *(
            words.OFF_WORK.format(label=one.info.label_plural, n=number(call, one.count))
            for one in work_of(call, person.id)
        ),
    ]
    view = ConfirmView(
        title=said(call, words.OFF_TITLE.format(name=person.name)),
        text=said(call, words.OFF_TEXT.format(name=person.name)),
        submit=said(call, words.OFF),
        action=f"{PATH}/{person.id}/off",
        csrf=call.csrf,
        consequences=tuple(said(call, one) for one in consequences),
    )
    return render(call, "core/parts/confirm.html", view=view)


def off(call: Call) -> Reply:
    person = _person(call)
    accounts(call).switch_off(person.id)
    url = f"{PATH}/{person.id}"
    return back(call, url, words.IS_OFF.format(name=person.name), undo=f"{url}/on")


def ask_reset(call: Call) -> Reply:
    return _ask(call, words.RESET_FACTOR, words.RESET_TEXT, "reset-factor")


def reset_factor(call: Call) -> Reply:
    """Take away the second factor of somebody who lost phone and codes."""
    person = _person(call)
    accounts(call).reset_second_factor(person.id)
    return back(call, f"{PATH}/{person.id}", words.FACTOR_RESET.format(name=person.name))


def ask_demand(call: Call) -> Reply:
    return _ask(call, words.DEMAND_PASSWORD, words.DEMAND_TEXT, "demand-password")


def demand_password(call: Call) -> Reply:
    """Let somebody choose a new password at their next sign-in."""
    person = _person(call)
    accounts(call).ask_for_password(person.id)
    return back(call, f"{PATH}/{person.id}", words.DEMANDED.format(name=person.name))


def _ask(call: Call, title: L, text: L, path: str) -> Reply:
    person = _person(call)
    view = ConfirmView(
        title=said(call, title),
        text=said(call, text.format(name=person.name)),
        submit=said(call, title),
        action=f"{PATH}/{person.id}/{path}",
        csrf=call.csrf,
        consequences=(said(call, words.ALL_SESSIONS_END),),
        danger=False,
    )
    return render(call, "core/parts/confirm.html", view=view)


def on(call: Call) -> Reply:
    person = _person(call)
    accounts(call).switch_on(person.id)
    return back(call, f"{PATH}/{person.id}", words.IS_ON.format(name=person.name))


def hand_work_over(call: Call) -> Reply:
    """Give the open work to somebody else."""
    person = _person(call)
    to = directory.person(call.kontor.storage, call.request.field("to"))
    if to is None or not to.active or to.id == person.id:
        problems: Problems = {"to": words.NOT_TO_SAME}
        return account_page(call, person, problems=problems, of="work", status=422)
    chosen = call.request.field("what", EVERYTHING)
    names = {one.info.name for one in work_of(call, person.id)}
    handed = hand_over(call, person.id, to.id, names if chosen == EVERYTHING else names & {chosen})
    done, left = number(call, handed.done), number(call, handed.left)
    told = words.HANDED_OVER.format(n=done, name=to.name)
    if handed.refused:
        told = words.HANDED_NOT.format(n=done, left=left, reason=handed.reason)
    elif handed.left:
        told = words.HANDED_SOME.format(n=done, name=to.name, left=left)
    return back(call, f"{PATH}/{person.id}", told)


def end_session(call: Call) -> Reply:
    person = _person(call)
    accounts(call).end_sessions(person.id, call.param("session_id"))
    return back(call, _return(call, person), words.ENDED)


def end_sessions(call: Call) -> Reply:
    person = _person(call)
    accounts(call).end_sessions(person.id)
    return back(call, f"{PATH}/{person.id}", words.ALL_ENDED)


def revoke_token(call: Call) -> Reply:
    person = _person(call)
    accounts(call).revoke_token(person.id, call.param("token_id"))
    return back(call, _return(call, person), words.REVOKED)


def _person(call: Call) -> Person:
    found = directory.person(call.kontor.storage, call.param("user_id"))
    if found is None:
        raise NotFound("user", call.param("user_id"))
    return found


def _version(call: Call) -> int | None:
    text = call.request.field("_version")
    return int(text) if text.isdigit() and len(text) < 10 else None


def _return(call: Call, person: Person) -> str:
    """Give the page that a button stood on: the user's, or that of all sessions or tokens."""
    to = call.request.query.get("from", "")
    return f"{ROOT}/{to}" if to in ("sessions", "tokens") else f"{PATH}/{person.id}"


def endpoints() -> list[Endpoint]:
    one = "/users/{user_id:str}"
    return [
        get(one, user_page, MANAGE_USERS),
        post(one, change, MANAGE_USERS, confirm=True),
        post(f"{one}/roles", give_roles, MANAGE_USERS, confirm=True),
        post(f"{one}/teams", give_teams, MANAGE_USERS, confirm=True),
        post(f"{one}/link", new_link, MANAGE_USERS, rate="heavy", confirm=True),
        get(f"{one}/reset-factor", ask_reset, MANAGE_USERS, surface="fragment"),
        post(f"{one}/reset-factor", reset_factor, MANAGE_USERS, confirm=True),
        get(f"{one}/demand-password", ask_demand, MANAGE_USERS, surface="fragment"),
        post(f"{one}/demand-password", demand_password, MANAGE_USERS, confirm=True),
        get(f"{one}/off", ask_off, MANAGE_USERS, surface="fragment"),
        post(f"{one}/off", off, MANAGE_USERS, confirm=True),
        post(f"{one}/on", on, MANAGE_USERS, confirm=True),
        post(f"{one}/hand-over", hand_work_over, MANAGE_USERS, rate="heavy", confirm=True),
        post(f"{one}/sessions/end", end_sessions, MANAGE_USERS, confirm=True),
        post(f"{one}/sessions/{{session_id:str}}/end", end_session, MANAGE_USERS, confirm=True),
        post(f"{one}/tokens/{{token_id:str}}/revoke", revoke_token, MANAGE_USERS, confirm=True),
    ]
