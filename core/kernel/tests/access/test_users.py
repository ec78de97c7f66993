"""Users, roles and the actors they become."""

import pytest

from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation.access import passwords, roles, users
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import NOTHING, Action, Level
from kontor_core.foundation.definition.model import RoleDefinition
from kontor_core.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.storage.storage import Storage

ROLES = {
    "agent": RoleDefinition(
        "agent", L("Sachbearbeitung"), {"*": dict.fromkeys(Action, Level.OWN)}, permissions=("a",)
    ),
    "lead": RoleDefinition(
        "lead",
        L("Leitung"),
        {"customer": dict.fromkeys(Action, Level.TEAM)},
        read_classes=(Data.PUBLIC,),
        permissions=("b",),
    ),
}


def test_actor_has_the_highest_level_of_all_roles_and_the_first_team(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        south, north = (users.create_team(uow, name).id for name in ("Süd", "Nord"))
        user = users.create_user(
            uow,
            name="Ada",
            email="Ada@Kontor.example",
            roles=["agent", "lead", "gone"],
            teams=[south, north],
            locale="en",
        )

    actor = users.actor_of(storage, user.id, ROLES)

    profile = actor.profile
    assert (actor.name, actor.locale, actor.team_ids) == ("Ada", "en", (south, north))
    assert profile.level("customer", Action.EDIT) is Level.TEAM
    assert profile.level("contact", Action.EDIT) is Level.OWN
    assert profile.permissions == {"a", "b"}


def test_role_the_definition_no_longer_knows_grants_nothing(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        user = users.create_user(uow, name="Ada", email="ada@kontor.example", roles=["gone"])

    assert users.actor_of(sqlite_storage, user.id, ROLES).profile == NOTHING


def test_kept_actor_is_made_anew_when_teams_change(storage: Storage) -> None:
    actors = roles.Actors(storage, ROLES)
    with storage.unit(SYSTEM) as uow:
        user_id = users.create_user(uow, name="Ada", email="ada@kontor.example").id
    before = users.find_by_email(storage, "ADA@kontor.example")
    assert before is not None
    first = actors.get(user_id, before.version)

    with storage.unit(SYSTEM) as uow:
        team = users.create_team(uow, "Süd").id
        users.set_teams(uow, user_id, [team])
    after = users.find_by_email(storage, "ada@kontor.example")

    assert after is not None
    assert first is actors.get(user_id, before.version)
    assert actors.get(user_id, after.version).team_ids == (team,)


def test_two_users_never_share_an_address(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        users.create_user(uow, name="Ada", email="ada@kontor.example")
        with pytest.raises(Conflict) as refused:
            users.create_user(uow, name="Eve", email="ADA@kontor.example")

    assert list(refused.value.problems()) == ["email"]


def test_nobody_without_the_permission_manages_users(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        user_id = users.create_user(uow, name="Ada", email="a@kontor.example", roles=["agent"]).id
    actor = users.actor_of(sqlite_storage, user_id, ROLES)

    with sqlite_storage.unit(actor) as uow:
        for attempt in (
            lambda: users.create_user(uow, name="Eve", email="eve@kontor.example"),
            lambda: users.set_roles(uow, user_id, ["lead"]),
            lambda: users.set_teams(uow, user_id, []),
            lambda: users.switch_off(uow, user_id),
        ):
            with pytest.raises(Forbidden):
                attempt()


def test_switched_off_user_is_no_actor_and_keeps_what_is_theirs(sqlite_storage: Storage) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        user_id = users.create_user(uow, name="Ada", email="ada@kontor.example").id
        customer_id = create_customer(uow, {"name": "A", "owner_id": user_id}).id
        users.switch_off(uow, user_id)

    with pytest.raises(NotFound):
        users.actor_of(sqlite_storage, user_id, ROLES)
    with sqlite_storage.unit(SYSTEM) as uow:
        assert uow.get(Customer, customer_id).owner_id == user_id


def test_customer_cannot_be_given_to_a_user_who_does_not_exist(sqlite_storage: Storage) -> None:
    with pytest.raises(Invalid) as refused, sqlite_storage.unit(SYSTEM) as uow:
        create_customer(uow, {"name": "A", "owner_id": "01890000-0000-7000-8000-000000000000"})

    assert list(refused.value.problems()) == ["owner_id"]


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "passwortpasswort",
        "Willkommen1234",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123456789012",
        "abcdefghijklmn",
        "ada.lovelace1815",
        "x" * 257,
    ],
)
def test_passwords_that_attackers_try_first_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.hash_password(password, about=["Ada Lovelace", "ada.lovelace@kontor.example"])

    assert list(refused.value.problems()) == ["password"]


def test_right_password_is_told_from_wrong_ones() -> None:
    hashed = passwords.hash_password("Sieben Störche im Moor")

    assert passwords.verify(hashed, "Sieben Störche im Moor")
    assert not passwords.verify(hashed, "sieben störche im moor")
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("no hash", "Sieben Störche im Moor")


def test_everybody_manages_only_with_an_actor() -> None:
    assert isinstance(SYSTEM, Actor)
    assert SYSTEM.profile.may(users.MANAGE_USERS)
