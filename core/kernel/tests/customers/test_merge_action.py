"""Merging from a list, as the button does it."""

from collections.abc import Callable
from typing import Any

import pytest

from kontor_core.customers.domain import create_customer, merge_customers, unmerge_customers
from kontor_core.customers.merge_action import merge_action
from kontor_core.customers.models import Customer
from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import Refused
from kontor_core.foundation.storage.storage import Storage
from kontor_core.hooks.declarations.actions import Done
from kontor_core.hooks.declarations.contexts import ActionContext

ACTION = merge_action("customer", merge_customers, unmerge_customers)


@pytest.fixture
def context(sqlite_storage: Storage) -> Callable[..., ActionContext]:
    def make(**params: str) -> ActionContext:
        return ActionContext(
            reader=sqlite_storage.reader(SYSTEM),
            actor=SYSTEM,
            clock=clock.SystemClock(),
            params=params,
            open_unit=lambda: sqlite_storage.unit(SYSTEM),
        )

    return make


def test_oldest_of_the_selected_stays_and_undo_brings_the_others_back(
    sqlite_storage: Storage, context: Any
) -> None:
    with sqlite_storage.unit(SYSTEM) as uow:
        ids = [create_customer(uow, {"name": name}).id for name in ("eins", "zwei", "drei")]
    assert ACTION.run is not None
    assert ACTION.undo is not None

    done = ACTION.run(context(), list(reversed(ids)))
    assert isinstance(done, Done)
    with sqlite_storage.unit(SYSTEM) as uow:
        merged = [row.merged_into_id for row in uow.find_all(Customer)]
    ACTION.undo(context(**dict(done.undo or {})), [])
    with sqlite_storage.unit(SYSTEM) as uow:
        after = [row.merged_into_id for row in uow.find_all(Customer)]

    assert merged == [None, ids[0], ids[0]]
    assert after == [None, None, None]


def test_one_record_is_not_merged_with_nothing(context: Any) -> None:
    assert ACTION.run is not None
    with pytest.raises(Refused):
        ACTION.run(context(), ["01890000-0000-7000-8000-000000000000"])
