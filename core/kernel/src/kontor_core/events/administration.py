"""What administrators do, as the log tells it; the actor is who did it, the subject to whom.

Accounts are changed in ``foundation.access``, which knows facts but not these classes.
"""

from collections.abc import Sequence
from datetime import datetime

from kontor_core.events.types import Event, personal

OPERATE = "operate"
"""The permission to look after what runs in the background."""
SWITCH_PLUGINS = "switch_plugins"
"""The permission to switch plugins on and off."""

VIEW_AS = "view_as"
"""The permission to look at Kontor as another user does, without changing anything."""


class UserInvited(Event):
    """Somebody got an account and a link to set their password."""

    name = "user.invited"


class UserLinkMade(Event):
    """A new link to set a password was made; who has it can sign in as that user."""

    name = "user.link_made"


class UserRolesChanged(Event):
    name = "user.roles_changed"

    before: list[str]
    after: list[str]


class UserTeamsChanged(Event):
    """Somebody is in other teams now; ``after`` holds their ids, one's own team first."""

    name = "user.teams_changed"

    before: list[str] | None = None
    after: list[str]


class UserSessionsEnded(Event):
    name = "user.sessions_ended"


class UserTokenMade(Event):
    """Somebody made an API token for themselves; no scopes are all of one's own rights."""

    name = "user.token_made"

    scopes: list[str] | None = None


class UserTokenRevoked(Event):
    name = "user.token_revoked"


class DeliveryRetried(Event):
    """Somebody had an event that a subscriber refused handed to it once more."""

    name = "delivery.retried"

    subscriber: str
    event: str
    position: str


class DeliveryDiscarded(Event):
    """Somebody gave up an event for a subscriber: it will never have its effect there."""

    name = "delivery.discarded"

    subscriber: str
    event: str
    position: str
    reason: str = personal()


class JobAskedFor(Event):
    """Somebody had a recurring job run before its time."""

    name = "job.asked_for"

    job: str


class PluginSwitchedOn(Event):
    """A plugin was written into kontor.toml; it runs from the next start on."""

    name = "plugin.switched_on"

    key: str


class PluginSwitchedOff(Event):
    """A plugin was taken out of kontor.toml; it runs until the next start."""

    name = "plugin.switched_off"

    key: str


class DefinitionChanged(Event):
    """``kontor.toml`` says something else than at the last start; nobody did it through Kontor.

    ``changes`` are path, before and after, the first of ``count``.
    """

    name = "definition.changed"

    changes: list[tuple[str, str | None, str | None]]
    count: int


class UserViewed(Event):
    """An administrator, the actor, began to look at Kontor as a user, the subject."""

    name = "user.viewed"

    viewed_id: str
    until: datetime


class UserViewingEnded(Event):
    """The same administrator stopped before the time was up."""

    name = "user.viewing_ended"

    viewed_id: str


class UserSignInFailed(Event):
    """Somebody gave a wrong password; without a subject there is no such account."""

    name = "user.sign_in_failed"

    address: str = personal()


class UserConfirmed(Event):
    """Somebody who is signed in gave their password once more, for what needs it."""

    name = "user.confirmed"

    address: str = personal()


class UserConfirmFailed(Event):
    """Somebody who is signed in gave a wrong password."""

    name = "user.confirm_failed"

    address: str = personal()


class UserCodeFailed(Event):
    """Somebody who knew the password gave a wrong code of the second factor."""

    name = "user.code_failed"

    address: str = personal()


class UserSecondFactorSet(Event):
    """Somebody set up a second factor, or new recovery codes for it."""

    name = "user.second_factor_set"


class UserSecondFactorRemoved(Event):
    """A second factor is gone: taken away by its owner, or by whoever administers."""

    name = "user.second_factor_removed"


class UserPasswordDemanded(Event):
    """Somebody has to choose a new password at their next sign-in."""

    name = "user.password_demanded"


ADMINISTRATION: Sequence[type[Event]] = (
    UserInvited,
    UserLinkMade,
    UserRolesChanged,
    UserTeamsChanged,
    UserSessionsEnded,
    UserTokenMade,
    UserTokenRevoked,
    DeliveryRetried,
    DeliveryDiscarded,
    JobAskedFor,
    PluginSwitchedOn,
    PluginSwitchedOff,
    DefinitionChanged,
    UserViewed,
    UserViewingEnded,
    UserSignInFailed,
    UserConfirmed,
    UserConfirmFailed,
    UserCodeFailed,
    UserSecondFactorSet,
    UserSecondFactorRemoved,
    UserPasswordDemanded,
)
