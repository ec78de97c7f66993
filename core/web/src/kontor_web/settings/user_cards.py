"""The page of one account: who it is, what it may do, where it is signed in, its open work."""

from collections.abc import Sequence

from kontor_core.events.administration import VIEW_AS
from kontor_core.foundation.access import directory
from kontor_core.foundation.access.directory import Person, SessionOf
from kontor_core.foundation.i18n import Label
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.settings import words
from kontor_web.settings.parts import (
    ROOT,
    Problems,
    button,
    entry,
    form,
    moment,
    number,
    page,
    said,
    table,
    tag,
)
from kontor_web.settings.work import Work, work_of
from kontor_web.ui.views import (
    Action,
    Block,
    ButtonBlock,
    Card,
    FactsBlock,
    FormBlock,
    FormView,
    Value,
)

PATH = f"{ROOT}/users"
LOCALES: tuple[tuple[str, Label], ...] = (("de", "Deutsch"), ("en", "English"))
EVERYTHING = "*"
"""Stands for all kinds of open work in the form that hands it over."""


def role_options(call: Call) -> list[tuple[str, Label]]:
    return [(name, role.label) for name, role in call.kontor.definition.roles.items()]


def team_options(call: Call) -> list[tuple[str, Label]]:
    return [(team.id, team.name) for team in directory.teams(call.kontor.storage)]


def account_page(
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
    factor = words.FACTOR_ON if person.second_factor else words.FACTOR_OFF
    items.append((said(call, words.FACTOR), tag(call, *factor)))
    if person.must_change:
        items.append((said(call, words.PASSWORD), tag(call, *words.PASSWORD_DEMANDED)))
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
    if person.id != call.actor.id and call.actor.profile.may(VIEW_AS):
        as_them = said(call, words.VIEW_AS.format(name=person.name))
        blocks.append(ButtonBlock(action=Action(label=as_them, icon="eye", get=f"{url}/view")))
    if person.has_password and not person.must_change and person.id != call.actor.id:
        demand = said(call, words.DEMAND_PASSWORD)
        blocks.append(
            ButtonBlock(action=Action(label=demand, icon="key", get=f"{url}/demand-password"))
        )
    if person.second_factor and person.id != call.actor.id:
        reset = said(call, words.RESET_FACTOR)
        blocks.append(
            ButtonBlock(action=Action(label=reset, icon="shield", get=f"{url}/reset-factor"))
        )
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
            value=call.request.field("what", EVERYTHING),
            options=[
                (EVERYTHING, words.EVERYTHING),
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
    if len(_sessions_of(call, person.id)) > 1:
        url = f"{PATH}/{person.id}/sessions/end"
        action = Action(label=said(call, words.END_ALL), icon="log-out", post=url)
        blocks.append(ButtonBlock(action=action))
    return blocks


def sessions_table(call: Call, user_id: str | None = None) -> Block:
    """List open sessions, of one user or of everybody, each with a button that ends it."""
    own = call.visitor.session.id if call.visitor and call.visitor.session else ""
    rows, links = [], []
    suffix = "" if user_id else "?from=sessions"
    for one in _sessions_of(call, user_id):
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


def _sessions_of(call: Call, user_id: str | None) -> Sequence[SessionOf]:
    return directory.sessions(call.kontor.storage, user_id, idle=call.web.settings.idle)


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
