"""Which names this server answers to: links in mails and cookies depend on it."""

from collections.abc import Iterable

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class Hosts:
    """The allowed host names; the port does not matter."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(name.lower() for name in names)
        self._seen: set[bytes] = set()  # Host headers that were allowed once; few and short

    def allow(self, header: bytes | None) -> bool:
        if header is None or len(header) > 300:
            return False
        if header in self._seen:
            return True
        name = header.decode("latin-1").lower()
        head, _, port = name.rpartition(":")
        if head and port.isdigit():
            name = head
        if name.rstrip(".") not in self._names:
            return False
        if len(self._seen) < 1000:
            self._seen.add(header)
        return True
