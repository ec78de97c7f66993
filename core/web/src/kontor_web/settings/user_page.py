"""One account: who it is, what it may do, where it is signed in, what it has to care for."""

from collections.abc import Sequence

from kontor_core.foundation import clock
from kontor_core.foundation.access import directory, sessions
from kontor_core.foundation.access.directory import Person
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.password_links import NewLink
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import KontorError, NotFound
from kontor_core.foundation.i18n import L, Label
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import words
from kontor_web.settings.parts import (
    ROOT,
    Problems,
    accounts,
    back,
    button,
    entry,
    form,
    get,
    moment,
    number,
    page,
    post,
    problems_of,
    said,
    table,
    tag,
)
from kontor_web.settings.work import Work, hand_over, work_of
from kontor_web.ui.answers import render
from kontor_web.ui.login import with_session
from kontor_web.ui.views import (
    Action,
    Block,
    ButtonBlock,
    Card,
    ConfirmView,
    FactsBlock,
    FormBlock,
    FormView,
    Value,
)

PATH = f"{ROOT}/users"
LOCALES: tuple[tuple[str, Label], ...] = (("de", "Deutsch"), ("en", "English"))
_ACCOUNT = ("name", "email", "locale")
_ALL = "*"


def user_page(call: Call) -> Reply:
    return _page(call, _person(call))


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
        (said(call, words.LINK_ONCE), Value(kind="longtext", text=url)),
        (said(call, words.LINK_UNTIL), until),
        ("", Value(kind="longtext", text=said(call, hint))),
    )
    card = Card(
        id="link",
        title=said(call, words.LINK),
        blocks=(FactsBlock(items=items[:2]), FactsBlock(items=((said(call, _CARE), items[2][1]),))),
    )
    return _page(call, person, first=[card])


_CARE = L("Achtung", en="Take care")


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
        return _page(call, person, problems=problems, errors=errors, of="account", status=422)
    return back(call, f"{PATH}/{person.id}", words.SAVED)


def give_roles(call: Call) -> Reply:
    """Save the roles; whoever changes their own stays signed in under a new session."""
    person = _person(call)
    try:
        accounts(call).give_roles(person.id, call.request.form.get("roles", []))
    except KontorError as error:
        problems, errors = problems_of(error, "roles")
        return _page(call, person, problems=problems, errors=errors, of="roles", status=422)
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
        return _page(call, person, problems=problems, errors=errors, of="teams", status=422)
    return back(call, f"{PATH}/{person.id}", words.SAVED)


def ask_off(call: Call) -> Reply:
    """Say what switching off would end and what stays."""
    person = _person(call)
    storage = call.kontor.storage
    consequences = [
        words.OFF_SESSIONS.format(n=len(directory.sessions(storage, person.id))),
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
    return back(call, f"{PATH}/{person.id}", words.IS_OFF.format(name=person.name))


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
        return _page(call, person, problems=problems, of="work", status=422)
    chosen = call.request.field("what", _ALL)
    names = {one.info.name for one in work_of(call, person.id)}
    handed = hand_over(call, person.id, to.id, names if chosen == _ALL else names & {chosen})
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


def role_options(call: Call) -> list[tuple[str, Label]]:
    return [(name, role.label) for name, role in call.kontor.definition.roles.items()]


def team_options(call: Call) -> list[tuple[str, Label]]:
    return [(team.id, team.name) for team in directory.teams(call.kontor.storage)]


# ---- the page


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


def _page(
    call: Call,
    person: Person,
    *,
    problems: Problems | None = None,
    errors: Sequence[str] = (),
    of: str = "",
    first: Sequence[Card] = (),
    status: int = 200,
) -> Reply:
    def wrong(name: str) -> tuple[Problems, Sequence[str]]:
        return (problems or {}, errors) if of == name else ({}, ())

    cards = [
        *first,
        _card(call, "account", words.ACCOUNT, _account(call, person, *wrong("account")), span=6),
        _card(call, "sign-in", words.SIGN_IN, _sign_in(call, person), span=6),
        _card(call, "roles", words.ROLES, _roles(call, person, *wrong("roles")), span=6),
        _card(call, "teams", words.TEAMS, _teams(call, person, *wrong("teams")), span=6),
        _card(call, "work", words.WORK, _work(call, person, *wrong("work"))),
        _card(call, "sessions", words.SESSIONS, _sessions(call, person)),
        _card(call, "tokens", words.TOKENS, [tokens_table(call, person.id)]),
    ]
    return page(
        call, person.name, cards, lead=person.email, under=[(words.USERS, PATH)], status=status
    )


def _card(call: Call, name: str, title: Label, blocks: Sequence[Block], *, span: int = 12) -> Card:
    return Card(id=name, title=said(call, title), blocks=tuple(blocks), span=span)


def _account(call: Call, person: Person, problems: Problems, errors: Sequence[str]) -> list[Block]:
    again = bool(problems or errors)

    def typed(name: str) -> str:
        return call.request.field(name) if again else str(getattr(person, name))

    fields = [
        entry(call, "name", words.NAME, value=typed("name"), required=True, problems=problems),
        entry(
            call,
            "email",
            words.EMAIL,
            kind="email",
            value=typed("email"),
            required=True,
            problems=problems,
        ),
        entry(
            call,
            "locale",
            words.LANGUAGE,
            kind="choice",
            value=typed("locale"),
            options=LOCALES,
            required=True,
        ),
    ]
    made = form(
        call,
        "account-form",
        f"{PATH}/{person.id}",
        fields,
        words.SAVE,
        errors=errors,
        version=person.version,
    )
    return [FormBlock(form=made)]


def _sign_in(call: Call, person: Person) -> list[Block]:
    label, color = words.STANDINGS[person.standing]
    last = moment(call, person.signed_in_at)
    items = [
        (said(call, words.STATE), tag(call, label, color)),
        (
            said(call, words.LAST_SIGN_IN),
            last if last.text else Value(text=said(call, words.NEVER)),
        ),
    ]
    if person.link_until:
        items.append((said(call, words.LINK_UNTIL), moment(call, person.link_until)))
    url = f"{PATH}/{person.id}"
    blocks: list[Block] = [FactsBlock(items=tuple(items))]
    if not person.active:
        action = Action(label=said(call, words.ON), icon="power", post=f"{url}/on")
        return [*blocks, ButtonBlock(action=action)]
    link = words.NEW_LINK if person.has_password or person.link_until else words.MAKE_LINK
    making = form(call, "link-form", f"{url}/link", (), link)
    blocks.append(FormBlock(form=making))
    if person.id != call.actor.id:
        action = Action(label=said(call, words.OFF), icon="power-off", get=f"{url}/off")
        blocks.append(ButtonBlock(action=action))
    return blocks


def _roles(call: Call, person: Person, problems: Problems, errors: Sequence[str]) -> list[Block]:
    chosen = call.request.form.get("roles", []) if problems or errors else person.roles
    gone = [one for one in person.roles if one not in call.kontor.definition.roles]
    options = [*role_options(call), *((one, one) for one in gone)]
    field = entry(
        call,
        "roles",
        words.ROLE,
        kind="choices",
        values=chosen,
        options=options,
        problems=problems,
        prefix="roles",
    )
    made = form(
        call,
        "roles-form",
        f"{PATH}/{person.id}/roles",
        [field],
        words.SAVE,
        lead=words.ROLES_LEAD,
        errors=errors,
    )
    return [FormBlock(form=made)]


def _teams(call: Call, person: Person, problems: Problems, errors: Sequence[str]) -> list[Block]:
    options = team_options(call)
    if not options:
        return [table(call, (), (), empty=words.NO_TEAMS)]
    # one's own team first: that is the order which counts
    options.sort(key=lambda one: person.teams.index(one[0]) if one[0] in person.teams else 99)
    field = entry(
        call,
        "teams",
        words.TEAMS,
        kind="choices",
        values=person.teams,
        options=options,
        problems=problems,
        prefix="teams",
    )
    made = form(
        call,
        "teams-form",
        f"{PATH}/{person.id}/teams",
        [field],
        words.SAVE,
        lead=words.TEAMS_LEAD,
        errors=errors,
    )
    return [FormBlock(form=made)]


def _work(call: Call, person: Person, problems: Problems, errors: Sequence[str]) -> list[Block]:
    found = work_of(call, person.id)
    rows = [
        (Value(text=said(call, one.info.label_plural)), Value(text=number(call, one.count)))
        for one in found
    ]
    blocks: list[Block] = [
        table(
            call,
            (words.WHAT, (words.COUNT, "int")),
            rows,
            links=[one.href for one in found],
            caption=words.WORK,
            empty=words.NO_WORK,
        )
    ]
    if found:
        blocks.append(FormBlock(form=_hand_over_form(call, person, found, problems, errors)))
    return blocks


def _hand_over_form(
    call: Call, person: Person, found: Sequence[Work], problems: Problems, errors: Sequence[str]
) -> FormView:
    others = [one for one in directory.people(call.kontor.storage) if one.active]
    fields = [
        entry(
            call,
            "what",
            words.HAND_OVER_WHAT,
            kind="choice",
            value=call.request.field("what", _ALL),
            options=[
                (_ALL, words.EVERYTHING),
                *((one.info.name, one.info.label_plural) for one in found),
            ],
            required=True,
            prefix="work",
        ),
        entry(
            call,
            "to",
            words.HAND_OVER_TO,
            kind="choice",
            value=call.request.field("to"),
            options=[(one.id, one.name) for one in others if one.id != person.id],
            required=True,
            problems=problems,
            prefix="work",
        ),
    ]
    url = f"{PATH}/{person.id}/hand-over"
    return form(call, "work-form", url, fields, words.HAND_OVER, errors=errors)


def _sessions(call: Call, person: Person) -> list[Block]:
    blocks: list[Block] = [sessions_table(call, person.id)]
    if len(directory.sessions(call.kontor.storage, person.id, 2)) > 1:
        url = f"{PATH}/{person.id}/sessions/end"
        action = Action(label=said(call, words.END_ALL), icon="log-out", post=url)
        blocks.append(ButtonBlock(action=action))
    return blocks


def sessions_table(call: Call, user_id: str | None = None) -> Block:
    """List open sessions, of one user or of everybody, each with a button that ends it."""
    own = call.visitor.session.id if call.visitor and call.visitor.session else ""
    rows, links = [], []
    suffix = "" if user_id else "?from=sessions"
    for one in directory.sessions(call.kontor.storage, user_id):
        url = f"{PATH}/{one.user_id}/sessions/{one.id}/end{suffix}"
        ending = (
            Value(text=said(call, words.THIS_ONE))
            if one.id == own
            else button(call, words.END, "log-out", post=url)
        )
        who = () if user_id else (Value(text=one.user_name),)
        rows.append((*who, moment(call, one.created_at), moment(call, one.seen_at), ending))
        links.append(None if user_id else f"{PATH}/{one.user_id}")
    heads: list[Label] = [] if user_id else [words.WHO]
    heads += [words.SIGNED_IN, words.LAST_SEEN, words.END]
    return table(call, heads, rows, links=links, caption=words.SESSIONS, empty=words.NO_SESSIONS)


def tokens_table(call: Call, user_id: str | None = None) -> Block:
    """List tokens that hold, of one user or of everybody, each with a button that revokes it."""
    rows, links = [], []
    suffix = "" if user_id else "?from=tokens"
    for one in directory.tokens(call.kontor.storage, user_id):
        scope = ", ".join(one.scopes) if one.scopes else said(call, words.SCOPE_ALL)
        ends = moment(call, one.expires_at)
        url = f"{PATH}/{one.user_id}/tokens/{one.id}/revoke{suffix}"
        who = () if user_id else (Value(text=one.user_name),)
        rows.append(
            (
                *who,
                Value(text=one.name),
                Value(text=scope),
                moment(call, one.created_at),
                ends if ends.text else Value(text=said(call, words.NOT_AT_ALL)),
                button(call, words.REVOKE, "trash-2", post=url),
            )
        )
        links.append(None if user_id else f"{PATH}/{one.user_id}")
    heads: list[Label] = [] if user_id else [words.WHO]
    heads += [words.TOKEN, words.SCOPE, words.MADE, words.ENDS, words.REVOKE]
    return table(call, heads, rows, links=links, caption=words.TOKENS, empty=words.NO_TOKENS)


def endpoints() -> list[Endpoint]:
    one = "/users/{user_id:str}"
    return [
        get(one, user_page, MANAGE_USERS),
        post(one, change, MANAGE_USERS),
        post(f"{one}/roles", give_roles, MANAGE_USERS),
        post(f"{one}/teams", give_teams, MANAGE_USERS),
        post(f"{one}/link", new_link, MANAGE_USERS, rate="heavy"),
        get(f"{one}/off", ask_off, MANAGE_USERS, surface="fragment"),
        post(f"{one}/off", off, MANAGE_USERS),
        post(f"{one}/on", on, MANAGE_USERS),
        post(f"{one}/hand-over", hand_work_over, MANAGE_USERS, rate="heavy"),
        post(f"{one}/sessions/end", end_sessions, MANAGE_USERS),
        post(f"{one}/sessions/{{session_id:str}}/end", end_session, MANAGE_USERS),
        post(f"{one}/tokens/{{token_id:str}}/revoke", revoke_token, MANAGE_USERS),
    ]
