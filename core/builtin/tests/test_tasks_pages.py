"""Tasks in the browser: my day, the customer's page, one click and its undo, the calendar."""

import json
import re
from datetime import date, datetime, timedelta

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing import Kontor, User
from kontor_tasks.agenda import MINE
from kontor_tasks.lists import my_day

TODAY = date(2026, 5, 4)


def _give(kontor: Kontor, user: User, title: str, days: int, **values: object) -> RecordRef:
    due_on = TODAY + timedelta(days=days)
    return kontor.create("tasks.task", {"title": title, "due_on": due_on, **values}, as_=user)


def test_my_day_shows_what_is_late_what_is_for_today_and_the_week(kontor: Kontor) -> None:
    anna, ben = kontor.user(), kontor.user()
    for title, days in (("Spät", -3), ("Heute dran", 0), ("Bald", 7), ("Fern", 8)):
        _give(kontor, anna, title, days)
    _give(kontor, ben, "Bens Aufgabe", 0)

    page = kontor.client(as_=anna).get("/x/tasks/my-day").text

    assert [f'data-key="{key}"' in page for key in "qcsw"] == [True] * 4
    found = [page.find(text) for text in ("Überfällig (1)", "Spät", "Heute (1)", "Heute dran")]
    assert found == sorted(found)
    assert found[0] > 0
    assert [text in page for text in ("Bald", "Fern", "Bens Aufgabe")] == [True, False, False]


def test_one_click_does_a_task_and_the_toast_takes_it_back(kontor: Kontor) -> None:
    anna = kontor.user()
    task = _give(kontor, anna, "Anrufen", 0)
    client = kontor.client(as_=anna)
    url = re.search(r'hx-post="([^"]*tasks\.complete)"', client.get("/x/tasks/my-day").text)
    assert url is not None

    answer = client.post(url[1])
    done = kontor.values(task)["done_at"]
    told = json.loads(answer.headers["hx-trigger"])
    client.post(told["k:toast"]["undo"]["url"])

    assert (answer.status_code, done is not None) == (204, True)
    assert told["k:refresh"] == {"names": ["stale"]}
    assert kontor.values(task)["done_at"] is None


def test_putting_off_gives_the_old_day_back(kontor: Kontor) -> None:
    anna = kontor.user()
    task = _give(kontor, anna, "Anrufen", -5)
    client = kontor.client(as_=anna)

    answer = client.post(f"/ui/tasks.tasks/{task.id}/action/tasks.tomorrow")
    moved = kontor.values(task)["due_on"]
    client.post(json.loads(answer.headers["hx-trigger"])["k:toast"]["undo"]["url"])

    assert (moved, kontor.values(task)["due_on"]) == ("2026-05-05", "2026-04-29")


def test_page_tile_and_tab_load_themselves_again(kontor: Kontor) -> None:
    anna = kontor.user()
    customer = kontor.customer(as_=anna)
    _give(kontor, anna, "Anrufen", 0, customer_id=customer.id)
    client = kontor.client(as_=anna)
    addresses = (
        "/ui/page/tasks.my_day",
        "/ui/widget/tasks.my_day",
        f"/ui/customers/{customer.id}/tab/tasks.tasks",
    )

    answers = [client.get(address) for address in addresses]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all("Anrufen" in answer.text for answer in answers)
    assert not any("<html" in answer.text for answer in answers)


def test_the_customers_page_counts_and_takes_tasks(kontor: Kontor) -> None:
    anna = kontor.user()
    customer = kontor.customer(as_=anna)
    client = kontor.client(as_=anna)
    sent = {"title": "Muster schicken", "due_on": "2026-05-11"}

    answer = client.post(f"/ui/customers/{customer.id}/compose/tasks.add", data=sent)
    page = client.get(f"/customers/{customer.id}").text

    assert answer.status_code == 200
    assert "Aufgabe angelegt: " in page
    assert "Muster schicken" in page
    tab = page.partition("tab=tasks.tasks")[2].partition("</a>")[0]
    assert "1" in tab.partition(">")[2]


def test_the_views_of_the_list_hold_what_they_say(kontor: Kontor) -> None:
    anna = kontor.user()
    for title, days in (("Spät", -1), ("Jetzt", 0), ("Bald", 7), ("Fern", 8)):
        _give(kontor, anna, title, days)
    client = kontor.client(as_=anna)

    found = {
        view: [
            title
            for title in ("Spät", "Jetzt", "Bald", "Fern")
            if title in client.get(f"/x/tasks/tasks?view=tasks.{view}").text
        ]
        for view in ("mine", "overdue", "today", "week", "done")
    }

    assert found == {
        "mine": ["Spät", "Jetzt", "Bald", "Fern"],
        "overdue": ["Spät"],
        "today": ["Jetzt"],
        "week": ["Spät", "Jetzt", "Bald"],
        "done": [],
    }


def test_a_calendar_address_shows_open_tasks_without_signing_in_until_it_ends(
    kontor: Kontor,
) -> None:
    anna, ben = kontor.user(), kontor.user()
    _give(kontor, anna, "Anrufen", 1, due_at="14:30")
    _give(kontor, anna, "Ganztags", 2)
    _give(kontor, ben, "Bens Aufgabe", 1)
    client, stranger = kontor.client(as_=anna), kontor.client()
    client.post("/ui/action/tasks.new_address")
    found = re.search(r"/x/tasks/feed/[^\"]+\.ics", client.get("/x/tasks/calendar").text)
    assert found is not None

    answer = stranger.get(found[0])
    client.post("/ui/action/tasks.no_address")
    over = stranger.get(found[0])

    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert re.findall(r"SUMMARY:(.*)\r", answer.text) == ["Anrufen", "Ganztags"]
    assert re.findall(r"DTSTART;(.*)\r", answer.text) == [
        "TZID=Europe/Berlin:20260505T143000",
        "VALUE=DATE:20260506",
    ]
    assert over.status_code == 404


def test_what_a_customer_is_called_shows_to_those_who_see_it_only(kontor: Kontor) -> None:
    boss, ben = kontor.user(role="administrator"), kontor.user()
    customer = kontor.customer({"name": "Geheim GmbH"}, as_=boss)
    _give(kontor, boss, "Anrufen", 0, customer_id=customer.id, assignee_id=ben.id)
    kontor.deliver()

    page = kontor.client(as_=ben).get("/x/tasks/my-day").text

    assert ("Anrufen" in page, "Geheim" in page) == (True, False)


def test_my_day_takes_one_read_however_many_tasks_there_are(kontor: Kontor) -> None:
    anna = kontor.user()
    reads = []
    for _ in range(2):
        _give(kontor, anna, "Anrufen", 0)
        ctx = kontor.ui(as_=anna)
        with kontor.counting_reads() as statements:
            my_day(ctx)
        reads.append(len(statements))

    assert reads == [1, 1]


def test_the_calendar_gives_the_days_it_is_asked_for_and_no_other(kontor: Kontor) -> None:
    anna = kontor.user()
    for day in ("2026-05-10", "2026-05-11", "2026-05-12"):
        given = {"title": day, "due_on": day, "assignee_id": anna.id}
        kontor.create("tasks.task", given, as_=anna)
    ctx = kontor.ui(as_=anna)

    found = MINE.events(
        ctx, datetime(2026, 5, 10, tzinfo=ctx.tz), datetime(2026, 5, 12, tzinfo=ctx.tz)
    )

    assert [one.title for one in found] == ["2026-05-10", "2026-05-11"]
