"""What tasks promise: who sees them, how they come back, what reminds of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from kontor_sdk import Invalid
from kontor_sdk.testing import Kontor, User
from kontor_tasks.domain import complete_task, create_task, follow_up, postpone_task, reopen_task
from kontor_tasks.models import Task

TODAY = date(2026, 5, 4)


def _task(kontor: Kontor, user: User | None = None, **values: Any) -> Any:
    return kontor.create("tasks.task", {"title": "Anrufen", **values}, as_=user)


def _tasks(kontor: Kontor) -> list[Task]:
    with kontor.unit() as uow:
        return uow.find_all(Task)


def test_a_task_belongs_to_who_gave_it_and_opens_to_who_does_it(kontor: Kontor) -> None:
    anna, ben, carl = kontor.user(), kontor.user(), kontor.user()

    task = _task(kontor, anna, assignee_id=ben.id)
    kontor.deliver()

    assert [kontor.visible("tasks.task", to=user) for user in (anna, ben, carl)] == [
        [task.id],
        [task.id],
        [],
    ]


def test_a_task_without_assignee_is_the_givers_own(kontor: Kontor) -> None:
    anna = kontor.user()

    task = _task(kontor, anna)

    assert kontor.values(task)["assignee_id"] == anna.id


def test_a_task_that_goes_to_another_closes_to_the_former_assignee(kontor: Kontor) -> None:
    anna, ben, carl = kontor.user(), kontor.user(), kontor.user()
    task = _task(kontor, anna, assignee_id=ben.id)
    kontor.deliver()

    kontor.change(task, {"assignee_id": carl.id}, as_=anna)
    kontor.deliver()

    assert [kontor.visible("tasks.task", to=user) for user in (ben, carl)] == [[], [task.id]]


def test_who_looks_after_the_customer_sees_its_tasks_and_so_does_who_takes_over(
    kontor: Kontor,
) -> None:
    boss, ben, carl = kontor.user(role="administrator"), kontor.user(), kontor.user()
    customer = kontor.customer({"owner_id": ben})
    task = _task(kontor, boss, customer_id=customer.id)
    kontor.deliver()
    before = kontor.visible("tasks.task", to=ben)

    kontor.change(customer, {"owner_id": carl.id})
    kontor.deliver()

    assert before == [task.id]
    assert [kontor.visible("tasks.task", to=user) for user in (ben, carl)] == [[], [task.id]]


def test_an_assignee_is_told_once_and_nobody_of_their_own_tasks(kontor: Kontor) -> None:
    anna, ben = kontor.user(), kontor.user()

    _task(kontor, anna, assignee_id=ben.id)
    _task(kontor, anna)
    kontor.deliver(times=2)

    assert [who for who, _ in kontor.notices] == [ben.id]


def test_a_recurring_task_comes_back_when_it_is_done_and_once_only(kontor: Kontor) -> None:
    _task(kontor, due_on=TODAY, recurrence="FREQ=WEEKLY")
    (task,) = _tasks(kontor)

    with kontor.unit() as uow:
        complete_task(uow, task.id)
        complete_task(uow, task.id)
    kontor.deliver(times=2)

    done, following = _tasks(kontor)
    assert done.done_at is not None
    assert (following.due_on, following.source) == (TODAY + timedelta(days=7), "repeated")


def test_reopening_takes_the_next_task_of_a_series_back(kontor: Kontor) -> None:
    _task(kontor, due_on=TODAY, recurrence="FREQ=DAILY")
    (task,) = _tasks(kontor)
    with kontor.unit() as uow:
        complete_task(uow, task.id)
    kontor.deliver()

    with kontor.unit() as uow:
        reopen_task(uow, task.id)
    kontor.deliver(times=2)

    assert [(one.id, one.done_at) for one in _tasks(kontor)] == [(task.id, None)]


def test_a_series_ends_with_its_rule(kontor: Kontor) -> None:
    _task(kontor, due_on=TODAY, recurrence="FREQ=DAILY;UNTIL=20260504T000000Z")
    (task,) = _tasks(kontor)

    with kontor.unit() as uow:
        complete_task(uow, task.id)
    kontor.deliver()

    assert len(_tasks(kontor)) == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"recurrence": "every week", "due_on": TODAY}, "recurrence"),
        ({"recurrence": "FREQ=DAILY;COUNT=3", "due_on": TODAY}, "recurrence"),
        ({"recurrence": "FREQ=SECONDLY", "due_on": TODAY}, "recurrence"),
        ({"recurrence": "FREQ=MONTHLY;BYMONTHDAY=nine", "due_on": TODAY}, "recurrence"),
        ({"recurrence": "FREQ=DAILY"}, "due_on"),
        ({"due_at": "25:00", "due_on": TODAY}, "due_at"),
        ({"due_at": "9:30"}, "due_on"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    kontor: Kontor, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused, kontor.unit() as uow:
        create_task(uow, {"title": "Anrufen", **values})

    assert list(refused.value.problems()) == [field]


def test_an_hour_is_written_in_one_way(kontor: Kontor) -> None:
    task = _task(kontor, due_on=TODAY, due_at="9.05")

    assert kontor.values(task)["due_at"] == "09:05"


def test_putting_off_counts_from_today_when_the_day_is_over(kontor: Kontor) -> None:
    late, early = _task(kontor, due_on=date(2026, 4, 1)), _task(kontor, due_on=date(2026, 5, 9))

    with kontor.unit() as uow:
        days = [postpone_task(uow, one.id, days=7).due_on for one in (late, early)]

    assert days == [date(2026, 5, 11), date(2026, 5, 16)]


def test_a_follow_up_is_a_task_about_the_customer(kontor: Kontor) -> None:
    customer = kontor.customer()

    with kontor.unit() as uow:
        task = follow_up(uow, customer_id=customer.id, days=14, title="Nachfassen")

    assert (task.customer_id, task.due_on, task.source) == (
        customer.id,
        TODAY + timedelta(days=14),
        "follow_up",
    )


def test_a_follow_up_noted_with_a_call_becomes_one_task(kontor: Kontor) -> None:
    anna = kontor.user()
    customer = kontor.customer({"owner_id": anna})
    given = {"customer_id": customer, "channel": "call", "subject": "Angebot"}

    touch = kontor.create("interaction", {**given, "follow_up_on": date(2026, 6, 1)}, as_=anna)
    kontor.deliver(times=2)
    kontor.change(touch, {"follow_up_on": date(2026, 6, 8)}, as_=anna)
    kontor.deliver(times=2)

    (task,) = _tasks(kontor)
    assert (task.title, task.due_on, task.assignee_id) == (
        "Nachfassen: Angebot",
        date(2026, 6, 8),
        anna.id,
    )


def test_a_task_that_is_due_reminds_its_assignee_once_for_each_day(kontor: Kontor) -> None:
    anna = kontor.user()
    task = _task(kontor, anna, due_on=TODAY)
    _task(kontor, anna, due_on=TODAY, due_at="23:00")
    for _ in range(2):
        kontor.run_jobs()
        kontor.deliver(times=2)
    once = len(kontor.notices)

    kontor.change(task, {"due_on": TODAY - timedelta(days=1)}, as_=anna)
    kontor.run_jobs()
    kontor.deliver()

    assert (once, [who for who, _ in kontor.notices]) == (1, [anna.id, anna.id])
