"""What was administered, newest first: a part of the log, for those who look after everybody.

Read past the fence: such events are about accounts, plugins and the background, no customer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Text, bindparam, cast, or_, select

from kontor_core.events.administration import (
    DefinitionChanged,
    DeliveryDiscarded,
    DeliveryRetried,
    JobAskedFor,
    PluginSwitchedOff,
    PluginSwitchedOn,
    UserCodeFailed,
    UserConfirmed,
    UserConfirmFailed,
    UserInvited,
    UserLinkMade,
    UserPasswordDemanded,
    UserRolesChanged,
    UserSecondFactorRemoved,
    UserSecondFactorSet,
    UserSessionsEnded,
    UserSignInFailed,
    UserTeamsChanged,
    UserTokenMade,
    UserTokenRevoked,
    UserViewed,
    UserViewingEnded,
)
from kontor_core.events.exported import RecordsExported
from kontor_core.events.log import COLUMNS, LoggedFact, place_of
from kontor_core.events.tables import EVENT
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.storage.types import Id, Moment, String, Whole

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

KINDS: Mapping[str, Sequence[str]] = {
    "sign_in": [
        one.name for one in (UserSignInFailed, UserCodeFailed, UserConfirmFailed, UserConfirmed)
    ],
    "accounts": [
        "user.created",
        "user.changed",
        *(
            one.name
            for one in (
                UserInvited,
                UserLinkMade,
                UserPasswordDemanded,
                UserSecondFactorSet,
                UserSecondFactorRemoved,
                UserSessionsEnded,
            )
        ),
    ],
    "rights": [
        UserRolesChanged.name,
        UserTeamsChanged.name,
        "team.created",
        "team.changed",
        "team.deleted",
    ],
    "tokens": [UserTokenMade.name, UserTokenRevoked.name],
    "viewing": [UserViewed.name, UserViewingEnded.name],
    "plugins": [PluginSwitchedOn.name, PluginSwitchedOff.name],
    "definition": [DefinitionChanged.name],
    "operation": [DeliveryRetried.name, DeliveryDiscarded.name, JobAskedFor.name],
    "exports": [RecordsExported.name],
}
"""The events that count as administration, by what they are about."""

ADMINISTERED = frozenset(name for names in KINDS.values() for name in names)
"""All of them: told in the log of administration, and nowhere to whoever sees the record."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of them; what is left out does not matter."""

    kind: str = ""
    user_id: str | None = None  # who did it, or to whom it was done
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them; ``older`` asks for the next page, None on the last."""

    facts: list[Fact]
    older: str | None


def administered(storage: "Storage", wanted: Wanted, *, before: str = "", most: int = 100) -> Page:
    """Give what was administered before a place in the log."""
    params = {
        "types": sorted(KINDS.get(wanted.kind) or ADMINISTERED),
        "user_id": wanted.user_id,
        "since": wanted.since,
        "until": wanted.until,
        "before": place_of(before),
        "most": most + 1,
    }
    asked = (wanted.user_id is not None, wanted.since is not None, wanted.until is not None)
    statement = storage.statement(("administered", asked), lambda: _statement(*asked))
    rows = storage.system_reader().read(statement, LoggedFact, params)
    shown = rows[:most]
    older = shown[-1].position if len(rows) > most else None
    return Page([row.fact() for row in shown], older)


def _statement(user: bool, since: bool, until: bool) -> Select[Any]:
    about = bindparam("user_id", type_=Id())
    where = [
        # the index that holds these events, and few others, is of those without a customer
        EVENT.c.customer_id.is_(None),
        EVENT.c.contact_id.is_(None),
        EVENT.c.type.in_(bindparam("types", type_=String(), expanding=True)),
        EVENT.c.seq < bindparam("before", type_=Whole()),
    ]
    if user:
        where.append(or_(EVENT.c.actor_id == about, EVENT.c.subject_id == about))
    if since:
        where.append(EVENT.c.occurred_at >= bindparam("since", type_=Moment()))
    if until:
        where.append(EVENT.c.occurred_at < bindparam("until", type_=Moment()))
    return (
        select(cast(EVENT.c.seq, Text), *COLUMNS)
        .where(*where)
        .order_by(EVENT.c.seq.desc())
        .limit(bindparam("most", type_=Whole()))
    )
