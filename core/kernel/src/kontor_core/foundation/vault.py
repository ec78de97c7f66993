"""Values that must be read again but not by whoever has the database: sealed by the home's key.

The key is ``KONTOR_KEY`` (or the file that ``KONTOR_KEY_FILE`` names), else ``kontor.key`` in the
company's folder, made when it is first needed. It is in no backup: keep it apart from them.
A key that is lost is never replaced silently: as long as anything is kept that another key sealed,
nothing more is sealed.
"""

import base64
import binascii
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.secrets import from_environment

VARIABLE = "KONTOR_KEY"
FILE_NAME = "kontor.key"
_BYTES = 32
_NONCE = 12


Kept = Callable[[], Iterable[tuple[str, str]]]
"""Gives what is kept sealed, each with what it belongs to; the latest first."""


class KeyState(StrEnum):
    """How the key stands to what is kept."""

    FINE = "fine"
    MISSING = "missing"
    OTHER = "other"  # it did not seal the latest of what is kept
    UNUSABLE = "unusable"  # what stands there is no key


class Unreadable(Exception):
    """Sealed by another key, for something else, or damaged."""


class KeyLost(KontorError):
    """The key is not the one that sealed what is kept: nothing can be sealed beside it."""

    status = 503
    code = "key_lost"

    def __init__(self) -> None:
        super().__init__(
            L(
                "Der Schlüssel dieses Kontors fehlt oder ist ein anderer. Wer Kontor betreibt, "
                "muss ihn zurücklegen; „kontor doctor“ sagt, wie.",
                en="The key of this Kontor is missing or another one. Whoever operates Kontor has "
                'to put it back; "kontor doctor" says how.',
            )
        )


def _nothing() -> Iterable[tuple[str, str]]:
    return ()


class Vault:
    """Seals texts for what they belong to: moved to another row, they cannot be opened."""

    def __init__(
        self, home: Path, kept: Kept = _nothing, *, environ: Mapping[str, str] | None = None
    ) -> None:
        self._home = home
        self._kept = kept
        self._environ = os.environ if environ is None else environ

    @property
    def place(self) -> str:
        """Name where the key is looked for."""
        for name in (VARIABLE, f"{VARIABLE}_FILE"):
            if self._environ.get(name):
                return name
        return FILE_NAME

    def seal(self, text: str, about: str) -> str:
        """Seal a text, with a new key where none was ever needed; raises KeyLost."""
        if self.state() is not KeyState.FINE:
            raise KeyLost
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._key() or self._made()).encrypt(nonce, text.encode(), about.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> str:
        """Give the text back; raises Unreadable."""
        try:
            key = self._key()
            if key is None:
                raise Unreadable
            raw = base64.urlsafe_b64decode(sealed.encode())
            return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        except (InvalidTag, Invalid, ValueError) as error:
            raise Unreadable from error

    def state(self) -> KeyState:
        """Tell whether the key is there and sealed the latest of what is kept."""
        latest = next(iter(self._kept()), None)
        try:
            there = self._key() is not None
        except Invalid:
            return KeyState.UNUSABLE
        if latest is None:
            return KeyState.FINE
        if not there:
            return KeyState.MISSING
        return KeyState.FINE if self.opens(*latest) else KeyState.OTHER

    def opens(self, sealed: str, about: str) -> bool:
        try:
            self.open(sealed, about)
        except Unreadable:
            return False
        return True

    def _key(self) -> bytes | None:
        given = from_environment(VARIABLE, self._environ)
        if given is None:
            with suppress(FileNotFoundError):
                given = (self._home / FILE_NAME).read_text()
        return None if given is None else _decoded(given)

    def _made(self) -> bytes:
        """Make the key, whole under its name or not at all; another process may be faster."""
        path = self._home / FILE_NAME
        beside = path.with_name(f"{FILE_NAME}.{os.urandom(6).hex()}")
        handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(handle, "w") as file:
                file.write(base64.urlsafe_b64encode(os.urandom(_BYTES)).decode() + "\n")
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(beside, path)
        finally:
            beside.unlink()
        return _decoded(path.read_text())


def _decoded(text: str) -> bytes:
    with suppress(binascii.Error, ValueError):
        key = base64.urlsafe_b64decode(text.strip().encode())
        if len(key) == _BYTES:
            return key
    raise Invalid(
        L(
            f"{VARIABLE} oder {FILE_NAME} ist kein Schlüssel: 32 Byte in Base64, wie sie "
            "„openssl rand -base64 32“ gibt.",
            en=f"{VARIABLE} or {FILE_NAME} is no key: 32 bytes in base64, as "
            '"openssl rand -base64 32" gives them.',
        )
    )
