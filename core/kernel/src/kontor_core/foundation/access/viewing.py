"""Looking at Kontor as another user does: read only, for a while, never with more rights.

The one who looks keeps their session; only the reads of its requests run as the other. Exports
stay out, so does whatever is the other's own secret.
"""

from dataclasses import replace
from datetime import timedelta

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import ANY, Action, Level, Profile
from kontor_core.foundation.errors import Forbidden, Refused
from kontor_core.foundation.i18n import L

LONGEST = timedelta(minutes=30)


def may_view(own: Profile, theirs: Profile) -> bool:
    """Tell whether somebody sees all that the other can see, so that looking shows nothing new.

    What reaches the other's own rows or team only shows rows that one sees at level ``all`` alone.
    """
    names = {ANY, *own.levels, *theirs.levels}
    return own.covers(theirs) and all(
        theirs.level(name, Action.READ) is Level.NONE or own.level(name, Action.READ) is Level.ALL
        for name in names
    )


def check(by: Actor, other: Actor) -> None:
    """Raise unless ``by`` may look as ``other``."""
    if by.id == other.id:
        raise Refused(L("Das sind Sie selbst.", en="That is you."))
    if by.viewed_by is not None:
        raise Refused(L("Beenden Sie zuerst diese Ansicht.", en="End this view first."))
    if not may_view(by.profile, other.profile):
        raise Forbidden(
            L(
                "Diese Person sieht etwas, das Sie nicht sehen. Ansehen kann man nur, wer nicht "
                "mehr darf als man selbst.",
                en="This person sees something that you do not. You can only view as somebody who "
                "may do no more than you.",
            )
        )


def seen_as(other: Actor, by: Actor) -> Actor:
    """Give the other as one looks as them: no unit of work opens for it, nothing is exported."""
    profile = other.profile
    names = {ANY, *profile.levels}
    levels = {
        name: {
            action: Level.NONE if action is Action.EXPORT else profile.level(name, action)
            for action in Action
        }
        for name in names
    }
    narrowed = Profile(levels, profile.read_classes, profile.edit_classes, profile.permissions)
    return replace(other, profile=narrowed, viewed_by=by.id)
