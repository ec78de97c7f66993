"""Passwords: argon2id, a dozen characters at least, none that everybody tries first."""

import threading
from collections.abc import Iterable
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L

PasswordHash = NewType("PasswordHash", str)
"""What ``hash_password`` makes: a password that was checked and may be stored."""

SHORTEST, LONGEST = 12, 256

# about a tenth of a second on a small server; the library's default takes six times as long
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.Semaphore(4)  # 19 MiB each: a flood of sign-ins must not eat the memory

_WORDS = """
passwordpassword password1234 password12345 passwort1234 passwort12345 passwortpasswort
mypassword123 meinpasswort meinpasswort1 changemechangeme changeme1234 changeme12345
welcome12345 willkommen12 willkommen123 willkommen1234 hallohallo12 hallo1234567 qwertyuiop12
qwertzuiop12 qwertyuiopas qwertzuiopas qwertyuiop123 qwertzuiop123 administrator administrator1
adminadmin12 admin1234567 adminadminadmin letmeinletmein iloveyou1234 sommer2024 sommer2025
sommer2026 kontorkontor kontor123456 kontor1234567 1q2w3e4r5t6y 1q2w3e4r5t6z 1qay2wsx3edc
1qaz2wsx3edc trustno1trustno1 football1234 schalke04schalke04 fussball1234 dragondragon
baseball1234 superman1234 startstart12 geheimgeheim geheim123456 testtesttest test12345678
demodemodemo demo12345678
"""
_KNOWN_BAD = frozenset(_WORDS.split())
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "1234567890", "qwertzuiop", "qwertyuiop", "asdfghjkl")


def hash_password(password: str, *, about: Iterable[str] = ()) -> PasswordHash:
    """Check a new password and hash it; raises Invalid for a bad one.

    ``about`` are texts it must not be made of: the user's name, address, company. Call it before
    the unit of work: it takes a while on purpose.
    """
    problem = _problem(password, about)
    if problem is not None:
        raise Invalid({"password": problem})
    with _at_once:
        return PasswordHash(_hasher.hash(password))


def verify(hashed: str | None, password: str) -> bool:
    """Tell whether a password is the right one; without a hash it takes as long and is wrong."""
    if len(password) > LONGEST:
        return False
    with _at_once:
        try:
            return _hasher.verify(hashed or _nobody(), password) and hashed is not None
        except (VerificationError, InvalidHashError):
            return False


def _problem(password: str, about: Iterable[str]) -> L | None:
    if len(password) < SHORTEST:
        return L(
            f"Mindestens {SHORTEST} Zeichen. Ein Satz, den nur Sie kennen, ist ein gutes Passwort.",
            en=f"At least {SHORTEST} characters. A sentence only you know is a good password.",
        )
    if len(password) > LONGEST:
        return L(f"Höchstens {LONGEST} Zeichen.", en=f"At most {LONGEST} characters.")
    folded = password.casefold()
    if folded in _KNOWN_BAD or _is_row(folded) or _repeats(folded):
        return L(
            "Dieses Passwort probieren Angreifer zuerst. Bitte ein anderes.",
            en="This password is one of the first that attackers try. Please choose another.",
        )
    for text in about:
        known = text.casefold().strip()
        if len(known) >= 4 and folded.strip("0123456789!.?-_ ") in (known, known.split("@")[0]):
            return L(
                "Nicht aus Ihrem Namen oder Ihrer Adresse. Bitte ein anderes.",
                en="It must not be made of your name or address. Please choose another.",
            )
    return None


def _is_row(text: str) -> bool:
    """Tell whether a text runs along the alphabet, the digits or a row of keys."""
    return any(text in row * 30 or text in row[::-1] * 30 for row in _ROWS)


@cache
def _nobody() -> str:
    """Give what is verified when the account is unknown: the answer must take as long."""
    return _hasher.hash("nobody has this password")


def _repeats(text: str) -> bool:
    """Tell whether a text is one short piece over and over."""
    return any(text == (text[:size] * len(text))[: len(text)] for size in (1, 2, 3, 4))
