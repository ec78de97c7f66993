"""Signing in with a password: the same answer and the same work for every failure."""

from typing import TYPE_CHECKING

from kontor_core.foundation.access import passwords
from kontor_core.foundation.access.throttle import Throttle
from kontor_core.foundation.access.users import UserRow, find_by_email
from kontor_core.foundation.errors import Unauthenticated
from kontor_core.foundation.i18n import L

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage


def sign_in(
    storage: "Storage", throttle: Throttle, *, email: str, password: str, address: str
) -> UserRow:
    """Give the user whose password this is; raises Unauthenticated or TooMany.

    Open the session in a unit of work afterwards (``sessions.create``): checking a password takes
    a while on purpose, and nobody should wait for the writer's place meanwhile.
    """
    throttle.check(email, address)
    user = find_by_email(storage, email)
    known = user.password_hash if user is not None and user.active else None
    if not passwords.verify(known, password) or user is None:
        throttle.failed(email, address)
        raise Unauthenticated(
            L("E-Mail oder Passwort ist falsch.", en="E-mail or password is wrong.")
        )
    throttle.succeeded(email, address)
    return user
