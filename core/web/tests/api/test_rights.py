"""Who sees and does what over HTTP: the fence stands below every path."""

from collections.abc import Callable

import httpx
import pytest

from kontor_sdk.testing.kit import Kontor

Api = Callable[..., httpx.Client]


def test_asv_8_2_2_two_agents_see_their_own_customers_only(kontor: Kontor, api: Api) -> None:
    anna, ben = kontor.user(), kontor.user()
    mine = kontor.customer({"name": "Annas"}, as_=anna)
    kontor.customer({"name": "Bens"}, as_=ben)

    seen = [
        [item["name"] for item in api(user).get("/api/customers").json()["items"]]
        for user in (anna, ben)
    ]
    foreign = api(ben).get(f"/api/customers/{mine.id}")
    unknown = api(ben).get("/api/customers/0190b6f0-0000-7000-8000-000000000001")

    assert seen == [["Annas"], ["Bens"]]
    assert (foreign.status_code, unknown.status_code) == (404, 404)


def test_a_foreign_record_can_be_neither_changed_nor_deleted(kontor: Kontor, api: Api) -> None:
    mine = kontor.customer({"name": "Annas"}, as_=kontor.user())
    ben = api(kontor.user())
    headers = {"if-match": '"1"'}

    statuses = [
        ben.patch(f"/api/customers/{mine.id}", json={"name": "x"}, headers=headers).status_code,
        ben.delete(f"/api/customers/{mine.id}", headers=headers).status_code,
    ]

    assert statuses == [404, 404]
    assert kontor.values(mine)["name"] == "Annas"


def test_a_token_cannot_do_more_than_its_scopes(kontor: Kontor, api: Api) -> None:
    user = kontor.user(role="administrator")
    kontor.customer({"name": "Alster"})
    reading = api(user, scopes=["customers:read"])

    assert len(reading.get("/api/customers").json()["items"]) == 1
    assert reading.post("/api/customers", json={"name": "Brandt"}).status_code == 403
    assert reading.get("/api/contacts").json()["items"] == []


@pytest.mark.parametrize(
    "headers",
    [{}, {"authorization": "Bearer kontor_wrong"}, {"authorization": "Basic YTpi"}],
)
def test_nobody_gets_401_with_a_way_in(kontor: Kontor, headers: dict[str, str]) -> None:
    answer = kontor.client().get("/api/customers", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="kontor"'
    assert answer.json()["code"] == "unauthenticated"
    assert ("Token" in answer.json()["detail"]) == ("authorization" in headers)


def test_me_tells_who_the_token_speaks_for(kontor: Kontor, api: Api) -> None:
    user = kontor.user(role="reader", name="Rita Reader")

    me = api(user).get("/api/me").json()

    assert (me["id"], me["name"], me["edit_classes"]) == (user.id, "Rita Reader", [])
    assert me["levels"]["*"]["read"] == "all"


def test_a_switched_off_user_is_out_at_once(kontor: Kontor, api: Api) -> None:
    from kontor_core.foundation.access.users import switch_off

    user = kontor.user(role="administrator")
    by_token, by_cookie = api(user), kontor.client(as_=user)
    assert by_token.get("/api/me").status_code == 200

    with kontor.unit() as uow:
        switch_off(uow, user.id)

    assert by_token.get("/api/me").status_code == 401
    assert by_cookie.get("/api/me").status_code == 401
