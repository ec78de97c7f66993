"""Looking as another user: what they see and no more, nothing is written, both are told."""

import re
from datetime import timedelta

import httpx
import pytest

from kontor_core.foundation.access import users
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.access.viewing import seen_as
from kontor_core.foundation.errors import Forbidden
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.routes import all_endpoints

ROLES = """
[roles.agent]
label = "Betreuung"
[roles.agent.grants]
"*" = { read = "own", create = "own", edit = "own", export = "own" }
[roles.helper]
label = "Hilfe"
permissions = ["view_as", "manage_users"]
[roles.helper.grants]
"*" = { read = "all" }
[roles.narrow]
label = "Eng"
permissions = ["view_as", "manage_users"]
[roles.narrow.grants]
"*" = { read = "team", create = "team", edit = "team", export = "team" }
[roles.reader]
label = "Lesend"
edit = []
[roles.reader.grants]
"*" = { read = "own" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def ben(kontor: Kontor) -> User:
    return kontor.user(role="agent", name="Ben Bau")


def look(kontor: Kontor, by: User, as_: User) -> httpx.Client:
    """Begin to look as somebody; return the browser that goes on with the new session."""
    client = kontor.client(as_=by)
    return going_on(kontor, client.post(f"/settings/users/{as_.id}/view"))


def going_on(kontor: Kontor, answer: httpx.Response) -> httpx.Client:
    assert answer.status_code in (200, 204, 303), answer.text
    cookies = "; ".join(answer.headers.get_list("set-cookie"))
    client = kontor.client()
    client.cookies.set("kontor", re.findall(r"kontor=([\w-]+)", cookies)[0])
    csrf = re.findall(r'name="_csrf" value="([^"]+)"', client.get("/").text)[0]
    client.headers["x-csrf-token"] = csrf
    return client


def test_one_sees_what_the_other_sees_with_a_banner_on_every_page(
    kontor: Kontor, anna: User, ben: User
) -> None:
    kontor.customer({"name": "Bens Kunde", "owner_id": ben.id})
    kontor.customer({"name": "Annas Kunde", "owner_id": anna.id})

    client = look(kontor, anna, ben)

    page = client.get("/customers").text
    assert "Bens Kunde" in page
    assert "Annas Kunde" not in page
    assert "Sie sehen Kontor als Ben Bau, nur lesend, bis" in page
    assert client.get("/settings").status_code == 403
    assert client.get("/me").status_code == 403


def test_asvs_8_3_3_nothing_is_written_by_any_route(kontor: Kontor, anna: User, ben: User) -> None:
    client = look(kontor, anna, ben)
    before = len(kontor.events)

    for endpoint in all_endpoints(kontor.app):
        if endpoint.audience == "public" or not endpoint.changes or endpoint.while_viewing:
            continue
        path = re.sub(r"\{\w+:\w+\}", "x", endpoint.path)
        kind = endpoint.accepts[0] if endpoint.accepts else ""
        headers = {"content-type": f"{kind}; boundary=x"} if kind else {}
        body = b"--x--\r\n" if endpoint.upload else b""
        answer = client.request(endpoint.method, path, headers=headers, content=body)
        assert answer.status_code == 403, endpoint.name

    assert len(kontor.events) == before


def test_reading_the_usual_pages_writes_nothing_either(
    kontor: Kontor, anna: User, ben: User
) -> None:
    customer = kontor.customer({"name": "Bens Kunde", "owner_id": ben.id})
    client = look(kontor, anna, ben)

    for path in (
        "/",
        "/customers",
        f"/customers/{customer.id}",
        "/x/tasks/my-day",
        "/search?q=Ben",
    ):
        assert client.get(path).status_code == 200, path


def test_the_storage_refuses_too(kontor: Kontor, anna: User, ben: User) -> None:
    seen = seen_as(kontor.actor(ben), kontor.actor(anna))

    with pytest.raises(Forbidden), kontor.app.unit(seen):
        pass
    assert seen.profile.level("customer", Action.EXPORT) is Level.NONE


def test_it_ends_by_the_button_and_both_are_told(kontor: Kontor, anna: User, ben: User) -> None:
    client = look(kontor, anna, ben)

    mine = going_on(kontor, client.post("/viewing/end"))

    assert client.get("/").status_code == 303  # the session of looking is over
    assert mine.get("/settings").status_code == 200
    assert "nur lesend" not in mine.get("/").text
    told = [event for event in kontor.events if event.type.startswith("user.view")]
    assert [(e.type, e.actor_id, e.subject_id) for e in told] == [
        ("user.viewed", anna.id, ben.id),
        ("user.viewing_ended", anna.id, ben.id),
    ]


def test_it_ends_by_itself(kontor: Kontor, anna: User, ben: User) -> None:
    client = look(kontor, anna, ben)
    for _ in range(2):  # a session is kept alive by using it
        kontor.clock.set(kontor.clock.now() + timedelta(minutes=14))
        assert "Ben Bau, nur lesend" in client.get("/").text
        kontor.clock.set(kontor.clock.now() + timedelta(minutes=1))

    page = client.get("/settings")

    assert page.status_code == 200
    assert "nur lesend" not in page.text


def test_asvs_8_3_1_never_towards_more_rights(kontor: Kontor, anna: User, ben: User) -> None:
    helper = kontor.user(role="helper", name="Hedi")
    narrow = kontor.user(role="narrow", name="Nora")
    reader = kontor.user(role="reader", name="Rita")

    def answer(by: User, as_: User) -> int:
        return kontor.client(as_=by).get(f"/settings/users/{as_.id}/view").status_code

    assert answer(helper, reader) == 200  # sees all rows, so theirs are nothing new
    assert answer(helper, ben) == 403  # may create, which a helper may not
    assert answer(helper, anna) == 403
    assert answer(narrow, reader) == 403  # whose own rows may lie in another team
    assert answer(anna, anna) == 422
    assert answer(ben, reader) == 403  # without the permission


def test_it_ends_when_the_right_to_it_ends(kontor: Kontor, anna: User, ben: User) -> None:
    reader = kontor.user(role="reader", name="Rita")
    helper = kontor.user(role="helper", name="Hedi")
    client = look(kontor, helper, reader)

    with kontor.unit() as uow:
        users.switch_off(uow, reader.id)

    assert "nur lesend" not in client.get("/").text


def test_secrets_of_the_other_stay_hidden(kontor: Kontor, anna: User, ben: User) -> None:
    kontor.act("tasks.new_address", as_=ben)
    path = "/x/tasks/calendar"
    theirs = kontor.client(as_=ben).get(path)
    assert "/x/tasks/feed/" in theirs.text

    assert "/x/tasks/feed/" not in look(kontor, anna, ben).get(path).text
