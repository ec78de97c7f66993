"""The second factor and forced passwords: from sign-in to session, and what ends them."""

import re
from datetime import timedelta
from html import unescape

import httpx
import pyotp
import pytest

from kontor_core.foundation import clock
from kontor_core.foundation.access import directory, passwords, second_factor, users
from kontor_core.foundation.vault import FILE_NAME
from kontor_sdk.testing.kit import Kontor, User

PASSWORD = "ein ganz langer Satz"
HASH = passwords.hash_password(PASSWORD)
NEEDED = '[security]\nsecond_factor = ["administrator"]\n'
NEEDED_BY_ALL = '[security]\nsecond_factor = ["*"]\n'
STEP = "/login/step?next=%2Fcustomers"


@pytest.fixture
def anna(kontor: Kontor) -> User:
    user = kontor.user(role="administrator", name="Anna Amt")
    with kontor.unit() as uow:
        users.set_password(uow, user.id, HASH)
    return user


def sign_in(client: httpx.Client, user: User, password: str = PASSWORD) -> httpx.Response:
    asked = {"email": user.email, "password": password, "next": "/customers"}
    return client.post("/login", data=asked)


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def secret_of(html: str) -> tuple[str, str]:
    """Read the key that the page shows for typing, and the sealed one it sends back."""
    shown = re.search(r"\b((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})\b", html)
    sealed = re.search(r'name="secret" value="([^"]+)"', html)
    assert shown is not None
    assert sealed is not None
    return shown[1].replace(" ", ""), unescape(sealed[1])


def codes_of(html: str) -> list[str]:
    return re.findall(r"<code>([a-z2-9-]+)</code>", html)


def enrolled(kontor: Kontor, user: User) -> tuple[str, list[str]]:
    """Give somebody a second factor; its first code is used up."""
    secret = second_factor.new_secret()
    with kontor.unit() as uow:
        codes = second_factor.enrol(uow, kontor.app.vault, user.id, secret, code(secret))
    kontor.pass_time(timedelta(minutes=2))
    return secret, codes


def signed_in(client: httpx.Client) -> bool:
    return client.get("/me").status_code == 200


def going_on(client: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Go on with the fresh session that an answer began, as a browser does."""
    client.cookies.clear()
    client.cookies.set("kontor", re.findall(r"kontor=([\w-]+)", answer.headers["set-cookie"])[0])
    shown = re.search(r'name="_csrf" value="([^"]+)"', answer.text)
    assert shown is not None, answer.text
    client.headers["x-csrf-token"] = shown[1]
    return answer


def told(kontor: Kontor) -> list[str]:
    return [one.type for one in kontor.events if one.type.startswith("user.")]


def test_after_the_password_the_code_is_asked(kontor: Kontor, anna: User) -> None:
    secret, _ = enrolled(kontor, anna)
    client = kontor.client()

    answer = sign_in(client, anna)

    assert (answer.status_code, answer.headers["location"]) == (303, STEP)
    assert "kontor-entry=" in answer.headers["set-cookie"]
    assert not signed_in(client)
    assert 'autocomplete="one-time-code"' in client.get(STEP).text
    answer = client.post(STEP, data={"code": code(secret)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/customers")
    assert signed_in(client)


def test_a_wrong_password_never_tells_of_a_second_factor(kontor: Kontor, anna: User) -> None:
    enrolled(kontor, anna)
    ben = kontor.user(name="Ben")

    answers = [sign_in(kontor.client(), one, "ein anderer Satz") for one in (anna, ben)]

    assert [one.status_code for one in answers] == [401, 401]
    texts = {one.text.replace(anna.email, "").replace(ben.email, "") for one in answers}
    assert len(texts) == 1


def test_asvs_6_5_1_a_code_works_once(kontor: Kontor, anna: User) -> None:
    secret, _ = enrolled(kontor, anna)
    used = code(secret)
    first, second = kontor.client(), kontor.client()
    sign_in(first, anna)
    first.post(STEP, data={"code": used})
    sign_in(second, anna)

    answer = second.post(STEP, data={"code": used})

    assert answer.status_code == 422
    assert "Der Code stimmt nicht" in answer.text
    assert not signed_in(second)


def test_a_recovery_code_stands_in_once(kontor: Kontor, anna: User) -> None:
    _, codes = enrolled(kontor, anna)
    statuses = []
    for _ in range(2):
        client = kontor.client()
        sign_in(client, anna)
        statuses.append(client.post(STEP, data={"code": codes[0].upper()}).status_code)

    assert statuses == [303, 422]
    standing = second_factor.standing(kontor.app.storage, anna.id)
    assert standing is not None
    assert standing.codes == 9


def test_asvs_6_5_5_guessing_codes_is_slowed_down_and_told(kontor: Kontor, anna: User) -> None:
    secret, _ = enrolled(kontor, anna)
    client = kontor.client()
    sign_in(client, anna)

    answers = [client.post(STEP, data={"code": f"00000{n}"}) for n in range(6)]
    right = client.post(STEP, data={"code": code(secret)})

    assert "Zu viele Versuche" in answers[-1].text
    assert right.status_code == 422
    assert told(kontor).count("user.code_failed") == 5


def test_the_way_in_ends_after_ten_minutes(kontor: Kontor, anna: User) -> None:
    secret, _ = enrolled(kontor, anna)
    client = kontor.client()
    sign_in(client, anna)
    kontor.pass_time(timedelta(minutes=11))

    answer = client.post(STEP, data={"code": code(secret)})

    assert answer.headers["location"] == "/login"
    assert not signed_in(client)


@pytest.mark.parametrize("kontor_toml", [NEEDED])
def test_who_needs_a_second_factor_sets_it_up_on_the_way(
    kontor: Kontor, anna: User, kontor_toml: str
) -> None:
    client = kontor.client()
    sign_in(client, anna)
    secret, sealed = secret_of(client.get(STEP).text)

    wrong = client.post(STEP, data={"code": "000000", "secret": sealed})
    assert wrong.status_code == 422
    assert secret_of(wrong.text)[0] == secret  # the phone has scanned it already
    assert not signed_in(client)
    shown = client.post(STEP, data={"code": code(secret), "secret": sealed})
    codes = codes_of(shown.text)
    assert len(codes) == second_factor.CODES
    assert not signed_in(client)  # first the codes are kept
    answer = client.post(STEP)

    assert answer.headers["location"] == "/customers"
    assert signed_in(client)
    assert client.get("/me/second-factor/off").status_code == 422  # the role needs it
    assert "user.second_factor_set" in told(kontor)
    agent = kontor.user()
    with kontor.unit() as uow:
        users.set_password(uow, agent.id, HASH)
    assert sign_in(kontor.client(), agent).headers["location"] == "/customers"


@pytest.mark.parametrize("kontor_toml", [NEEDED])
def test_a_link_to_a_password_does_not_lead_past_the_second_factor(
    kontor: Kontor, anna: User, kontor_toml: str
) -> None:
    secret, _ = enrolled(kontor, anna)
    boss = kontor.user(role="administrator", name="Boss")
    enrolled(kontor, boss)
    page = kontor.client(as_=boss).post(f"/settings/users/{anna.id}/link").text
    (link,) = re.findall(r"http://127.0.0.1:8000(/welcome/[\w-]+)", page)
    guest = kontor.client()
    new = "ein anderer langer Satz"

    answer = guest.post(link, data={"new": new, "again": new})

    assert answer.headers["location"] == "/login/step?next=%2F"
    assert not signed_in(guest)
    guest.post("/login/step?next=/", data={"code": code(secret)})
    assert signed_in(guest)


def test_one_sets_it_up_and_turns_it_off_on_ones_account(kontor: Kontor, anna: User) -> None:
    client = kontor.client(as_=anna)
    secret, sealed = secret_of(client.get("/me/second-factor").text)

    refused = client.post("/me/second-factor", data={"code": "1", "secret": sealed})
    made = client.post("/me/second-factor", data={"code": code(secret), "secret": sealed})
    going_on(client, made)
    first = codes_of(made.text)

    assert (refused.status_code, made.status_code, len(first)) == (422, 200, 10)
    assert "Übrige Wiederherstellungscodes" in client.get("/me").text
    again = codes_of(client.post("/me/second-factor/codes").text)
    assert set(first).isdisjoint(again)
    assert client.get("/me/second-factor/off").status_code == 200
    assert client.post("/me/second-factor/off").status_code == 303
    assert second_factor.standing(kontor.app.storage, anna.id) is None
    assert "user.second_factor_removed" in told(kontor)


def test_asvs_7_2_4_setting_it_up_ends_what_was_open_without_it(kontor: Kontor, anna: User) -> None:
    client, elsewhere, copied = (kontor.client(as_=anna) for _ in range(3))
    copied.cookies.set("kontor", client.cookies["kontor"])
    secret, sealed = secret_of(client.get("/me/second-factor").text)

    answer = client.post("/me/second-factor", data={"code": code(secret), "secret": sealed})

    assert [signed_in(one) for one in (elsewhere, copied)] == [False, False]
    going_on(client, answer)
    assert signed_in(client)
    assert client.post("/me/second-factor/codes").status_code == 200


@pytest.mark.parametrize("kontor_toml", [NEEDED])
def test_a_session_without_the_second_factor_a_role_needs_is_over(
    kontor: Kontor, api: object, anna: User, kontor_toml: str
) -> None:
    client, agent = kontor.client(as_=anna), kontor.client(as_=kontor.user())

    page = client.get("/customers")

    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fcustomers")
    for path in ("/ui/events", "/ui/palette", "/api/customers", "/me/second-factor"):
        assert client.get(path).status_code in (303, 401), path
    assert client.post("/me/second-factor/codes").headers["location"] == "/login?next=%2F"
    assert api(anna).get("/api/me").status_code == 200  # type: ignore[operator]  # a function
    assert signed_in(agent)

    client.cookies.clear()
    assert sign_in(client, anna).headers["location"] == STEP
    secret, sealed = secret_of(client.get(STEP).text)
    client.post(STEP, data={"code": code(secret), "secret": sealed})
    client.post(STEP)

    assert signed_in(client)


@pytest.mark.parametrize("kontor_toml", [NEEDED_BY_ALL])
def test_asked_of_everybody_no_session_is_left_without_one(
    kontor: Kontor, anna: User, kontor_toml: str
) -> None:
    enrolled(kontor, anna)

    assert signed_in(kontor.client(as_=anna))
    assert not signed_in(kontor.client(as_=kontor.user()))


@pytest.mark.parametrize("kontor_toml", [NEEDED])
def test_whoever_is_given_such_a_role_sets_one_up_before_going_on(
    kontor: Kontor, anna: User, kontor_toml: str
) -> None:
    enrolled(kontor, anna)
    ben = kontor.user(name="Ben Bau")
    with kontor.unit() as uow:
        users.set_password(uow, ben.id, HASH)
    theirs = kontor.client(as_=ben)
    assert signed_in(theirs)

    given = kontor.client(as_=anna).post(
        f"/settings/users/{ben.id}/roles", data={"roles": ["agent", "administrator"]}
    )

    assert given.status_code == 303
    assert not signed_in(theirs)
    theirs.cookies.clear()
    assert sign_in(theirs, ben).headers["location"] == STEP
    assert "Zweiten Faktor einrichten" in theirs.get(STEP).text
    assert not signed_in(theirs)


def test_a_sealed_secret_serves_nobody_else(kontor: Kontor, anna: User) -> None:
    secret, sealed = secret_of(kontor.client(as_=anna).get("/me/second-factor").text)
    ben = kontor.client(as_=kontor.user(role="administrator"))

    answer = ben.post("/me/second-factor", data={"code": code(secret), "secret": sealed})

    assert answer.status_code == 422
    assert "zu alt" in answer.text


def test_whoever_administers_resets_what_was_lost(kontor: Kontor, anna: User) -> None:
    ben = kontor.user(name="Ben Bau")
    with kontor.unit() as uow:
        users.set_password(uow, ben.id, HASH)
    enrolled(kontor, ben)
    theirs = kontor.client(as_=ben)
    client = kontor.client(as_=anna)
    assert "reset-factor" in client.get(f"/settings/users/{ben.id}").text
    assert client.get(f"/settings/users/{ben.id}/reset-factor").status_code == 200

    answer = client.post(f"/settings/users/{ben.id}/reset-factor")

    assert answer.status_code == 303
    assert not signed_in(theirs)
    assert sign_in(theirs, ben).headers["location"] == "/customers"
    assert "reset-factor" not in client.get(f"/settings/users/{ben.id}").text
    fact = next(one for one in kontor.events if one.type == "user.second_factor_removed")
    assert (fact.actor_id, fact.subject_id) == (anna.id, ben.id)


def test_a_demanded_password_is_chosen_before_anything_else(kontor: Kontor, anna: User) -> None:
    ben = kontor.user(name="Ben Bau")
    with kontor.unit() as uow:
        users.set_password(uow, ben.id, HASH)
    theirs = kontor.client(as_=ben)
    client = kontor.client(as_=anna)
    client.post(f"/settings/users/{ben.id}/demand-password")
    assert not signed_in(theirs)

    theirs = kontor.client()
    assert sign_in(theirs, ben).headers["location"] == STEP
    assert not signed_in(theirs)
    same = theirs.post(STEP, data={"new": PASSWORD, "again": PASSWORD})
    assert "Das ist das bisherige Passwort." in same.text
    new = "ein anderer langer Satz"
    answer = theirs.post(STEP, data={"new": new, "again": new})

    assert answer.headers["location"] == "/customers"
    assert signed_in(theirs)
    assert sign_in(kontor.client(), ben, new).headers["location"] == "/customers"


def test_the_secret_is_nowhere_in_the_database(kontor: Kontor, anna: User) -> None:
    secret, codes = enrolled(kontor, anna)
    home = kontor.app.home
    raw = b"".join(path.read_bytes() for path in home.glob("kontor.db*"))

    assert secret.encode() not in raw
    assert codes[0].encode() not in raw
    assert (home / FILE_NAME).stat().st_mode & 0o077 == 0


def test_without_the_key_recovery_codes_still_work_and_people_are_told(
    kontor: Kontor, anna: User
) -> None:
    secret, codes = enrolled(kontor, anna)
    (kontor.app.home / FILE_NAME).unlink()
    client = kontor.client()
    sign_in(client, anna)

    answer = client.post(STEP, data={"code": code(secret)})

    assert answer.status_code == 422
    assert "Der Schlüssel dieses Kontors fehlt" in answer.text
    assert not (kontor.app.home / FILE_NAME).exists()
    assert client.post(STEP, data={"code": codes[0]}).status_code == 303


@pytest.mark.parametrize("kontor_toml", [NEEDED])
@pytest.mark.parametrize("key", [None, "gar kein Schlüssel", f"{'A' * 43}="])
def test_nothing_is_set_up_beside_a_key_that_is_lost(
    kontor: Kontor, anna: User, key: str | None, kontor_toml: str
) -> None:
    enrolled(kontor, anna)
    boss = kontor.client(as_=anna)
    file = kontor.app.home / FILE_NAME
    file.unlink() if key is None else file.write_text(key)
    eva = kontor.user(role="administrator", name="Eva Eck")
    with kontor.unit() as uow:
        users.set_password(uow, eva.id, HASH)
    client = kontor.client()
    sign_in(client, eva)

    answer = client.get(STEP)

    assert answer.status_code == 503
    assert "Der Schlüssel dieses Kontors fehlt oder ist ein anderer." in answer.text
    assert 'name="secret"' not in answer.text
    assert "Der Schlüssel dieses Kontors" in boss.get("/me/second-factor").text
    health = boss.get("/settings/health").text
    assert "1 zweite" in health
    assert "reset-factor --unreadable" in health
    assert second_factor.standing(kontor.app.storage, eva.id) is None
    assert (file.read_text() if file.exists() else None) == key


def test_a_token_cannot_set_up_a_second_factor(kontor: Kontor, api: object, anna: User) -> None:
    client = api(anna)  # type: ignore[operator]  # a function of the fixture

    assert client.get("/me/second-factor").status_code == 403
    assert client.post("/me/second-factor/codes").status_code == 403
    assert directory.person(kontor.app.storage, anna.id) is not None
