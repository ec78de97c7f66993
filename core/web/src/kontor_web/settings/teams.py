"""Teams: who is in them, who leads them."""

from kontor_core.foundation.access import directory
from kontor_core.foundation.access.directory import Person, TeamRow
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.access.roles import profile_of
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import KontorError, NotFound
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.avatars import avatar
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
    number,
    page,
    post,
    problems_of,
    said,
    table,
)
from kontor_web.ui.answers import render
from kontor_web.ui.views import (
    Action,
    Block,
    Card,
    ConfirmView,
    Empty,
    EmptyBlock,
    FactsBlock,
    FormBlock,
    Value,
)

PATH = f"{ROOT}/teams"


def teams_page(call: Call) -> Reply:
    return _list(call)


def create(call: Call) -> Reply:
    name = call.request.field("name").strip()
    try:
        team_id = accounts(call).create_team(name)
    except KontorError as error:
        return _list(call, error)
    return back(call, f"{PATH}/{team_id}", words.TEAM_MADE)


def team_page(call: Call) -> Reply:
    return _page(call, _team(call))


def change(call: Call) -> Reply:
    """Save name and lead."""
    team = _team(call)
    asked = call.request
    try:
        accounts(call).change_team(
            team.id,
            name=asked.field("name").strip(),
            lead_id=asked.field("lead_id") or None,
            version=int(asked.field("_version", "0")) or None,
        )
    except KontorError as error:
        problems, errors = problems_of(error, "name", "lead_id")
        return _page(call, team, problems, errors, status=error.status)
    return back(call, f"{PATH}/{team.id}", words.SAVED)


def join(call: Call) -> Reply:
    team = _team(call)
    accounts(call).join(team.id, call.request.field("user"))
    return back(call, f"{PATH}/{team.id}", words.SAVED)


def leave(call: Call) -> Reply:
    team = _team(call)
    accounts(call).leave(team.id, call.param("user_id"))
    return back(call, f"{PATH}/{team.id}", words.SAVED)


def ask_dissolve(call: Call) -> Reply:
    team = _team(call)
    view = ConfirmView(
        title=said(call, words.DISSOLVE_TITLE.format(name=team.name)),
        text=said(call, words.DISSOLVE_TEXT),
        submit=said(call, words.DISSOLVE),
        action=f"{PATH}/{team.id}/dissolve",
        csrf=call.csrf,
    )
    return render(call, "core/parts/confirm.html", view=view)


def dissolve(call: Call) -> Reply:
    accounts(call).dissolve(_team(call).id)
    return back(call, PATH, words.DISSOLVED)


def _team(call: Call) -> TeamRow:
    wanted = call.param("team_id")
    for team in directory.teams(call.kontor.storage):
        if team.id == wanted:
            return team
    raise NotFound("team", wanted)


def _list(call: Call, error: KontorError | None = None) -> Reply:
    problems, errors = problems_of(error, "name") if error else ({}, [])
    found = directory.teams(call.kontor.storage)
    leads = call.titles({("user", team.lead_id) for team in found if team.lead_id})
    rows = [
        (
            Value(text=team.name),
            _who(leads.get(("user", team.lead_id or "")), team.lead_id),
            Value(text=number(call, team.members)),
        )
        for team in found
    ]
    listed: Block = table(
        call,
        (words.NAME, words.LEAD, (words.MEMBERS, "int")),
        rows,
        links=[f"{PATH}/{team.id}" for team in found],
        caption=words.TEAMS,
    )
    if not found:
        empty = Empty(
            title=said(call, words.NO_TEAM_YET), text=said(call, words.NO_TEAM_HINT), icon="users"
        )
        listed = EmptyBlock(empty=empty)
    name = entry(
        call,
        "name",
        words.NAME,
        value=call.request.field("name"),
        required=True,
        problems=problems,
        most=100,
    )
    making = form(call, "team-form", PATH, [name], words.CREATE, errors=errors)
    cards = [
        Card(id="teams", blocks=(listed,)),
        Card(id="new", title=said(call, words.NEW_TEAM), blocks=(FormBlock(form=making),)),
    ]
    return page(call, words.TEAMS, cards, status=error.status if error else 200, narrow=True)


def _page(
    call: Call,
    team: TeamRow,
    problems: Problems | None = None,
    errors: list[str] | None = None,
    *,
    status: int = 200,
) -> Reply:
    members = directory.members(call.kontor.storage, team.id)
    cards = [
        Card(
            id="team",
            title=said(call, words.TEAM),
            blocks=tuple(_about(call, team, members, problems or {}, errors or [])),
        ),
        Card(
            id="members",
            title=said(call, words.MEMBERS),
            blocks=tuple(_members(call, team, members)),
        ),
    ]
    action = Action(
        label=said(call, words.DISSOLVE),
        icon="trash-2",
        get=f"{PATH}/{team.id}/dissolve",
        danger=True,
    )
    return page(
        call,
        team.name,
        cards,
        under=[(words.TEAMS, PATH)],
        menu=(action,),
        status=status,
        narrow=True,
    )


def _about(
    call: Call, team: TeamRow, members: list[Person], problems: Problems, errors: list[str]
) -> list[Block]:
    asked = call.request
    again = bool(problems or errors)
    fields = [
        entry(
            call,
            "name",
            words.NAME,
            value=asked.field("name") if again else team.name,
            required=True,
            problems=problems,
            most=100,
        ),
        entry(
            call,
            "lead_id",
            words.LEAD,
            kind="choice",
            value=asked.field("lead_id") if again else team.lead_id or "",
            options=[(one.id, one.name) for one in members],
            problems=problems,
            help=words.LEAD_HELP,
        ),
    ]
    made = form(
        call,
        "about-form",
        f"{PATH}/{team.id}",
        fields,
        words.SAVE,
        errors=errors,
        version=team.version,
    )
    blocks: list[Block] = [FormBlock(form=made)]
    lead = next((one for one in members if one.id == team.lead_id), None)
    if lead is not None and not _sees_the_team(call, lead):
        told = Value(kind="longtext", text=said(call, words.LEAD_NARROW.format(name=lead.name)))
        blocks.append(FactsBlock(items=((said(call, words.ROLE), told),)))
    return blocks


def _sees_the_team(call: Call, person: Person) -> bool:
    profile = profile_of(person.roles, call.kontor.definition.roles)
    return profile.level("customer", Verb.READ) >= Level.TEAM


def _members(call: Call, team: TeamRow, members: list[Person]) -> list[Block]:
    rows = [
        (
            Value(text=one.name),
            Value(text=one.email),
            button(
                call,
                words.TAKE_OUT,
                "user-minus",
                post=f"{PATH}/{team.id}/members/{one.id}/leave",
            ),
        )
        for one in members
    ]
    listed = table(
        call,
        (words.NAME, words.EMAIL, words.TAKE_OUT),
        rows,
        links=[f"{ROOT}/users/{one.id}" for one in members],
        caption=words.MEMBERS,
        empty=words.NO_MEMBERS,
    )
    inside = {one.id for one in members}
    others = [
        (one.id, one.name)
        for one in directory.people(call.kontor.storage)
        if one.active and one.id not in inside
    ]
    if not others:
        return [listed]
    field = entry(
        call, "user", words.ADD_MEMBER, kind="choice", options=others, required=True, prefix="join"
    )
    adding = form(call, "join-form", f"{PATH}/{team.id}/members", [field], words.ADD)
    return [listed, FormBlock(form=adding)]


def _who(name: str | None, user_id: str | None) -> Value:
    if not name or not user_id:
        return Value()
    return Value(kind="ref", text=name, avatar=avatar(name, user_id))


def endpoints() -> list[Endpoint]:
    one = "/teams/{team_id:str}"
    return [
        get("/teams", teams_page, MANAGE_USERS),
        post("/teams", create, MANAGE_USERS),
        get(one, team_page, MANAGE_USERS),
        post(one, change, MANAGE_USERS),
        post(f"{one}/members", join, MANAGE_USERS, confirm=True),
        post(f"{one}/members/{{user_id:str}}/leave", leave, MANAGE_USERS, confirm=True),
        get(f"{one}/dissolve", ask_dissolve, MANAGE_USERS, surface="fragment"),
        post(f"{one}/dissolve", dissolve, MANAGE_USERS),
    ]
