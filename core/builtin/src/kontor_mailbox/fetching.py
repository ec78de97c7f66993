"""Talking to a mailbox over IMAP: read only, in batches, nothing in it is changed."""

import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from kontor_sdk import L

from .settings import Account

if TYPE_CHECKING:
    from imapclient import IMAPClient

_CONNECT, _READ = 15.0, 60.0
_SIZES_AT_ONCE = 500
_AT_ONCE = 25  # others who write wait while a batch is written
_BYTES_AT_ONCE = 8 * 1024 * 1024


class Unreachable(Exception):  # says what is wrong, as the errors of Kontor do
    """A mailbox that cannot be read now; ``reason`` tells people why."""

    def __init__(self, reason: L) -> None:
        super().__init__(reason.en)
        self.reason = reason


class Fetched(msgspec.Struct):
    """A message as it lies in the mailbox; ``whole`` is false when only its head was fetched."""

    uid: int
    raw: bytes
    received: datetime
    size: int
    whole: bool


class Box:
    """An open folder."""

    def __init__(self, client: "IMAPClient", uidvalidity: int) -> None:
        self._client = client
        self.uidvalidity = uidvalidity

    def after(self, last_uid: int, since: date | None) -> list[int]:
        """Give the numbers of what came after a message, the oldest first."""
        criteria: list[Any] = ["UID", f"{last_uid + 1}:*"]
        if since is not None:
            criteria += ["SINCE", since]
        # "5:*" names the last message even when its number is below five
        return sorted(uid for uid in self._client.search(criteria) if uid > last_uid)

    def fetch(self, uids: Sequence[int], most_bytes: int) -> Iterator[list[Fetched]]:
        """Fetch messages in order, some at a time; of one that is too large the head alone."""
        for start in range(0, len(uids), _SIZES_AT_ONCE):
            part = list(uids[start : start + _SIZES_AT_ONCE])
            sizes = self._client.fetch(part, ["RFC822.SIZE", "INTERNALDATE"])
            known = [
                (uid, int(sizes[uid][b"RFC822.SIZE"]))
                for uid in part
                if b"RFC822.SIZE" in sizes.get(uid, {})
            ]
            for batch in _batches(known):
                if fetched := self._bodies(batch, sizes, most_bytes):
                    yield fetched

    def _bodies(
        self,
        batch: Sequence[tuple[int, int]],
        about: Mapping[int, Mapping[bytes, Any]],
        most_bytes: int,
    ) -> list[Fetched]:
        small = [uid for uid, size in batch if size <= most_bytes]
        large = [uid for uid, size in batch if size > most_bytes]
        bodies = self._client.fetch(small, ["BODY.PEEK[]"]) if small else {}
        heads = self._client.fetch(large, ["BODY.PEEK[HEADER]"]) if large else {}
        found = []
        for uid, size in batch:
            whole = uid in bodies
            data = bodies.get(uid, {}).get(b"BODY[]")
            data = data if whole else heads.get(uid, {}).get(b"BODY[HEADER]")
            if data is not None:  # else it was deleted meanwhile
                when = about[uid].get(b"INTERNALDATE")
                found.append(Fetched(uid, bytes(data), _utc(when), size, whole))
        return found


def _batches(found: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    batch: list[tuple[int, int]] = []
    weight = 0
    for uid, size in found:
        if batch and (weight + size > _BYTES_AT_ONCE or len(batch) == _AT_ONCE):
            yield batch
            batch, weight = [], 0
        batch.append((uid, size))
        weight += size
    if batch:
        yield batch


def _utc(moment: object) -> datetime:
    if not isinstance(moment, datetime):
        return datetime.now(UTC)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


@contextmanager
def opened(account: Account) -> Iterator[Box]:
    """Open the folder of a mailbox; raises Unreachable with what to do about it."""
    from imapclient import IMAPClient, SocketTimeout
    from imapclient.exceptions import IMAPClientError, LoginError

    password = account.password()
    if password is None:
        name = account.variable
        raise Unreachable(
            L(
                f"Das Passwort fehlt. Setzen Sie {name} oder {name}_FILE.",
                en=f"The password is missing. Set {name} or {name}_FILE.",
            )
        )
    where = f"{account.host}:{account.port}"
    try:
        client = IMAPClient(
            account.host,
            account.port,
            ssl=account.tls == "tls",
            timeout=SocketTimeout(_CONNECT, _READ),
        )
    except ssl.SSLError as error:
        raise Unreachable(_no_tls(where, error)) from error
    except (OSError, IMAPClientError) as error:
        raise Unreachable(
            L(
                f"{where} ist nicht erreichbar ({error}). Stimmen host und port?",
                en=f"{where} cannot be reached ({error}). Are host and port right?",
            )
        ) from error
    client.normalise_times = False
    try:
        if account.tls == "starttls":
            client.starttls()
        client.login(account.user, password)
        chosen = client.select_folder(account.folder, readonly=True)
        yield Box(client, int(chosen.get(b"UIDVALIDITY", 0)))
    except LoginError as error:
        raise Unreachable(
            L(
                f"{where} nimmt Benutzer oder Passwort nicht an ({_plain(error)}).",
                en=f"{where} does not accept user or password ({_plain(error)}).",
            )
        ) from error
    except ssl.SSLError as error:
        raise Unreachable(_no_tls(where, error)) from error
    except IMAPClientError as error:
        raise Unreachable(
            L(
                f"{where} antwortet: {error}. Gibt es den Ordner „{account.folder}“?",
                en=f'{where} answers: {error}. Is there a folder "{account.folder}"?',
            )
        ) from error
    except OSError as error:
        raise Unreachable(
            L(
                f"Die Verbindung zu {where} ist abgerissen ({error}).",
                en=f"The connection to {where} broke ({error}).",
            )
        ) from error
    finally:
        with suppress(OSError, IMAPClientError):
            client.logout()
        with suppress(OSError):
            client.shutdown()


def _plain(error: Exception) -> str:
    """Give what a server answered; imaplib hands bytes on as their Python text."""
    return str(error).removeprefix("b'").removesuffix("'")[:200]


def _no_tls(where: str, error: ssl.SSLError) -> L:
    reason = error.reason or str(error)
    return L(
        f"{where}: keine sichere Verbindung ({reason}). Stimmen tls und das Zertifikat?",
        en=f"{where}: no secure connection ({reason}). Are tls and the certificate right?",
    )
