"""Notices in both languages."""

from kontor_core.events.notices import NotificationRequested
from kontor_core.events.subscriptions import Notices
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.contexts import RecordRef


class _Unit:
    """Collects what is published."""

    plugin = "tasks"

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def publish(self, fact: Fact) -> Fact:
        self.facts.append(fact)
        return fact


def test_a_notice_is_told_in_both_languages_and_reads_back_as_its_event():
    uow = _Unit()

    Notices(uow)("u1", L("Fällig", en="Due"), about=RecordRef("tasks.task", "t1"))  # type: ignore[arg-type]

    (fact,) = uow.facts
    event = NotificationRequested.of(fact)
    assert (event.recipient, event.about, event.text, event.text_en) == (
        "u1",
        "t1",
        "Fällig",
        "Due",
    )


def test_a_plain_text_is_the_same_in_every_language():
    uow = _Unit()

    Notices(uow)("u1", "CSV", about=None)  # type: ignore[arg-type]

    assert uow.facts[0].personal == {"text": "CSV"}
