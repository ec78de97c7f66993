"""The demo company: its staff, whom it deals with, and what was talked about.

The same seed on the same day gives the same rows, ids apart.
"""

from datetime import timedelta
from random import Random

from kontor_core.demo.careers import DAYS
from kontor_core.demo.moves import move_around
from kontor_core.demo.names import Names
from kontor_core.demo.parties import parties
from kontor_core.demo.phones import Numbers
from kontor_core.demo.staff import hire
from kontor_core.demo.stages import stages_of
from kontor_core.demo.touches import keep_in_touch
from kontor_core.demo.words import words_of
from kontor_core.demo.writing import Desk, write_party
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.contexts import DemoContext


def make_company(ctx: DemoContext, *, size: int | None = None) -> None:
    """Make staff, customers, people and two years of history."""
    random = Random(ctx.seed)  # noqa: S311  # plausible rows, no secrets
    now = ctx.clock.now()
    words = words_of(ctx)
    phases: dict[str, list[str]] = {}
    known = [choice.value for choice in ctx.uow.storage.options.get("phases", ())]
    for phase, stage in stages_of(known).items():
        phases.setdefault(stage, []).append(phase)
    desk = Desk(ctx, random, Names(random), Numbers(random), words, phases, now)
    teams = hire(ctx, words, now - timedelta(days=DAYS + 20))
    found = parties(
        random, desk.names, words, teams, now=now, phases=phases, size=size or words.size
    )
    ctx.say(L("Kunden und Personen …", en="Customers and people ..."))
    for party in found:
        write_party(desk, party)
    move_around(desk, found)
    ctx.say(L("Gespräche aus zwei Jahren …", en="Two years of conversations ..."))
    for party in found:
        keep_in_touch(desk, party)
