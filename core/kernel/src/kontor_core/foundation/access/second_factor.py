"""The second factor: a code of an app (TOTP, RFC 6238), or a recovery code, each once.

The secret of the app is sealed by the home's key, recovery codes are kept as hashes.
"""

import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
import pyotp
from sqlalchemy import bindparam, func, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.models import RecoveryCode, SecondFactor, Session
from kontor_core.foundation.access.profiles import ANY
from kontor_core.foundation.access.secret_texts import hash_of
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.system_rows import add_row, change_rows, remove_rows
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.vault import Unreadable, Vault

if TYPE_CHECKING:
    from kontor_core.foundation.storage.storage import Storage

CODES = 10
_STEP = 30  # seconds, and one step earlier or later: clocks differ
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look like another
_NOT_PART = re.compile(r"[\s-]")

WRONG = L(
    "Der Code stimmt nicht oder ist abgelaufen. Geht die Uhr des Telefons richtig?",
    en="The code is wrong or over. Is the clock of your phone right?",
)
CANNOT_TELL = L(
    "Codes der App lassen sich gerade nicht prüfen: Der Schlüssel dieses Kontors fehlt oder ist "
    "ein anderer. Ein Wiederherstellungscode geht. Bitte sagen Sie denen Bescheid, die Kontor "
    "betreiben: Sie müssen ihn zurücklegen.",
    en="Codes of the app cannot be checked just now: the key of this Kontor is missing or another "
    "one. A recovery code works. Please tell whoever operates Kontor to put it back.",
)


class _Row(msgspec.Struct):
    secret: str
    last_step: int
    created_at: str


class _Number(msgspec.Struct):
    value: int


class _Kept(msgspec.Struct):
    secret: str
    user_id: str


class Answer(StrEnum):
    """What a code turned out to be."""

    RIGHT = "right"
    WRONG = "wrong"
    UNREADABLE = "unreadable"  # nobody can tell: the key that sealed the app's secret is not there


@dataclass(frozen=True, slots=True)
class Standing:
    """That somebody has a second factor, since when, and how many recovery codes are left."""

    since: str
    codes: int


_factor, _code = columns(SecondFactor), columns(RecoveryCode)
_user_id = bindparam("user_id", type_=Id())
_OF_USER = select(_factor.secret, _factor.last_step, _factor.created_at).where(
    _factor.user_id == _user_id
)
_KEPT = select(_factor.secret, _factor.user_id).order_by(_factor.id.desc())
_LEFT = select(func.count()).where(_code.user_id == _user_id)


def asked_of(roles: Iterable[str], asking: Iterable[str]) -> bool:
    """Tell whether the company asks whoever holds these roles for a second factor."""
    asking = set(asking)
    return ANY in asking or not asking.isdisjoint(roles)


def standing(storage: "Storage", user_id: str) -> Standing | None:
    """Tell whether somebody has a second factor."""
    reader = storage.system_reader()
    row = reader.one(_OF_USER, _Row, {"user_id": user_id})
    if row is None:
        return None
    left = reader.one(_LEFT, _Number, {"user_id": user_id})
    return Standing(row.created_at, left.value if left else 0)


def kept(storage: "Storage") -> list[tuple[str, str]]:
    """Give every sealed secret with the user it belongs to, the latest first."""
    rows = storage.system_reader().read(_KEPT, _Kept)
    return [(row.secret, row.user_id) for row in rows]


def unreadable(storage: "Storage", vault: Vault) -> list[str]:
    """Give the users whose secret the key does not open: their app is of no use to them."""
    return [user_id for sealed, user_id in kept(storage) if not vault.opens(sealed, user_id)]


def new_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, *, email: str, company: str) -> str:
    """Give what an app reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"Kontor {company}")


def enrol(uow: UnitOfWork, vault: Vault, user_id: str, secret: str, code: str) -> list[str]:
    """Take a new app in place of any former one; gives the recovery codes, told once.

    Every session of the user ends: none of them has shown it. Raises Invalid unless ``code`` comes
    from that app.
    """
    step = _step_of(secret, code, after=0)
    if step is None:
        raise Invalid({"code": WRONG})
    remove(uow, user_id)
    remove_rows(uow, Session, {"user_id": user_id})
    sealed = vault.seal(secret, user_id)
    add_row(uow, SecondFactor, {"user_id": user_id, "secret": sealed, "last_step": step})
    return new_codes(uow, user_id)


def new_codes(uow: UnitOfWork, user_id: str) -> list[str]:
    """Make recovery codes in place of those there were."""
    remove_rows(uow, RecoveryCode, {"user_id": user_id})
    made = ["-".join(_letters() for _ in range(4)) for _ in range(CODES)]
    for code in made:
        add_row(uow, RecoveryCode, {"user_id": user_id, "code_hash": _hash(code)})
    return made


def check(uow: UnitOfWork, vault: Vault, user_id: str, code: str) -> Answer:
    """Tell whether a code is right, and spend it: neither kind works twice."""
    rows = uow.system_read(_OF_USER, _Row, {"user_id": user_id})
    if not rows:
        return Answer.WRONG
    wrong, step = Answer.WRONG, None
    try:
        step = _step_of(vault.open(rows[0].secret, user_id), code, after=rows[0].last_step)
    except Unreadable:  # another key; recovery codes need none
        wrong = Answer.UNREADABLE
    if step is not None:
        before = {"user_id": user_id, "last_step": rows[0].last_step}
        spent = change_rows(uow, SecondFactor, before, {"last_step": step})
    else:
        spent = remove_rows(uow, RecoveryCode, {"user_id": user_id, "code_hash": _hash(code)})
    return Answer.RIGHT if spent == 1 else wrong


def remove(uow: UnitOfWork, user_id: str) -> bool:
    """Take the second factor away; tells whether there was one."""
    remove_rows(uow, RecoveryCode, {"user_id": user_id})
    return remove_rows(uow, SecondFactor, {"user_id": user_id}) > 0


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """Give the half minute that a code is of, unless it is over or was used."""
    typed = _NOT_PART.sub("", code)
    now = int(clock.now().timestamp()) // _STEP
    totp = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def _letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(4))


def _hash(code: str) -> str:
    return hash_of(_NOT_PART.sub("", code).lower())
