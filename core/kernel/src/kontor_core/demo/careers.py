"""When a customer came and which phases it went through since."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from kontor_core.hooks.declarations.contexts import DemoContext

DAYS = 730

_AGES = {
    "prospect": (2, 320),
    "new": (30, 110),
    "active": (200, DAYS),
    "at_risk": (360, DAYS),
    "lost": (420, DAYS),
    "won_back": (420, DAYS),
}
"""How many days ago customers came that are in a phase today, at least and at most."""

_STEPS = {
    "prospect": (),
    "new": (("new", 0.4),),
    "active": (("new", 0.1), ("active", 0.3)),
    "at_risk": (("new", 0.08), ("active", 0.2), ("at_risk", 0.87)),
    "lost": (("new", 0.08), ("active", 0.2), ("at_risk", 0.5), ("lost", 0.7)),
    "won_back": (("new", 0.08), ("active", 0.2), ("lost", 0.5), ("won_back", 0.9)),
}
"""At which part of the time since then they entered a phase."""

_SHARES = {"prospect": 20, "new": 9, "active": 48, "at_risk": 9, "lost": 10, "won_back": 4}


@dataclass(frozen=True)
class Career:
    """The day a customer came, then phases and when they began."""

    since: datetime
    steps: tuple[tuple[datetime, str], ...]

    def phase(self, moment: datetime) -> str:
        """Give the phase a customer was in."""
        return next((p for at, p in reversed(self.steps) if at <= moment), "prospect")


def career(random: Random, now: datetime, known: Container[str], phase: str = "") -> Career:
    """Make up a past that ends in a phase; in a likely one when none is named.

    Phases that the company does not know are left out.
    """
    shares = {name: share for name, share in _SHARES.items() if name in known}
    if not phase and shares:
        phase = random.choices(list(shares), weights=list(shares.values()))[0]
    phase = phase or "prospect"
    age = timedelta(days=random.uniform(*_AGES[phase]))

    def begun(part: float) -> datetime:
        return DemoContext.office_hours(random, now - (1 - part) * age)

    since = begun(0)
    steps = ((begun(part * random.uniform(0.9, 1.08)), step) for step, part in _STEPS[phase])
    return Career(since, tuple((at, step) for at, step in steps if step in known))
