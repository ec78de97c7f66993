"""What may be done with the accounts of others: who manages users comes through here.

Nobody hands out more rights than they have or takes over an account that has more, and the last
administrator who can sign in stays one. What is done is told in the log.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, func, literal, select

from kontor_core.foundation.access import (
    password_links,
    roles,
    second_factor,
    sessions,
    tokens,
    users,
)
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.models import Credential, Membership, RoleAssignment, Team, User
from kontor_core.foundation.access.profiles import EVERYTHING
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound, Refused
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns, table_of_model
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Flag, Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

ADMINISTRATOR = "administrator"
"""The role that is always there; somebody who can sign in must hold it."""


class _Text(msgspec.Struct):
    value: str


class _Number(msgspec.Struct):
    value: int


_role, _user, _credential = columns(RoleAssignment), columns(User), columns(Credential)
_member = columns(Membership)
_ROLES_OF = (
    select(_role.role).where(_role.user_id == bindparam("user_id", type_=Id())).order_by(_role.id)
)
_TEAMS_OF = (
    select(_member.team_id)
    .where(_member.user_id == bindparam("user_id", type_=Id()))
    .order_by(_member.id)
)
_ADMINISTRATORS = (
    select(func.count())
    .select_from(
        table_of_model(RoleAssignment)
        .join(table_of_model(User), _user.id == _role.user_id)
        .join(table_of_model(Credential), _credential.user_id == _user.id)
    )
    .where(_role.role == literal(ADMINISTRATOR), _user.active == literal(True, type_=Flag()))
)
# two administrators who take the role from each other meet at these rows
_LOCK = select(_role.role).where(_role.role == literal(ADMINISTRATOR)).with_for_update()


class Accounts:
    """The verbs over accounts and teams, for one who may manage users."""

    def __init__(self, storage: "Storage", known_roles: roles.Roles, by: Actor) -> None:
        self._storage = storage
        self._roles = known_roles
        self._by = by

    # ---- users

    def invite(
        self,
        *,
        name: str,
        email: str,
        locale: str | None = None,
        roles: Sequence[str] = (),
        teams: Sequence[str] = (),
    ) -> tuple[str, password_links.NewLink]:
        """Make a user and the link by which they set their password; gives id and link."""
        with self._unit() as uow:
            self._may_grant(roles)
            made = users.create_user(
                uow, name=name, email=email, locale=locale, roles=roles, teams=teams
            )
            link = password_links.create(uow, made.id)
            self._tell(uow, "user.invited", made.id)
            return made.id, link

    def new_link(self, user_id: str) -> password_links.NewLink:
        """Make a new link for somebody who has none or forgot their password."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            if not uow.get(User, user_id).active:
                raise Refused(
                    L(
                        "Der Zugang ist ausgeschaltet. Schalten Sie ihn zuerst ein.",
                        en="The account is switched off. Switch it on first.",
                    )
                )
            link = password_links.create(uow, user_id)
            self._tell(uow, "user.link_made", user_id)
            return link

    def change(self, user_id: str, values: Mapping[str, Any], version: int | None = None) -> None:
        """Change name, address or language."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            address = str(values.get("email", "")).strip().lower()
            other = users.find_by_email(self._storage, address) if address else None
            if other is not None and other.id != user_id:
                raise Invalid({"email": users.TAKEN})
            uow.change(User, user_id, values, version=version)

    def give_roles(self, user_id: str, names: Sequence[str]) -> None:
        """Put these roles in place of those a user has; their sessions end."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            before = self._roles_of(uow, user_id)
            added = [name for name in names if name not in before]
            self._may_grant(added)
            if set(before) == set(names):
                return
            with self._an_administrator_stays(uow):
                users.set_roles(uow, user_id, names)
            self._tell(uow, "user.roles_changed", user_id, before=before, after=list(names))

    def give_teams(self, user_id: str, team_ids: Sequence[str]) -> None:
        """Put a user into these teams and no others; the first stays the first."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            before = self._teams_of(uow, user_id)
            kept = [team for team in before if team in team_ids]
            after = [*kept, *(team for team in team_ids if team not in kept)]
            if before == after:
                return
            users.set_teams(uow, user_id, after)
            self._tell(uow, "user.teams_changed", user_id, before=before, after=after)

    def switch_off(self, user_id: str) -> None:
        """End an account: sessions, tokens and open links too."""
        if user_id == self._by.id:
            raise Refused(
                L(
                    "Den eigenen Zugang schaltet man nicht selbst aus.",
                    en="You cannot switch off your own account.",
                )
            )
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            with self._an_administrator_stays(uow):
                users.switch_off(uow, user_id)

    def switch_on(self, user_id: str) -> None:
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            users.switch_on(uow, user_id)

    # ---- sign-in, sessions and tokens of others

    def ask_for_password(self, user_id: str) -> None:
        """Let a user choose a new password at their next sign-in; their sessions end."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            users.ask_for_password(uow, user_id)
            self._tell(uow, "user.password_demanded", user_id)

    def reset_second_factor(self, user_id: str) -> None:
        """Take away the second factor of somebody who lost it; their sessions end."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            if not second_factor.remove(uow, user_id):
                raise NotFound("second factor", user_id)
            sessions.end_all(uow, user_id)
            self._tell(uow, "user.second_factor_removed", user_id)

    def end_sessions(self, user_id: str, session_id: str | None = None) -> None:
        """End one session of a user, or all."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            if session_id is None:
                sessions.end_all(uow, user_id)
            else:
                sessions.revoke(uow, user_id, session_id)
            self._tell(uow, "user.sessions_ended", user_id)

    def revoke_token(self, user_id: str, token_id: str) -> None:
        """End an API token of a user."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            tokens.revoke(uow, user_id, token_id)
            self._tell(uow, "user.token_revoked", user_id)

    # ---- teams

    def create_team(self, name: str) -> str:
        with self._unit() as uow:
            return users.create_team(uow, name).id

    def change_team(
        self, team_id: str, *, name: str, lead_id: str | None, version: int | None = None
    ) -> None:
        """Rename a team, or say who leads it: one of its members."""
        with self._unit() as uow:
            if lead_id and team_id not in self._teams_of(uow, lead_id):
                raise Invalid(
                    {
                        "lead_id": L(
                            "Die Leitung gehört zum Team. Nehmen Sie sie zuerst auf.",
                            en="The lead is one of the team. Add them first.",
                        )
                    }
                )
            uow.change(Team, team_id, {"name": name, "lead_id": lead_id}, version=version)

    def join(self, team_id: str, user_id: str) -> None:
        """Take a user into a team."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            if not uow.exists("core_team", team_id):
                raise NotFound("team", team_id)
            remove_rows(uow, Membership, {"user_id": user_id, "team_id": team_id})
            add_row(uow, Membership, {"user_id": user_id, "team_id": team_id})
            self._moved(uow, user_id)

    def leave(self, team_id: str, user_id: str) -> None:
        """Take a user out of a team; who leads it leads it no more."""
        with self._unit() as uow:
            self._may_touch(uow, user_id)
            if not remove_rows(uow, Membership, {"user_id": user_id, "team_id": team_id}):
                raise NotFound("user", user_id)
            if uow.get(Team, team_id).lead_id == user_id:
                uow.change(Team, team_id, {"lead_id": None})
            self._moved(uow, user_id)

    def dissolve(self, team_id: str) -> None:
        """Delete a team that has neither members nor records."""
        with self._unit() as uow:
            team = uow.get(Team, team_id)
            if self._any_of(uow, "core_membership", team_id):
                raise Refused(
                    L(
                        "Das Team hat noch Mitglieder. Nehmen Sie sie zuerst heraus.",
                        en="The team still has members. Take them out first.",
                    )
                )
            for rule in uow.schema:
                if "team_id" in rule.table.c and self._any_of(uow, rule.name, team_id):
                    raise Refused(
                        L(
                            f"Dem Team gehören noch Datensätze ({rule.entity}). Übergeben Sie sie "
                            "zuerst einem anderen Team.",
                            en=f"Records still belong to the team ({rule.entity}). Hand them to "
                            "another team first.",
                        )
                    )
            uow.delete(team)

    # ---- inside

    @contextmanager
    def _unit(self) -> Iterator[UnitOfWork]:
        """Open a unit for one who may manage users, whatever levels their role has on rows."""
        if not self._by.profile.may(users.MANAGE_USERS):
            raise Forbidden(users.MAY_NOT)
        with self._storage.unit(self._by.with_profile(EVERYTHING)) as uow:
            yield uow

    def _may_touch(self, uow: UnitOfWork, user_id: str) -> None:
        """Refuse to change an account that may do more than whoever changes it."""
        uow.get(User, user_id)  # NotFound
        theirs = roles.profile_of(self._roles_of(uow, user_id), self._roles)
        if not self._by.profile.covers(theirs):
            raise Forbidden(
                L(
                    "Dieser Zugang darf mehr als Ihrer. Das kann nur, wer alle seine Rechte hat.",
                    en="This account may do more than yours. Only somebody with all of its rights "
                    "can do that.",
                )
            )

    def _may_grant(self, names: Sequence[str]) -> None:
        for name in names:
            if name not in self._roles:
                raise Invalid(
                    {
                        "roles": L(
                            f"Die Rolle „{name}“ steht nicht in kontor.toml.",
                            en=f'There is no role "{name}" in kontor.toml.',
                        )
                    }
                )
            if not self._by.profile.covers(self._roles[name].profile()):
                label = self._roles[name].label
                raise Forbidden(
                    L(
                        "Die Rolle „{name}“ darf mehr als Ihre. Geben kann man nur, was man hat.",
                        en="The role “{name}” may do more than yours. You can only grant what you "
                        "have "
                        "yourself.",
                    ).format(name=label),
                    field="roles",
                )

    @contextmanager
    def _an_administrator_stays(self, uow: UnitOfWork) -> Iterator[None]:
        """Undo what takes the last administrator who can sign in."""
        uow.system_read(_LOCK, _Text)
        before = self._administrators(uow)
        yield
        if before and not self._administrators(uow):
            raise Refused(
                L(
                    "Das wäre ohne Administration. Geben Sie die Rolle zuerst jemand anderem, der "
                    "sich anmelden kann.",
                    en="That would leave nobody to administer Kontor. Give the role to somebody "
                    "else who can sign in first.",
                )
            )

    @staticmethod
    def _administrators(uow: UnitOfWork) -> int:
        return uow.system_read(_ADMINISTRATORS, _Number)[0].value

    @staticmethod
    def _roles_of(uow: UnitOfWork, user_id: str) -> list[str]:
        return [row.value for row in uow.system_read(_ROLES_OF, _Text, {"user_id": user_id})]

    @staticmethod
    def _teams_of(uow: UnitOfWork, user_id: str) -> list[str]:
        return [row.value for row in uow.system_read(_TEAMS_OF, _Text, {"user_id": user_id})]

    @staticmethod
    def _any_of(uow: UnitOfWork, table: str, team_id: str) -> bool:
        column = uow.schema.rule(table).table.c.team_id
        statement = uow.storage.statement(
            ("of team", table),
            lambda: select(func.count()).where(column == bindparam("team_id", type_=Id())),
        )
        return uow.system_read(statement, _Number, {"team_id": team_id})[0].value > 0

    def _moved(self, uow: UnitOfWork, user_id: str) -> None:
        change_rows(uow, User, {"id": user_id}, {})  # whoever is signed in gets the new rights
        self._tell(uow, "user.teams_changed", user_id, after=self._teams_of(uow, user_id))

    @staticmethod
    def _tell(uow: UnitOfWork, event: str, user_id: str, **payload: object) -> None:
        uow.publish(Fact(type=event, subject="user", subject_id=user_id, payload=payload))
