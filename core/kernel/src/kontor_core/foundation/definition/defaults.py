"""What holds where ``kontor.toml`` is silent."""

from kontor_core.foundation.access.profiles import ANY, EVERYTHING, Action, Level
from kontor_core.foundation.definition.model import Phase, RoleDefinition
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data

PHASES = (
    Phase("prospect", L("Interessent", en="Prospect"), "c6", default=True),
    Phase("new", L("Neukunde", en="New"), "c1"),
    Phase("active", L("Aktiv", en="Active"), "c5"),
    Phase("at_risk", L("Gefährdet", en="At risk"), "c2"),
    Phase("lost", L("Verloren", en="Lost"), "c8"),
    Phase("won_back", L("Zurückgewonnen", en="Won back"), "c7"),
)

ADMINISTRATOR = RoleDefinition(
    "administrator",
    L("Administration", en="Administrator"),
    grants=EVERYTHING.levels,
    read_classes=tuple(data for data in Data if data in EVERYTHING.read_classes),
    edit_classes=tuple(Data),
    permissions=(ANY,),
)
"""Always there and never changed by the file, so that nobody locks the company out."""

_TEAM = dict.fromkeys(Action, Level.TEAM)
_OWN = {Action.READ: Level.OWN, Action.CREATE: Level.OWN, Action.EDIT: Level.OWN}

ROLES = (
    RoleDefinition("manager", L("Teamleitung", en="Team lead"), grants={ANY: _TEAM}),
    RoleDefinition("agent", L("Betreuung", en="Agent"), grants={ANY: _OWN}),
    RoleDefinition(
        "reader",
        L("Lesend", en="Reader"),
        grants={ANY: {Action.READ: Level.ALL}},
        edit_classes=(),
    ),
)
