"""``winmail.dat``: what Outlook packs its attachments into (TNEF), opened in a process apart.

The library believes every length that a file claims, and a made-up one keeps it busy for hours;
so it works in a process of its own, with little time and memory. What goes wrong there costs the
packed file its unpacking, and nothing else.
"""

import logging
import subprocess
import sys

import msgspec

log = logging.getLogger("kontor.mailbox")

_SIGNATURE = b"\x78\x9f\x3e\x22"
_SECONDS = 10
_MOST_FILES = 100
_MOST_TEXT = 2_000_000


class Packed(msgspec.Struct, array_like=True):
    """A file from inside."""

    name: str
    media_type: str
    content: bytes


class Inside(msgspec.Struct, array_like=True):
    """What a winmail.dat held."""

    text: str
    html: str
    files: list[Packed]


def is_winmail(name: str, media_type: str) -> bool:
    kinds = ("application/ms-tnef", "application/vnd.ms-tnef")
    return media_type in kinds or name.lower() == "winmail.dat"


def unpacked(content: bytes) -> Inside | None:
    """Give what a winmail.dat holds; None when that cannot be told, or is nothing."""
    if not content.startswith(_SIGNATURE):
        return None
    command = [sys.executable, "-I", "-m", __name__]
    try:
        done = subprocess.run(  # our own interpreter and module
            command, input=content, capture_output=True, timeout=_SECONDS, check=True
        )
        found = msgspec.msgpack.decode(done.stdout, type=Inside)
    except (OSError, subprocess.SubprocessError, msgspec.MsgspecError) as error:
        log.warning("mailbox.winmail_failed size=%d error=%s", len(content), type(error).__name__)
        return None
    return found if found.files or found.text or found.html else None


def _limit() -> None:
    """Let this process have little; where that cannot be said, the one that waits ends it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3))


def _main() -> None:
    _limit()
    logging.disable()  # the library tells of every oddity
    from tnefparse import TNEF

    found = TNEF(sys.stdin.buffer.read(), do_checksum=False)
    files = [
        Packed(_text(one.long_filename()) or f"winmail-{number}", _kind(one), bytes(one.data))
        for number, one in enumerate(found.attachments[:_MOST_FILES], start=1)
        if one.data
    ]
    inside = Inside(_text(found.body), _text(found.htmlbody), files)
    sys.stdout.buffer.write(msgspec.msgpack.encode(inside))


def _kind(attachment: object) -> str:
    """Give the media type an attachment claims (PidTagAttachMimeTag)."""
    tags = (one for one in getattr(attachment, "mapi_attrs", ()) if one.name == 0x370E)
    found = next((_text(one.data) for one in tags), "")
    return found if "/" in found else "application/octet-stream"


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8" if _is_utf8(value) else "cp1252", "replace")
    return str(value or "").replace("\0", "")[:_MOST_TEXT]


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    _main()
