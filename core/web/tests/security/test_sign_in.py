"""Signing in: a fresh session, the same answer for every failure, slower with every guess."""

import re

import httpx
import pytest
from litestar.testing import TestClient

from kontor_core.foundation.access import passwords, users
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.asgi import make_asgi
from kontor_web.web import WebSettings

PASSWORD = "ein ganz langer Satz"


@pytest.fixture
def anna(kontor: Kontor) -> User:
    user = kontor.user(role="administrator", name="Anna Amt")
    hashed = passwords.hash_password(PASSWORD)
    with kontor.unit() as uow:
        users.set_password(uow, user.id, hashed)
    return user


def sign_in(client: httpx.Client, email: str, password: str, to: str = "/") -> httpx.Response:
    return client.post("/login", data={"email": email, "password": password, "next": to})


def test_the_right_password_opens_a_session_and_leads_on(kontor: Kontor, anna: User) -> None:
    client = kontor.client()

    answer = sign_in(client, anna.email, PASSWORD, to="/customers?q=a")

    assert (answer.status_code, answer.headers["location"]) == (303, "/customers?q=a")
    flags = answer.headers["set-cookie"].partition("; ")[2]
    assert flags == "Path=/; HttpOnly; SameSite=Lax"
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""]
)
def test_signing_in_leads_to_own_pages_only(kontor: Kontor, anna: User, to: str) -> None:
    answer = sign_in(kontor.client(), anna.email, PASSWORD, to=to)

    assert answer.headers["location"] == "/"


def test_unknown_account_and_wrong_password_read_the_same(kontor: Kontor, anna: User) -> None:
    wrong = sign_in(kontor.client(), anna.email, "ein anderer Satz")
    unknown = sign_in(kontor.client(), "nobody@kontor.example", "ein anderer Satz")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace(anna.email, "") == unknown.text.replace("nobody@kontor.example", "")
    assert "set-cookie" not in wrong.headers


def test_guessing_is_slowed_down(kontor: Kontor, anna: User) -> None:
    client = kontor.client()

    answers = [sign_in(client, anna.email, f"geraten Nummer {n}") for n in range(8)]

    assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 3
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_asv_7_2_4_a_session_the_client_chose_is_not_taken_over(kontor: Kontor, anna: User) -> None:
    client = kontor.client()
    client.cookies.set("kontor", "chosen-by-an-attacker")

    answer = sign_in(client, anna.email, PASSWORD)

    assert "chosen-by-an-attacker" not in answer.headers["set-cookie"]


def test_signing_out_ends_the_session_for_good(kontor: Kontor, anna: User) -> None:
    client = kontor.client(as_=anna)
    cookie = client.cookies["kontor"]
    assert client.get("/").status_code == 200

    answer = client.post("/logout", data={})

    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    client.cookies.set("kontor", cookie)
    assert client.get("/", follow_redirects=False).headers["location"] == "/login?next=%2F"


def test_a_page_asks_to_sign_in_and_comes_back(kontor: Kontor) -> None:
    answer = kontor.client().get("/customers?q=als")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fcustomers%3Fq%3Dals"


def test_a_fragment_says_401_and_nothing_else(kontor: Kontor) -> None:
    answer = kontor.client().get("/ui/palette?q=a", headers={"hx-request": "true"})

    assert (answer.status_code, answer.text) == (401, "")


def test_without_dev_the_cookie_is_secure_and_bound_to_the_host(kontor: Kontor, anna: User) -> None:
    with TestClient(
        make_asgi(kontor.app, WebSettings(hosts=("crm.example",))), base_url="https://crm.example"
    ) as client:
        answer = client.post(
            "/login",
            data={"email": anna.email, "password": PASSWORD},
            headers={"sec-fetch-site": "same-origin"},
            follow_redirects=False,
        )

    name, _, rest = answer.headers["set-cookie"].partition("=")
    assert name == "__Host-kontor"
    assert rest.partition("; ")[2] == "Path=/; HttpOnly; SameSite=Lax; Secure"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_a_new_password_ends_every_session_and_goes_on_in_a_fresh_one(
    kontor: Kontor, anna: User
) -> None:
    here, elsewhere = kontor.client(as_=anna), kontor.client(as_=anna)
    before = here.cookies["kontor"]
    form = {"old": PASSWORD, "new": "ein noch längerer Satz", "again": "ein noch längerer Satz"}

    wrong = here.post("/me/password", data={**form, "old": "falsch geraten"})
    weak = here.post("/me/password", data={**form, "new": "kurz", "again": "kurz"})
    different = here.post("/me/password", data={**form, "again": "ein ganz anderer"})
    answer = here.post("/me/password", data=form)

    assert [one.status_code for one in (wrong, weak, different)] == [422, 422, 422]
    assert answer.status_code == 303
    assert answer.cookies["kontor"] != before
    assert elsewhere.get("/").status_code == 303
    here.cookies.clear()
    here.cookies.set("kontor", answer.cookies["kontor"])
    assert here.get("/me").status_code == 200
    assert sign_in(kontor.client(), anna.email, "ein noch längerer Satz").status_code == 303


def test_a_token_is_shown_once_and_can_be_revoked(kontor: Kontor, anna: User) -> None:
    client = kontor.client(as_=anna)

    made = client.post("/me/tokens", data={"name": "Export", "scope": "read", "days": "30"})
    token = re.search(r"kontor_[\w-]{40,}", made.text)
    assert token is not None
    program = kontor.client()
    program.headers["authorization"] = f"Bearer {token[0]}"
    assert program.get("/api/me").status_code == 200
    assert program.post("/api/customers", json={"name": "x"}).status_code == 403
    page = client.get("/me").text
    revoke = re.search(r'hx-post="(/me/tokens/[^"]+)"', page)
    assert revoke is not None

    client.post(revoke[1], data={})

    assert token[0] not in page
    assert program.get("/api/me").status_code == 401


def test_one_session_can_end_another_of_ones_own_and_no_foreign_one(
    kontor: Kontor, anna: User
) -> None:
    here, elsewhere = kontor.client(as_=anna), kontor.client(as_=anna)
    end = re.search(r'hx-post="(/me/sessions/[^"]+)"', here.get("/me").text)
    assert end is not None
    stranger = kontor.client(as_=kontor.user())

    assert stranger.post(end[1], data={}).status_code == 404
    here.post(end[1], data={})

    assert elsewhere.get("/").status_code == 303
    assert here.get("/").status_code == 200
