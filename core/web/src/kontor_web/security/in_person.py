"""What only the person may do: not a token, not one who looks as somebody else."""

from kontor_core.foundation.access.sessions import SessionRow
from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.unit_of_work import ONLY_LOOKING
from kontor_web.calls import Call


def in_person(call: Call) -> SessionRow:
    """Give the session; raises Forbidden for a token: it must not outlive itself by another."""
    if call.visitor is not None and call.visitor.viewer is not None:
        raise Forbidden(ONLY_LOOKING)
    if call.visitor is None or call.visitor.session is None:
        raise Forbidden(
            L("Das geht nur nach persönlicher Anmeldung.", en="This needs a personal sign-in.")
        )
    return call.visitor.session
