"""The accounts: a list to search in, and inviting somebody."""

from kontor_core.foundation.access import directory
from kontor_core.foundation.access.directory import MOST_PEOPLE, Person, Standing
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import KontorError
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import with_query
from kontor_web.resources.avatars import avatar
from kontor_web.settings import words
from kontor_web.settings.parts import (
    ROOT,
    SETTINGS,
    accounts,
    entry,
    form,
    get,
    moment,
    number,
    page,
    post,
    problems_of,
    said,
    tag,
)
from kontor_web.settings.user_cards import LOCALES, role_options, team_options
from kontor_web.settings.user_page import with_link
from kontor_web.ui.answers import render
from kontor_web.ui.shell import seen, shell
from kontor_web.ui.views import (
    Action,
    Card,
    Cell,
    Column,
    Crumb,
    Empty,
    FormBlock,
    ListView,
    Row,
    Search,
    TabLink,
    Value,
)

PATH = f"{ROOT}/users"
_FIRST: Standing = "active"
_FIELDS = ("name", "email", "locale", "roles", "teams")


def users_page(call: Call) -> Reply:
    """List accounts by standing and search."""
    query = call.request.query
    standing = next((one for one in words.TABS if one == query.get("standing")), _FIRST)
    search = query.get("q", "").strip()[:100]
    storage = call.kontor.storage
    found = directory.people(storage, text=search, standing=standing)
    total = directory.count(storage, text=search, standing=standing)
    teams = {team.id: team.name for team in directory.teams(storage)}
    new = Action(
        label=said(call, words.NEW_USER), icon="plus", href=f"{PATH}/new", key="n", primary=True
    )
    view = ListView(
        url=PATH,
        label=said(call, words.USERS),
        count=number(call, total),
        noun=said(
            call,
            (words.COUNTED if total <= MOST_PEOPLE else words.MORE).format(
                n=min(total, MOST_PEOPLE)
            ),
        ),
        columns=(
            Column(key="name", label=said(call, words.NAME), lead=True, mobile=1),
            Column(key="email", label=said(call, words.EMAIL), mobile=3),
            Column(key="roles", label=said(call, words.ROLE)),
            Column(key="teams", label=said(call, words.TEAMS)),
            Column(key="standing", label=said(call, words.STATE), mobile=2),
            Column(key="seen", label=said(call, words.LAST_SIGN_IN), mobile=4),
        ),
        rows=tuple(_row(call, person, teams) for person in found),
        state=(("standing", standing),),
        search=Search(
            value=search,
            label=said(call, words.SEARCH),
            placeholder=said(call, words.SEARCH),
        ),
        views=tuple(
            TabLink(
                label=said(call, words.TABS[one]),
                href=with_query(PATH, [("standing", one), ("q", search)]),
                count=number(call, directory.count(storage, text=search, standing=one)),
                current=one == standing,
            )
            for one in words.TABS
        ),
        empty=Empty(
            title=said(call, words.NOBODY),
            text=said(call, words.NOBODY_HINT),
            icon="user-search",
            actions=(new,),
        ),
        here=call.request.here,
    )
    if call.request.partial:
        reply = render(call, "core/parts/list.html", list=view)
    else:
        crumbs = [
            Crumb(label=said(call, SETTINGS), href=ROOT),
            Crumb(label=said(call, words.USERS)),
        ]
        frame = shell(call, said(call, words.USERS), crumbs=crumbs, actions=(new,))
        reply = seen(call, render(call, "core/list.html", shell=frame, list=view))
    return reply.header("vary", "HX-Request, HX-Request-Type")


def _row(call: Call, person: Person, teams: dict[str, str]) -> Row:
    known = call.kontor.definition.roles
    held = (said(call, known[one].label) if one in known else one for one in person.roles)
    label, color = words.STANDINGS[person.standing]
    last = moment(call, person.signed_in_at)
    values = (
        Value(text=person.name),
        Value(text=person.email),
        Value(text=", ".join(held)),
        Value(text=", ".join(teams.get(team, "…") for team in person.teams)),
        tag(call, label, color),
        last if last.text else Value(text=said(call, words.NEVER)),
    )
    return Row(
        id=person.id,
        label=person.name,
        cells=tuple(Cell(value=value) for value in values),
        href=f"{PATH}/{person.id}",
        avatar=avatar(person.name, person.id),
    )


def new_user(call: Call) -> Reply:
    return _form_page(call)


def invite(call: Call) -> Reply:
    """Make the account and show the link by which its user sets a password, this once."""
    asked = call.request
    try:
        user_id, link = accounts(call).invite(
            name=asked.field("name").strip() or asked.field("email").partition("@")[0],
            email=asked.field("email").strip(),
            locale=asked.field("locale") or None,
            roles=asked.form.get("roles", []),
            teams=asked.form.get("teams", []),
        )
    except KontorError as error:
        return _form_page(call, error)
    return with_link(call, user_id, link)


def _form_page(call: Call, error: KontorError | None = None) -> Reply:
    problems, errors = problems_of(error, *_FIELDS) if error else ({}, [])
    asked = call.request
    language = asked.field("locale", call.kontor.definition.company.language)
    fields = [
        entry(
            call,
            "email",
            words.EMAIL,
            kind="email",
            value=asked.field("email"),
            required=True,
            problems=problems,
        ),
        entry(call, "name", words.NAME, value=asked.field("name"), problems=problems, most=200),
        entry(
            call,
            "locale",
            words.LANGUAGE,
            kind="choice",
            value=language,
            options=LOCALES,
            required=True,
        ),
        entry(
            call,
            "roles",
            words.ROLE,
            kind="choices",
            values=asked.form.get("roles", []),
            options=role_options(call),
            problems=problems,
        ),
    ]
    if teams := team_options(call):
        fields.append(
            entry(
                call,
                "teams",
                words.TEAMS,
                kind="choices",
                values=asked.form.get("teams", []),
                options=teams,
            )
        )
    made = form(
        call,
        "invite",
        f"{PATH}/new",
        fields,
        words.INVITE,
        lead=words.INVITE_LEAD,
        errors=errors,
        cancel=PATH,
    )
    return page(
        call,
        words.NEW_USER,
        [Card(id="invite", blocks=(FormBlock(form=made),))],
        under=[(words.USERS, PATH)],
        status=error.status if error else 200,
        narrow=True,
    )


def endpoints() -> list[Endpoint]:
    return [
        get("/users", users_page, MANAGE_USERS),
        get("/users/new", new_user, MANAGE_USERS),
        post("/users/new", invite, MANAGE_USERS, confirm=True),
    ]
