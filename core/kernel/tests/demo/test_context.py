"""Demo rows are of the day and by the user that their plugin says."""

from datetime import UTC, datetime, timedelta
from random import Random

from kontor_core.customers.domain import create_customer
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.users import create_user
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.hooks.declarations.contexts import DemoContext

MAY = datetime(2025, 5, 5, 9, tzinfo=UTC)


def context(uow: UnitOfWork) -> DemoContext:
    return DemoContext(uow=uow, clock=clock.current(), seed=1)


def test_rows_of_the_past_are_of_their_day_and_by_their_user(storage: Storage) -> None:
    with storage.unit(SYSTEM) as uow:
        ctx = context(uow)
        user = create_user(uow, name="Sarah", email="sarah@kontor.example")
        with ctx.at(MAY, by=user.id):
            customer = create_customer(uow, {"name": "Firma"})

    assert (customer.created_at, customer.updated_at) == (MAY, MAY)
    assert customer.owner_id == user.id
    assert uow.actor == SYSTEM
    assert clock.now() > MAY


def test_office_hours_are_on_working_days_and_never_later(storage: Storage) -> None:
    random = Random(1)  # noqa: S311  # a seed, no secret
    with storage.unit(SYSTEM) as uow:
        ctx = context(uow)
        asked = [MAY + timedelta(hours=n) for n in range(400)]
        given = [ctx.office_hours(random, moment) for moment in asked]

    assert {moment.weekday() for moment in given} == {0, 1, 2, 3, 4}
    assert {moment.hour for moment in given} == set(range(7, 16))
    assert all(
        timedelta() <= before - after < timedelta(days=8)
        for before, after in zip(asked, given, strict=True)
    )
