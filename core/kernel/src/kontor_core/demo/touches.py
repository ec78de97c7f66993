"""Calls, visits and letters: more of them where business is good, none where it is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from kontor_core.demo.names import Name
from kontor_core.demo.parties import Party
from kontor_core.demo.talks import CALL, IN, Talk
from kontor_core.demo.writing import Desk
from kontor_core.interactions.domain import record_interaction

_PAUSES = {
    "prospect": (18, 80),
    "new": (14, 45),
    "active": (35, 150),
    "at_risk": (30, 90),
    "lost": (900, 1000),
    "won_back": (10, 50),
}
"""Days between two touches of a customer in a phase, at least and at most."""

_ORDERLY = ("prospect", "won_back")

_SEARCH = timedelta(days=21)


def keep_in_touch(desk: Desk, party: Party) -> None:
    """Record what was talked about from the first day on."""
    moment = party.career.since + timedelta(hours=1)
    said: list[Talk] = []
    words = desk.words
    while moment < desk.now:
        phase = party.career.phase(moment) if party.role == "customer" else "active"
        talks = words.about.get(party.role) or words.talks[phase]
        talk = _next(desk, talks, said, in_order=phase in _ORDERLY)
        said.append(talk)
        _record(desk, party, talk, moment)
        pause = timedelta(days=desk.random.uniform(*_PAUSES[phase]))
        steps = (at for at, _ in party.career.steps if moment < at < moment + pause)
        after = next(steps, moment + pause)  # whoever changes phase is talked to about it
        after = max(after, moment + timedelta(days=9))  # office hours may lie a week before
        moment = desk.ctx.office_hours(desk.random, after)


def _next(desk: Desk, talks: Sequence[Talk], said: Sequence[Talk], *, in_order: bool) -> Talk:
    """Choose a subject that did not come up lately; first things first where order matters."""
    new = [talk for talk in talks if talk not in said]
    if in_order and new:
        return new[0]
    fresh = [talk for talk in talks if talk not in said[-3:]] or talks
    return desk.random.choice(fresh)


def _record(desk: Desk, party: Party, talk: Talk, moment: datetime) -> None:
    random = desk.random
    person = random.choice(party.known(moment))
    missed = talk.channel == CALL and talk.direction != IN and desk.chance(0.12)
    week = (moment + timedelta(days=random.randint(7, 40))).isocalendar().week
    values: dict[str, object] = {
        "customer_id": party.id,
        "contact_id": person.id,
        "channel": talk.channel,
        "direction": talk.direction,
        "occurred_at": moment,
        "subject": talk.subject,
        "body": _put_down(desk, talk, person.name, week),
    }
    if talk.channel == CALL:
        values["outcome"] = "reached"
    if missed:
        values |= {"outcome": random.choice(("not_reached", "callback"))}
        values["body"] = desk.words.missed.format(who=_called(desk, person.name)[0])
    if talk.asks and moment > desk.now - _SEARCH:
        values["follow_up_on"] = (desk.now + timedelta(days=random.randint(1, 21))).date()
    with desk.ctx.at(moment, by=party.owner):
        record_interaction(desk.uow, values)


def _put_down(desk: Desk, talk: Talk, name: Name, week: int) -> str:
    """Write what was said."""
    random, words = desk.random, desk.words
    goods, of_goods = random.choice(words.goods)
    who, whom = _called(desk, name)
    return random.choice(talk.bodies).format(
        who=who,
        whom=whom,
        goods=goods,
        of_goods=of_goods,
        n=random.choice(words.counts),
        week=words.week.format(n=week),
    )


def _called(desk: Desk, name: Name) -> tuple[str, str]:
    """Give how the staff speaks of somebody, and with them."""
    if desk.words.language == "de":
        return name.polite, name.polite_dative
    return name.english, name.english
