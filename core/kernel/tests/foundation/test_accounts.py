"""Accounts of others: who may change them, and what nobody may take away."""

from datetime import timedelta

import pytest

from kontor_core.foundation.access import directory, password_links, passwords, sessions, users
from kontor_core.foundation.access.accounts import Accounts
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound, Refused
from kontor_sdk.testing.kit import Kontor, User

SECRET = passwords.PasswordHash("$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5$nothing")
ROLES = """
[roles.caretaker]
label = "Hausmeister"
permissions = ["manage_users"]
[roles.caretaker.grants]
"*" = { read = "team" }
[roles.agent]
label = "Betreuung"
[roles.agent.grants]
"*" = { read = "own", create = "own", edit = "own" }
[roles.manager]
label = "Teamleitung"
[roles.manager.grants]
"*" = { read = "team" }
[roles.watcher]
label = "Zuschauer"
edit = []
[roles.watcher.grants]
"*" = { read = "own" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


def accounts(kontor: Kontor, by: User) -> Accounts:
    return Accounts(kontor.app.storage, kontor.app.definition.roles, kontor.actor(by))


@pytest.fixture
def anna(kontor: Kontor) -> User:
    user = kontor.user(role="administrator", name="Anna Amt")
    with kontor.unit() as uow:
        users.set_password(uow, user.id, SECRET)
    return user


def test_an_invited_user_sets_the_password_once(kontor: Kontor, anna: User) -> None:
    user_id, link = accounts(kontor, anna).invite(
        name="Ben Bau", email="ben@kontor.example", roles=["agent"]
    )
    found = password_links.resolve(kontor.app.storage, link.token)
    assert found is not None
    assert found.user_id == user_id
    assert directory.person(kontor.app.storage, user_id).standing == "invited"

    with kontor.unit() as uow:
        password_links.redeem(uow, found, SECRET)

    assert directory.person(kontor.app.storage, user_id).standing == "active"
    assert password_links.resolve(kontor.app.storage, link.token) is None
    with pytest.raises(NotFound), kontor.unit() as uow:
        password_links.redeem(uow, found, SECRET)


def test_a_link_ends_in_time_with_a_newer_one_and_with_the_password(
    kontor: Kontor, anna: User
) -> None:
    _, first = accounts(kontor, anna).invite(name="Ben", email="ben@kontor.example")
    resolve = password_links.resolve
    kontor.clock.set(kontor.clock.now() + timedelta(days=2, hours=23))
    assert resolve(kontor.app.storage, first.token) is not None
    kontor.clock.set(kontor.clock.now() + timedelta(hours=2))
    assert resolve(kontor.app.storage, first.token) is None

    second = accounts(kontor, anna).new_link(anna.id)
    third = accounts(kontor, anna).new_link(anna.id)
    assert resolve(kontor.app.storage, second.token) is None
    assert resolve(kontor.app.storage, third.token) is not None
    with kontor.unit() as uow:
        users.set_password(uow, anna.id, SECRET)
    assert resolve(kontor.app.storage, third.token) is None


def test_the_last_administrator_stays(kontor: Kontor, anna: User) -> None:
    other = kontor.user(role="administrator", name="Ohne Passwort")  # who cannot sign in

    with pytest.raises(Refused):
        accounts(kontor, other).give_roles(anna.id, ["agent"])
    with pytest.raises(Refused):
        accounts(kontor, other).switch_off(anna.id)
    with kontor.unit() as uow:
        users.set_password(uow, other.id, SECRET)
    accounts(kontor, other).switch_off(anna.id)

    with pytest.raises(Refused):
        accounts(kontor, other).give_roles(other.id, ["agent"])
    with pytest.raises(Refused):
        accounts(kontor, other).switch_off(other.id)


def test_an_account_that_is_off_has_no_session_and_no_open_link(kontor: Kontor, anna: User) -> None:
    ben = kontor.user(name="Ben")
    with kontor.unit() as uow:
        session = sessions.create(uow, ben.id)
    link = accounts(kontor, anna).new_link(ben.id)

    accounts(kontor, anna).switch_off(ben.id)

    assert sessions.resolve(kontor.app.storage, session.token) is None
    assert password_links.resolve(kontor.app.storage, link.token) is None
    with pytest.raises(Refused):
        accounts(kontor, anna).new_link(ben.id)


def test_asvs_8_3_1_nobody_gives_or_takes_over_more_rights_than_they_have(
    kontor: Kontor, anna: User
) -> None:
    carl, ben = kontor.user(role="caretaker"), kontor.user(role="watcher")
    by = accounts(kontor, carl)

    with pytest.raises(Forbidden):
        by.give_roles(carl.id, ["caretaker", "administrator"])
    with pytest.raises(Forbidden):
        by.give_roles(ben.id, ["agent"])  # may create, which a caretaker may not
    with pytest.raises(Forbidden):
        by.new_link(anna.id)
    with pytest.raises(Forbidden):
        by.change(anna.id, {"email": "carl@kontor.example"})
    with pytest.raises(Forbidden):
        by.end_sessions(anna.id)
    by.give_roles(ben.id, [])
    by.give_roles(ben.id, ["watcher"])
    with pytest.raises(Forbidden):
        accounts(kontor, ben).create_team("Nord")


def test_what_was_done_is_told_with_who_did_it(kontor: Kontor, anna: User) -> None:
    ben = kontor.user(name="Ben")

    accounts(kontor, anna).give_roles(ben.id, ["manager"])

    (event,) = [one for one in kontor.events if one.type == "user.roles_changed"]
    assert (event.actor_id, event.subject_id) == (anna.id, ben.id)
    assert event.payload == {"before": ["agent"], "after": ["manager"]}


def test_a_team_is_led_by_a_member_and_dissolved_when_nothing_hangs_on_it(
    kontor: Kontor, anna: User
) -> None:
    by = accounts(kontor, anna)
    team, ben = by.create_team("Nord"), kontor.user(name="Ben")
    with pytest.raises(Invalid):
        by.change_team(team, name="Nord", lead_id=ben.id)

    by.join(team, ben.id)
    by.change_team(team, name="Nordost", lead_id=ben.id)
    (row,) = directory.teams(kontor.app.storage)
    assert (row.name, row.lead_id, row.members) == ("Nordost", ben.id, 1)
    with pytest.raises(Refused):
        by.dissolve(team)

    customer = kontor.customer({"team_id": team})
    by.leave(team, ben.id)
    assert directory.teams(kontor.app.storage)[0].lead_id is None
    with pytest.raises(Refused, match="customer"):
        by.dissolve(team)
    kontor.change(customer, {"team_id": None})
    by.dissolve(team)
    assert directory.teams(kontor.app.storage) == []


def test_people_are_found_by_name_address_and_standing(kontor: Kontor, anna: User) -> None:
    kontor.user(name="Ben 100%")
    carl = kontor.user(name="Carl")
    accounts(kontor, anna).switch_off(carl.id)

    def names(**asked: str) -> list[str]:
        return [one.name for one in directory.people(kontor.app.storage, **asked)]

    assert names() == ["Anna Amt", "Ben 100%", "Carl"]
    assert names(text="00%") == ["Ben 100%"]
    assert names(text="ANNA.amt@") == ["Anna Amt"]
    assert names(standing="off") == ["Carl"]
    assert names(standing="invited") == ["Ben 100%"]
    assert directory.count(kontor.app.storage, standing="active") == 1
