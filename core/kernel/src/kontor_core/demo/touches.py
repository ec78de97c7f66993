"""Calls, visits and letters: more of them where business is good, none where it is over."""

from datetime import datetime, timedelta

from kontor_core.demo.parties import Party
from kontor_core.demo.talks import BY_PHASE, BY_ROLE, CALL, IN, Talk, put_down
from kontor_core.demo.writing import Desk
from kontor_core.interactions.domain import record_interaction

_PAUSES = {
    "prospect": (14, 80),
    "new": (7, 40),
    "active": (35, 150),
    "at_risk": (30, 90),
    "lost": (900, 1000),
    "won_back": (10, 50),
}
"""Days between two touches of a customer in a phase, at least and at most."""

_SEARCH = timedelta(days=21)


def keep_in_touch(desk: Desk, party: Party) -> None:
    """Record what was talked about from the first day on."""
    moment = party.career.since + timedelta(hours=1)
    said: list[Talk] = []
    while moment < desk.now:
        phase = party.career.phase(moment) if party.role == "customer" else "active"
        talks = BY_ROLE.get(party.role) or BY_PHASE[phase]
        fresh = [talk for talk in talks if talk not in said[-3:]] or list(talks)
        talk = fresh[0] if not said else desk.random.choice(fresh)
        said.append(talk)
        _record(desk, party, talk, moment)
        pause = timedelta(days=desk.random.uniform(*_PAUSES[phase]))
        steps = (at for at, _ in party.career.steps if moment < at < moment + pause)
        after = next(steps, moment + pause)  # whoever changes phase is talked to about it
        after = max(after, moment + timedelta(days=4))  # office hours may lie three days before
        moment = desk.ctx.office_hours(desk.random, after)


def _record(desk: Desk, party: Party, talk: Talk, moment: datetime) -> None:
    random = desk.random
    person = random.choice(party.people)
    missed = talk.channel == CALL and talk.direction != IN and desk.chance(0.12)
    week = (moment + timedelta(days=random.randint(7, 40))).isocalendar().week
    values: dict[str, object] = {
        "customer_id": party.id,
        "contact_id": person.id,
        "channel": talk.channel,
        "direction": talk.direction,
        "occurred_at": moment,
        "subject": talk.subject,
        "body": put_down(random, talk, who=person.name.polite, week=week),
    }
    if talk.channel == CALL:
        values["outcome"] = "reached"
    if missed:
        values |= {"outcome": random.choice(("not_reached", "callback"))}
        values["body"] = f"{person.name.polite} war nicht zu sprechen."
    if talk.asks and moment > desk.now - _SEARCH:
        values["follow_up_on"] = (desk.now + timedelta(days=random.randint(1, 21))).date()
    with desk.ctx.at(moment, by=party.owner):
        record_interaction(desk.uow, values)
