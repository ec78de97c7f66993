"""Requests under an idempotency key: carried out once, on both databases, by several workers."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import Customer
from kontor_core.foundation import clock
from kontor_core.foundation.access import repeats
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.access.profiles import EVERYTHING, Profile
from kontor_core.foundation.access.repeats import (
    LEASE,
    AnswerGone,
    Claim,
    KeptAnswer,
    KeyReused,
    StillRunning,
    take,
)
from kontor_core.foundation.clock import FixedClock, use_clock
from kontor_core.foundation.errors import Conflict, Refused
from kontor_core.foundation.storage.along import writing_along
from kontor_core.foundation.storage.storage import Storage

ANNA = replace(SYSTEM, id="0190b6f0-0000-7000-8000-000000000001", name="Anna")
BERT = replace(SYSTEM, id="0190b6f0-0000-7000-8000-000000000002", name="Bert")
ASKED = [b"POST", b"/api/customers", b'{"name":"A"}']
ANSWER = KeptAnswer(201, "application/json", [("location", "/api/customers/1")], '{"name":"Ä"}')


@pytest.fixture
def now() -> Iterator[FixedClock]:
    with use_clock(FixedClock(clock.now())) as fixed:
        yield fixed


def claim(storage: Storage, actor: Actor = ANNA, key: str = "k", body: bytes = b"") -> Claim:
    taken = take(storage, actor, key, [*ASKED, body])
    assert isinstance(taken, Claim)
    return taken


def carry_out(storage: Storage, taken: Claim, name: str = "A") -> None:
    with writing_along(taken.carried_out), storage.unit(SYSTEM) as uow:
        create_customer(uow, {"name": name})


def customers(storage: Storage) -> int:
    with storage.unit(SYSTEM) as uow:
        return len(uow.find_all(Customer))


def test_same_request_gets_the_same_answer(storage: Storage) -> None:
    taken = claim(storage)
    carry_out(storage, taken)
    taken.finish(ANSWER)

    assert take(storage, ANNA, "k", [*ASKED, b""]) == ANSWER


def test_another_request_under_the_key_is_refused(storage: Storage) -> None:
    claim(storage).finish(ANSWER)

    with pytest.raises(KeyReused):
        take(storage, ANNA, "k", [*ASKED, b"else"])


def test_parts_of_a_request_do_not_run_into_each_other(storage: Storage) -> None:
    claim(storage, body=b"x").finish(ANSWER)

    with pytest.raises(KeyReused):
        take(storage, ANNA, "k", [*ASKED[:-1], ASKED[-1] + b"x", b""])


def test_keys_of_others_are_other_keys(storage: Storage) -> None:
    claim(storage).finish(ANSWER)

    claim(storage, BERT)
    claim(storage, replace(ANNA, token_id="0190b6f0-0000-7000-8000-00000000000a"))


def test_request_that_runs_is_not_run_again(storage: Storage) -> None:
    taken = claim(storage)
    with pytest.raises(StillRunning):
        claim(storage)

    carry_out(storage, taken)

    with pytest.raises(StillRunning):  # its answer is on the way
        claim(storage)


def test_refused_request_gives_its_key_back(storage: Storage) -> None:
    taken = claim(storage)
    with pytest.raises(Refused), writing_along(taken.carried_out), storage.unit(SYSTEM):
        raise Refused("no")
    taken.release()

    assert not taken.done
    claim(storage, body=b"better")


def test_crash_before_the_commit_frees_the_key_after_a_minute(
    storage: Storage, now: FixedClock
) -> None:
    claim(storage)
    now.set(now.now() + LEASE + timedelta(seconds=1))

    carry_out(storage, claim(storage))

    assert customers(storage) == 1


def test_crash_after_the_commit_never_repeats_the_work(storage: Storage, now: FixedClock) -> None:
    carry_out(storage, claim(storage))
    now.set(now.now() + LEASE + timedelta(seconds=1))

    with pytest.raises(AnswerGone):
        claim(storage)


def test_slow_request_whose_key_went_to_another_writes_nothing(
    storage: Storage, now: FixedClock
) -> None:
    slow = claim(storage)
    now.set(now.now() + LEASE + timedelta(seconds=1))
    fast = claim(storage)

    carry_out(storage, fast, "fast")
    with pytest.raises(Conflict):
        carry_out(storage, slow, "slow")

    assert customers(storage) == 1


def test_answer_is_not_given_to_who_may_see_less_by_now(storage: Storage) -> None:
    claim(storage).finish(ANSWER)

    with pytest.raises(AnswerGone):
        take(storage, ANNA.with_profile(Profile(EVERYTHING.levels)), "k", [*ASKED, b""])


def test_answers_too_long_to_keep_are_not_repeated(storage: Storage) -> None:
    claim(storage).finish(KeptAnswer(200, "", [], "x" * (repeats.MOST_BYTES + 1)))

    with pytest.raises(AnswerGone):
        claim(storage)


def test_everything_is_forgotten_after_a_day(storage: Storage, now: FixedClock) -> None:
    claim(storage).finish(ANSWER)
    now.set(now.now() + timedelta(hours=25))

    claim(storage, body=b"else")
    with storage.unit(SYSTEM) as uow:
        assert repeats.forget_old(uow) == 0  # it was taken anew
    now.set(now.now() + timedelta(hours=25))
    with storage.unit(SYSTEM) as uow:
        assert repeats.forget_old(uow) == 1


def test_of_many_at_once_one_carries_out(storage: Storage) -> None:
    start = threading.Barrier(6)
    told: list[str] = []

    def ask() -> None:
        start.wait()
        try:
            taken = claim(storage)
        except StillRunning:
            told.append("409")
        else:
            carry_out(storage, taken)
            told.append("201")

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["201"] + ["409"] * 5
    assert customers(storage) == 1
