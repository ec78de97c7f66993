"""Signing in, sessions, tokens: what holds, what ends, what it costs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from kontor_core.customers.models import Customer
from kontor_core.foundation import clock
from kontor_core.foundation.access import passwords, second_factor, sessions, tokens, users
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.access.sign_in import sign_in
from kontor_core.foundation.access.throttle import Throttle, TooMany
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound, Unauthenticated
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.vault import Vault

PASSWORD = "Sieben Störche im Moor"
HASH = passwords.hash_password(PASSWORD)


@pytest.fixture
def now() -> Iterator[clock.FixedClock]:
    fixed = clock.FixedClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    with clock.use_clock(fixed):
        yield fixed


@pytest.fixture
def ada(storage: Storage) -> str:
    with storage.unit(SYSTEM) as uow:
        return users.create_user(uow, name="Ada", email="ada@kontor.example", password=HASH).id


def _open(storage: Storage, user_id: str) -> sessions.NewSession:
    with storage.unit(SYSTEM) as uow:
        return sessions.create(uow, user_id)


def test_session_is_found_by_its_token_and_by_nothing_else(storage: Storage, ada: str) -> None:
    made = _open(storage, ada)

    found = sessions.resolve(storage, made.token)

    assert found is not None
    assert (found.id, found.user_id, found.csrf_token) == (made.id, ada, made.csrf_token)
    assert sessions.resolve(storage, made.token[:-1]) is None
    assert sessions.resolve(storage, made.id) is None


def test_token_of_a_session_is_nowhere_in_the_database(storage: Storage, ada: str) -> None:
    made = _open(storage, ada)
    if not storage.database.is_sqlite:
        pytest.skip("Raw files are looked at on SQLite.")
    path = storage.database.path
    assert path is not None

    files = [path, path.with_name(path.name + "-wal")]
    raw = b"".join(file.read_bytes() for file in files if file.exists())

    assert made.token.encode() not in raw
    assert made.csrf_token.encode() in raw  # a control: the scan would have found it


def test_session_of_a_role_that_needs_a_second_factor_holds_only_with_one(
    storage: Storage, ada: str, tmp_path: Path
) -> None:
    with storage.unit(SYSTEM) as uow:
        users.set_roles(uow, ada, ["keeper"])
    without = _open(storage, ada)

    def holds(made: sessions.NewSession, asking: tuple[str, ...]) -> bool:
        found = sessions.resolve(storage, made.token, asking=asking) is not None
        assert found == (made.id in sessions.holding(storage, [made.id], asking=asking))
        return found

    assert [holds(without, one) for one in ((), ("other",), ("keeper", "other"), ("*",))] == [
        True,
        True,
        False,
        False,
    ]

    secret = second_factor.new_secret()
    code = pyotp.TOTP(secret).at(clock.now())
    with storage.unit(SYSTEM) as uow:
        second_factor.enrol(uow, Vault(tmp_path), ada, secret, code)

    assert not holds(without, ())  # it has not shown what was set up since
    assert holds(_open(storage, ada), ("keeper",))


def test_rotated_session_leaves_the_old_token_without_effect(storage: Storage, ada: str) -> None:
    made = _open(storage, ada)
    row = sessions.resolve(storage, made.token)
    assert row is not None

    with storage.unit(SYSTEM) as uow:
        fresh = sessions.rotate(uow, row)

    assert sessions.resolve(storage, made.token) is None
    assert sessions.resolve(storage, fresh.token) is not None


def test_session_ends_when_nobody_uses_it(
    storage: Storage, ada: str, now: clock.FixedClock
) -> None:
    made = _open(storage, ada)

    now.set(now.now() + timedelta(minutes=29))
    used = sessions.resolve(storage, made.token)
    now.set(now.now() + timedelta(minutes=2))

    assert used is not None
    assert sessions.resolve(storage, made.token) is None
    assert sessions.resolve(storage, made.token, idle=timedelta(hours=8)) is not None


def test_session_in_use_lives_on_but_never_past_its_day(
    storage: Storage, ada: str, now: clock.FixedClock
) -> None:
    made = _open(storage, ada)
    seen = sessions.LastSeen(storage)
    held = 0
    for _ in range(40):
        now.set(now.now() + timedelta(minutes=20))
        row = sessions.resolve(storage, made.token)
        if row is None:
            break
        held += 1
        seen.note(row)

    assert held == 35  # twelve hours less a bit


def test_seen_is_written_once_in_five_minutes(
    storage: Storage, ada: str, now: clock.FixedClock
) -> None:
    made = _open(storage, ada)
    seen = sessions.LastSeen(storage)
    written = []
    for _ in range(12):
        now.set(now.now() + timedelta(minutes=1))
        row = sessions.resolve(storage, made.token)
        assert row is not None
        seen.note(row)
        written.append(row.seen_at)

    assert len(set(written)) == 3


@pytest.mark.parametrize("change", ["password", "roles", "off"])
def test_v7_4_2_session_ends_with_password_roles_and_account(
    storage: Storage, ada: str, change: str
) -> None:
    made = _open(storage, ada)

    with storage.unit(SYSTEM) as uow:
        if change == "password":
            users.set_password(uow, ada, HASH)
        elif change == "roles":
            users.set_roles(uow, ada, ["agent"])
        else:
            users.switch_off(uow, ada)

    assert sessions.resolve(storage, made.token) is None


def test_users_see_and_revoke_their_own_sessions_only(storage: Storage, ada: str) -> None:
    with storage.unit(SYSTEM) as uow:
        eve = users.create_user(uow, name="Eve", email="eve@kontor.example").id
    made = _open(storage, ada)

    with storage.unit(SYSTEM) as uow, pytest.raises(NotFound):
        sessions.revoke(uow, eve, made.id)
    listed = [session.id for session in sessions.list_of(storage, ada)]

    assert (listed, sessions.list_of(storage, eve)) == ([made.id], [])


def test_wrong_password_and_unknown_account_are_answered_alike(storage: Storage, ada: str) -> None:
    texts = set()
    for email, password in (("ada@kontor.example", "wrong"), ("nobody@kontor.example", PASSWORD)):
        with pytest.raises(Unauthenticated) as refused:
            sign_in(storage, Throttle(storage), email=email, password=password, address="192.0.2.1")
        texts.add(refused.value.text("en"))

    user = sign_in(
        storage,
        Throttle(storage),
        email="ADA@kontor.example",
        password=PASSWORD,
        address="192.0.2.1",
    )

    assert texts == {"E-mail or password is wrong."}
    assert user.id == ada


def _fail(storage: Storage, times: int = 1) -> None:
    for _ in range(times):
        with storage.unit(SYSTEM) as uow:
            Throttle(storage).failed(uow, "ada@kontor.example", "192.0.2.1")


def test_v2_4_1_guessing_is_slowed_down_in_all_processes_and_a_pause_forgets(
    storage: Storage, now: clock.FixedClock
) -> None:
    throttle = Throttle(storage)
    for _ in range(5):
        throttle.check("ada@kontor.example", "192.0.2.1")
        _fail(storage)  # each in a throttle of its own, as in a process of its own

    with pytest.raises(TooMany) as refused:
        throttle.check("ADA@kontor.example", "192.0.2.1")
    throttle.check("ada@kontor.example", "198.51.100.7")  # its owner, from elsewhere
    now.set(now.now() + timedelta(seconds=refused.value.retry_after))
    throttle.check("ada@kontor.example", "192.0.2.1")

    assert refused.value.status == 429


def test_failures_are_forgotten_and_leave_no_row(storage: Storage, now: clock.FixedClock) -> None:
    _fail(storage, 4)
    now.set(now.now() + timedelta(minutes=16))

    _fail(storage)
    Throttle(storage).check("ada@kontor.example", "192.0.2.1")
    Throttle(storage).succeeded("ada@kontor.example", "192.0.2.1")

    _fail(storage, 4)
    Throttle(storage).check("ada@kontor.example", "192.0.2.1")


def test_wait_doubles_up_to_a_quarter_of_an_hour(storage: Storage, now: clock.FixedClock) -> None:
    throttle = Throttle(storage)
    waits = []
    for _ in range(20):
        _fail(storage)
        try:
            throttle.check("ada@kontor.example", "192.0.2.1")
        except TooMany as refused:
            waits.append(refused.retry_after)

    assert waits[:4] == [2, 3, 5, 9]
    assert waits[-1] == 901


def test_token_speaks_for_its_user_until_it_is_revoked(storage: Storage, ada: str) -> None:
    me = Actor(id=ada, name="Ada", profile=SYSTEM.profile)
    with storage.unit(me) as uow:
        made = tokens.create(uow, user_id=ada, name="ERP", scopes=["customers:read"])

    found = tokens.resolve(storage, made.token)
    with storage.unit(me) as uow:
        tokens.revoke(uow, ada, made.id)

    assert found is not None
    assert (found.user_id, found.scopes) == (ada, ["customers:read"])
    assert made.token.startswith(tokens.PREFIX)
    assert tokens.resolve(storage, made.token) is None


def test_expired_token_is_nobody(storage: Storage, ada: str, now: clock.FixedClock) -> None:
    with storage.unit(SYSTEM) as uow:
        made = tokens.create(uow, user_id=ada, name="ERP", expires_at=now.now() + timedelta(days=1))
    before = tokens.resolve(storage, made.token)
    now.set(now.now() + timedelta(days=1))

    assert before is not None
    assert tokens.resolve(storage, made.token) is None


def test_token_cannot_make_tokens_and_nobody_makes_them_for_others(
    storage: Storage, ada: str
) -> None:
    by_token = Actor(id=ada, name="Ada", profile=SYSTEM.profile, token_id=ada)
    other = Actor(id="01890000-0000-7000-8000-000000000000", name="Eve", profile=SYSTEM.profile)

    for actor in (by_token, other):
        with storage.unit(actor) as uow, pytest.raises(Forbidden):
            tokens.create(uow, user_id=ada, name="ERP")
    with storage.unit(SYSTEM) as uow, pytest.raises(Invalid):
        tokens.create(uow, user_id=ada, name="ERP", scopes=["customers:everything"])


def test_scopes_narrow_and_never_widen() -> None:
    levels = {"*": {Action.READ: Level.OWN}, "customer": dict.fromkeys(Action, Level.TEAM)}
    profile = Profile(levels, permissions=frozenset({"appoint"}))
    entities = {"customers": "customer", "contacts": "contact"}

    cut = tokens.narrowed(profile, ["customers:read", "contacts:write"], entities.get)

    assert cut.level("customer", Action.READ) is Level.TEAM
    assert cut.level("customer", Action.EDIT) is Level.NONE
    assert cut.level("contact", Action.READ) is Level.OWN
    assert cut.level("contact", Action.EDIT) is Level.NONE
    assert cut.level("interaction", Action.READ) is Level.NONE
    assert cut.permissions == frozenset()


def test_no_profile_reads_the_books_of_the_core(storage: Storage, ada: str) -> None:
    with storage.unit(SYSTEM) as uow:
        assert uow.find(Customer) is None
        for name in ("core_credential", "core_session", "core_api_token"):
            assert uow.schema.rule(name).scope.value == "system"
