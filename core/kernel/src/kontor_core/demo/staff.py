"""The staff of the demo company: three teams, five people who cannot sign in yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kontor_core.demo.names import spelled
from kontor_core.demo.places import NORTH, SOUTH
from kontor_core.demo.words import Words
from kontor_core.foundation.access.users import create_team, create_user, set_teams
from kontor_core.hooks.declarations.contexts import DemoContext

SERVICE = "service"
_KEYS = (NORTH, SOUTH, SERVICE)
_LEAD = "manager"


@dataclass(frozen=True)
class Team:
    id: str
    members: tuple[str, ...]


def hire(ctx: DemoContext, words: Words, since: datetime) -> Mapping[str, Team]:
    """Make teams and users; gives each team by what it looks after.

    Whoever is there already works in the first team, so that their day is not empty.
    """
    found = {}
    at_work = ctx.users[:1]
    with ctx.at(since):
        for key in _KEYS:
            team = create_team(ctx.uow, words.teams[key])
            members = [
                create_user(
                    ctx.uow,
                    name=one.name,
                    email=f"{spelled(one.name).replace('-', '.')}@{words.domain}",
                    roles=(_role(ctx.roles, one.role, place),),
                    teams=(team.id,),
                ).id
                for place, one in enumerate(words.staff)
                if one.team == key
            ]
            if key == NORTH:
                members += at_work
                for user_id in at_work:
                    set_teams(ctx.uow, user_id, [team.id])
            found[key] = Team(team.id, tuple(members))
    return found


def _role(known: Sequence[str], wanted: str, place: int) -> str:
    """Give the role that words ask for, or one that the company has: who leads has the first."""
    if wanted in known or not known:
        return wanted
    others = known[1:] or known
    return known[0] if wanted == _LEAD else others[place % len(others)]
