"""Following: any record by anybody who sees it, news for followers, silence for all others."""

import json
import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from kontor_core.contacts.privacy import erase_contact
from kontor_core.events.administration import UserRolesChanged
from kontor_core.hooks.purging import plan_purge
from kontor_following.models import Follow
from kontor_inbox.models import Notice
from kontor_sdk.flow import NoteArrived, RecordRef
from kontor_sdk.models import User as Account
from kontor_sdk.testing import Kontor, User

ROLES = """
[roles.looker]
label = "Lesend"
label_en = "Reader"
edit = []
[roles.looker.grants]
"*" = { read = "all" }
[roles.own]
label = "Eigene"
label_en = "Own"
[roles.own.grants]
"*" = { read = "own", create = "own", edit = "own" }
"""


@pytest.fixture
def kontor_toml() -> str:
    return ROLES


def _followed(kontor: Kontor) -> list[Follow]:
    with kontor.unit() as uow:
        return uow.find_all(Follow)


def _told(kontor: Kontor, user: User) -> list[tuple[str, int]]:
    kontor.deliver(times=2)
    with kontor.unit() as uow:
        notices = uow.find_all(Notice, recipient_id=user.id)
    return [(one.text, one.count) for one in notices if one.kind == "following.news"]


def _button(client: httpx.Client, address: str, action: str) -> str | None:
    found = re.search(rf'hx-post="([^"]*{re.escape(action)})"', client.get(address).text)
    return found[1] if found else None


def test_who_may_only_read_follows_by_one_click_and_takes_it_back(kontor: Kontor) -> None:
    ben = kontor.user(role="looker", name="Ben Blick")
    customer = kontor.customer()
    client = kontor.client(as_=ben)
    page = f"/customers/{customer.id}"
    url = _button(client, page, "following.follow")
    assert url is not None

    answer = client.post(url)
    head = client.get(f"/ui/customers/{customer.id}/head").text
    followers = client.get(f"/ui/customers/{customer.id}/panel/following.customer_followers").text
    undo = json.loads(answer.headers["hx-trigger"])["k:toast"]["undo"]["url"]

    assert [one.customer_id for one in _followed(kontor)] == [customer.id]
    assert ("Nicht beobachten" in head, 'data-key="f"' in head) == (True, True)
    assert "Ben Blick" in followers
    client.post(undo)
    assert _followed(kontor) == []
    assert _button(client, page, "following.follow") == url


def test_records_of_any_kind_are_followed_from_the_list_and_found_again(kontor: Kontor) -> None:
    anna = kontor.user(role="administrator")
    customer = kontor.customer()
    first, second, third = (
        kontor.create("notes.note", {"customer_id": customer, "body": body}, as_=anna)
        for body in ("Erste", "Zweite", "Dritte")
    )
    client = kontor.client(as_=anna)
    found = re.search(
        r'hx-post="([^"]*following.follow_selected[^"]*)"', client.get("/x/notes/notes").text
    )
    assert found is not None

    client.post(found[1].replace("&amp;", "&"), data={"id": [first.id, second.id]})
    listed = client.get("/x/notes/notes?view=following.followed").text
    mine = client.get("/x/following/mine").text

    assert {one.subject_id for one in _followed(kontor)} == {first.id, second.id}
    assert [text in listed for text in ("Erste", "Zweite", "Dritte")] == [True, True, False]
    assert [text in mine for text in ("Erste", "Zweite", "Dritte")] == [True, True, False]
    kontor.delete(first)
    kontor.deliver()
    assert {one.subject_id for one in _followed(kontor)} == {second.id}
    assert third.id not in mine


def test_followers_hear_of_what_others_did_once_a_record_and_day(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="administrator", name="Anna Amt"), kontor.user(role="looker")
    customer = kontor.customer({"name": "Alster GmbH"}, as_=anna)
    kontor.deliver()
    kontor.act("following.follow", customer, as_=ben)
    kontor.act("following.follow", customer, as_=anna)

    kontor.change(customer, {"name": "Alster KG"}, as_=anna)
    kontor.create("notes.note", {"customer_id": customer, "body": "Ruft an"}, as_=anna)

    assert _told(kontor, ben) == [("Alster KG: Neues von Anna Amt", 2)]
    assert _told(kontor, anna) == []
    page = kontor.client(as_=ben).get("/x/inbox/notices").text
    assert "2 Neuigkeiten, zuletzt: Alster KG: Neues von Anna Amt" in page
    assert f'href="/customers/{customer.id}"' in page


def test_a_note_that_came_with_a_file_is_one_piece_of_news(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="administrator", name="Anna Amt"), kontor.user(role="looker")
    customer = kontor.customer(as_=anna)
    kontor.deliver()
    kontor.act("following.follow", customer, as_=ben)

    with kontor.unit(as_=anna) as uow:
        uow.publish(NoteArrived(customer_id=customer.id, text="Ruft an"))

    assert [count for _, count in _told(kontor, ben)] == [1]


def test_a_day_of_news_ends_at_midnight_where_people_are(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="administrator", name="Anna Amt"), kontor.user(role="looker")
    customer = kontor.customer({"name": "Alster GmbH"}, as_=anna)
    kontor.deliver()
    kontor.act("following.follow", customer, as_=ben)
    midnight = datetime.combine(kontor.clock.now().date(), time(), ZoneInfo("Europe/Berlin"))
    told = []

    for hours, phase in ((23.5, "active"), (24.5, "lost"), (26.5, "active")):
        kontor.pass_time(midnight + timedelta(hours=hours) - kontor.clock.now())
        kontor.change(customer, {"phase": phase}, as_=anna)
        told.append([count for _, count in _told(kontor, ben)])

    assert told == [[1], [1, 1], [1, 2]]


def test_the_start_page_tells_news_of_what_is_followed(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="administrator", name="Anna Amt"), kontor.user(role="looker")
    customer = kontor.customer({"name": "Alster GmbH"}, as_=anna)
    note = kontor.create("notes.note", {"customer_id": customer, "body": "Alt"}, as_=anna)
    client = kontor.client(as_=ben)
    told = ["Anna Amt" in client.get("/ui/widget/changes").text]
    for record in (customer, note):
        kontor.act("following.follow", record, as_=ben)

    kontor.change(note, {"body": "Neu gefasst"}, as_=anna)
    tile = client.get("/ui/widget/changes").text
    told.append("Anna Amt" in tile)

    assert told == [False, True]
    assert f'href="/customers/{customer.id}"' in tile


def test_whoever_follows_a_colleague_does_not_read_the_log_of_administration(
    kontor: Kontor,
) -> None:
    boss, ben = kontor.user(role="administrator", name="Anna Amt"), kontor.user(role="looker")
    colleague = RecordRef("user", kontor.user(name="Cleo Chor").id)
    kontor.act("following.follow", colleague, as_=ben)
    told = UserRolesChanged(subject=colleague, before=["agent"], after=["own"])
    with kontor.unit(as_=boss) as uow:
        uow.publish(told)
        uow.change(Account, colleague.id, {"name": "Cleo Chor-Amt"})

    tile = kontor.client(as_=ben).get("/ui/widget/changes").text

    assert ("Cleo" in tile, "Anna Amt" in tile) == (False, False)


def test_who_loses_the_right_hears_no_more_and_keeps_no_text(kontor: Kontor) -> None:
    ben, boss = kontor.user(role="own"), kontor.user(role="administrator")
    customer = kontor.customer({"name": "Geheim GmbH", "owner_id": ben.id})
    kontor.act("following.follow", customer, as_=ben)
    kontor.change(customer, {"phase": "active"}, as_=boss)
    before = _told(kontor, ben)

    kontor.change(customer, {"owner_id": boss.id, "team_id": None}, as_=boss)
    kontor.create("notes.note", {"customer_id": customer, "body": "Streng geheim"}, as_=boss)

    assert (len(before), _told(kontor, ben)) == (1, before)
    client = kontor.client(as_=ben)
    pages = [client.get(f"/x/{one}").text for one in ("inbox/notices", "following/mine")]
    assert not any("Geheim" in page for page in pages)


def test_nobody_follows_what_they_do_not_see(kontor: Kontor) -> None:
    ben = kontor.user(role="own")
    hidden = kontor.customer()

    client = kontor.client(as_=ben)
    answers = [
        client.post(f"/ui/customers/{hidden.id}/action/following.follow"),
        client.post(f"/ui/action/following.follow_selected?of=customers&id={hidden.id}"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert _followed(kontor) == []


def test_a_merge_is_followed_on_once_and_an_erasure_ends_it(kontor: Kontor) -> None:
    ben = kontor.user(role="looker")
    survivor, merged, person = (kontor.customer() for _ in range(3))
    for customer in (survivor, merged, person):
        kontor.act("following.follow", customer, as_=ben)

    kontor.merge(survivor, merged)
    found = kontor.app.resources.page(
        kontor.actor(ben),
        kontor.app.resources.named("customers"),
        filter="following.user_id = me()",
        fields=(),
    )
    kontor.delete(person)

    assert {row.f0 for row in found.rows} >= {survivor.id, person.id}
    left = {one.customer_id for one in _followed(kontor)}
    assert survivor.id in left
    assert person.id not in left


def test_an_erasure_ends_what_others_follow_whoever_asks_for_it(kontor: Kontor) -> None:
    boss, ben = kontor.user(role="administrator"), kontor.user(role="looker")
    person = kontor.create("contact", {"family_name": "Abel"}, as_=boss)
    kontor.act("following.follow", person, as_=ben)

    erase_contact(kontor.app.storage, kontor.actor(boss), person.id)

    assert _followed(kontor) == []
    assert [f.actor_id for f in kontor.events if f.type == "contact.erased"] == [boss.id]


def test_own_work_is_followed_by_itself_only_where_somebody_wants_it(kontor: Kontor) -> None:
    anna, ben = (kontor.user(role="administrator") for _ in range(2))
    client = kontor.client(as_=anna)
    client.post("/ui/action/following.by_itself")
    for user in (anna, ben):
        customer = kontor.customer()
        kontor.create("notes.note", {"customer_id": customer, "body": "Gesprochen"}, as_=user)
    kontor.deliver(times=2)

    assert [one.user_id for one in _followed(kontor)] == [anna.id]
    assert "Automatisch, wo Sie" in client.get("/x/following/mine").text


def test_what_somebody_switches_off_does_not_come(kontor: Kontor) -> None:
    anna, ben = kontor.user(role="administrator"), kontor.user(role="looker")
    customer = kontor.customer(as_=anna)
    kontor.act("following.follow", customer, as_=ben)
    client = kontor.client(as_=ben)
    shown = client.get("/x/inbox/kinds").text

    answer = client.post("/ui/action/inbox.kind_off?id=following.news")
    kontor.change(customer, {"phase": "active"}, as_=anna)
    told = _told(kontor, ben)

    assert "Neues von dem, was ich beobachte" in shown
    assert (answer.status_code, told) == (204, [])
    assert client.post("/ui/action/inbox.kind_off?id=no.kind").status_code == 404


def test_programs_follow_over_the_api(kontor: Kontor) -> None:
    ben = kontor.user(role="looker")
    customer = kontor.customer()

    answer = kontor.client(as_=ben).post(
        f"/api/customers/{customer.id}/actions/following.follow", json={}
    )

    assert answer.status_code == 200
    assert [one.user_id for one in _followed(kontor)] == [ben.id]


def test_follows_go_with_the_plugin_whose_records_they_were(kontor: Kontor) -> None:
    ben = kontor.user(role="looker")
    customer = kontor.customer()
    note = kontor.create("notes.note", {"customer_id": customer, "body": "Notiz"})
    for record in (customer, note):
        kontor.act("following.follow", record, as_=ben)

    plan = plan_purge(kontor.app.database, "notes")

    assert plan.kept["following_follow"] == 1


def test_what_is_followed_takes_the_same_reads_however_much_it_is(kontor: Kontor) -> None:
    from kontor_following.pages import mine_page

    ben = kontor.user(role="looker")
    reads = []
    for _ in range(2):
        kontor.act("following.follow", kontor.customer(), as_=ben)
        with kontor.counting_reads() as statements:
            mine_page(kontor.ui(as_=ben))
        reads.append(len(statements))

    assert reads[0] == reads[1]
