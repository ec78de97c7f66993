"""Is it still them? What needs it asks for the password once more, unless it was given lately.

Of people with a session only: a token speaks within its scopes and has no password.
"""

from kontor_core.events.administration import UserConfirmed, UserConfirmFailed
from kontor_core.foundation.access import sessions
from kontor_core.foundation.access.sign_in import check_password
from kontor_core.foundation.access.throttle import TooMany
from kontor_core.foundation.errors import Forbidden, KontorError, Unauthenticated
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call

FIELD = "_confirm"
"""The field of the password; handlers never see it."""


class NotConfirmed(Forbidden):
    """The password has to be given first; ``told`` is what was wrong with the one just given."""

    code = "not_confirmed"

    def __init__(self, told: KontorError | None = None) -> None:
        self.told = told
        super().__init__(
            L(
                "Dafür muss das Passwort noch einmal angegeben werden.",
                en="Please enter your password again for this.",
            )
        )


def confirm(call: Call) -> None:
    """Raise NotConfirmed unless whoever is signed in gave their password lately or just now."""
    visitor = call.visitor
    if visitor is None or visitor.session is None:
        return
    password = call.request.form.pop(FIELD, [""])[-1]
    if visitor.session.confirmed(call.kontor.definition.security.confirm_within):
        return
    if not password:
        raise NotConfirmed
    user = RecordRef("user", visitor.session.user_id)
    address = call.request.client
    try:
        check_password(
            call.kontor.storage,
            call.web.throttle,
            user_id=user.id,
            password=password,
            address=address,
            failed=UserConfirmFailed(subject=user, address=address),
        )
    except (Unauthenticated, TooMany) as error:
        raise NotConfirmed(error) from None
    with call.kontor.unit(visitor.viewer or visitor.actor) as uow:
        sessions.confirm(uow, visitor.session.id)
        uow.publish(UserConfirmed(subject=user, address=address))


def confirm_export(call: Call, count: int) -> None:
    """Ask for the password before very many records are taken along."""
    if count > call.kontor.definition.security.export_freely:
        confirm(call)
