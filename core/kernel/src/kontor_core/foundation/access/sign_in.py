"""Signing in with a password: the same answer and the same work for every failure."""

from typing import TYPE_CHECKING

from kontor_core.foundation.access import passwords
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.throttle import Throttle
from kontor_core.foundation.access.users import UserRow, find, find_by_email
from kontor_core.foundation.errors import Unauthenticated
from kontor_core.foundation.facts import Fact, Publishable
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
        _failed(storage, throttle, user, email, address)
        raise Unauthenticated(
            L("E-Mail oder Passwort ist falsch.", en="E-mail or password is wrong.")
        )
    throttle.succeeded(email, address)
    return user


def check_password(
    storage: "Storage",
    throttle: Throttle,
    *,
    user_id: str,
    password: str,
    address: str,
    failed: Publishable,
) -> None:
    """Check the password of somebody who is signed in; raises Unauthenticated or TooMany.

    ``failed`` is told when it is wrong. Counted with sign-ins: it is the same password.
    """
    user = find(storage, user_id)
    throttle.check(user.email, address)
    if not passwords.verify(user.password_hash if user.active else None, password):
        with storage.unit(SYSTEM) as uow:
            throttle.failed(uow, user.email, address)
            uow.publish(failed)
        raise Unauthenticated(L("Das Passwort ist falsch.", en="The password is wrong."))
    throttle.succeeded(user.email, address)


def _failed(
    storage: "Storage", throttle: Throttle, user: UserRow | None, email: str, address: str
) -> None:
    """Count and tell it; what was typed is not kept, it may be a password in the wrong field."""
    told = Fact(
        type="user.sign_in_failed",
        subject="user" if user is not None else None,
        subject_id=user.id if user is not None else None,
        personal={"address": address},
    )
    with storage.unit(SYSTEM) as uow:
        throttle.failed(uow, email, address)
        uow.publish(told)
