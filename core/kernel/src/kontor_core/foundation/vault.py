"""Values that must be read again but not by whoever has the database: sealed by the home's key.

The key is ``KONTOR_KEY`` (or the file that ``KONTOR_KEY_FILE`` names), else ``kontor.key`` in the
company's folder, made when it is first needed. It is in no backup: keep it apart from them.
"""

import base64
import binascii
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.foundation.secrets import from_environment

VARIABLE = "KONTOR_KEY"
FILE_NAME = "kontor.key"
_BYTES = 32
_NONCE = 12


class Unreadable(Exception):
    """Sealed by another key, for something else, or damaged."""


class Vault:
    """Seals texts for what they belong to: moved to another row, they cannot be opened."""

    def __init__(self, home: Path, *, environ: Mapping[str, str] | None = None) -> None:
        self._home = home
        self._environ = os.environ if environ is None else environ

    def seal(self, text: str, about: str) -> str:
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._key()).encrypt(nonce, text.encode(), about.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, about: str) -> str:
        """Give the text back; raises Unreadable."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode())
            opened = AESGCM(self._key()).decrypt(raw[:_NONCE], raw[_NONCE:], about.encode())
            return opened.decode()
        except (InvalidTag, ValueError) as error:
            raise Unreadable from error

    def _key(self) -> bytes:
        given = from_environment(VARIABLE, self._environ)
        return _decoded(given if given is not None else self._from_file())

    def _from_file(self) -> str:
        path = self._home / FILE_NAME
        with suppress(FileExistsError):
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(base64.urlsafe_b64encode(os.urandom(_BYTES)).decode() + "\n")
        return path.read_text()


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
