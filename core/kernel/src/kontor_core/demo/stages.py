"""What the phases of a company mean to the demo: Kontor's own six are the stages of a past."""

from collections.abc import Mapping, Sequence

from kontor_core.foundation.definition.defaults import PHASES

STAGES = tuple(phase.key for phase in PHASES)


def stages_of(phases: Sequence[str]) -> Mapping[str, str]:
    """Give the stage of each phase; one of another name is understood by its place in the row.

    >>> dict(stages_of(["enquiry", "advice", "insured", "renewal", "cancelled"])).values()
    dict_values(['prospect', 'new', 'active', 'at_risk', 'lost'])
    """
    count = len(phases)
    return {
        phase: phase if phase in STAGES else _by_place(place, count)
        for place, phase in enumerate(phases)
    }


def _by_place(place: int, count: int) -> str:
    if place == 0:
        return "prospect"
    if count > 3 and place in (1, count - 1):
        return "new" if place == 1 else "lost"
    return "at_risk" if count > 4 and place == count - 2 else "active"
