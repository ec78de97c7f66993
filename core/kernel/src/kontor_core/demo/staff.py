"""The staff of the demo company: three teams, five people, nobody who can sign in yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kontor_core.demo.names import spelled
from kontor_core.demo.places import NORTH, SOUTH
from kontor_core.foundation.access.users import create_team, create_user
from kontor_core.hooks.declarations.contexts import DemoContext

SERVICE = "service"
_TEAMS = {NORTH: "Vertrieb Nord", SOUTH: "Vertrieb Süd", SERVICE: "Kundenservice"}
_PEOPLE = (
    ("Sarah Lorenz", NORTH, "manager"),
    ("Jonas Petersen", NORTH, "agent"),
    ("Mira Aydin", SOUTH, "manager"),
    ("Tobias Krüger", SOUTH, "agent"),
    ("Katharina Brandt", SERVICE, "agent"),
)


@dataclass(frozen=True)
class Team:
    id: str
    members: tuple[str, ...]


def hire(ctx: DemoContext, since: datetime) -> Mapping[str, Team]:
    """Make teams and users; gives each team by what it looks after."""
    found = {}
    with ctx.at(since):
        for key, name in _TEAMS.items():
            team = create_team(ctx.uow, name)
            members = [
                create_user(
                    ctx.uow,
                    name=person,
                    email=f"{spelled(person).replace('-', '.')}@hanse-handel.example",
                    roles=(role,),
                    teams=(team.id,),
                ).id
                for person, where, role in _PEOPLE
                if where == key
            ]
            found[key] = Team(team.id, tuple(members))
    return found
