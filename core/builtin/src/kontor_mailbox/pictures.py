"""Pictures that a message brings along and shows inside its HTML (``cid:``)."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

_MOST_ONE = 2 * 1024 * 1024
_MOST_ALL = 6 * 1024 * 1024
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


class _Part(Protocol):
    @property
    def content(self) -> bytes: ...
    @property
    def content_id(self) -> str: ...


P = TypeVar("P", bound=_Part)


def picture_type(content: bytes) -> str | None:
    """Give the media type of a picture that browsers only ever draw; None for all else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), None)


def parted(files: Sequence[P], wanted: Collection[str]) -> tuple[list[P], list[P]]:
    """Part the pictures that HTML shows from the files that are kept beside the message.

    A file that is no picture, or too large to be shown, stays a file.
    """
    pictures: list[P] = []
    rest: list[P] = []
    room = _MOST_ALL
    for one in files:
        size = len(one.content)
        shown = one.content_id in wanted and size <= min(room, _MOST_ONE)
        if shown and picture_type(one.content) is not None:
            pictures.append(one)
            room -= size
        else:
            rest.append(one)
    return pictures, rest


def addresses_of(pictures: Iterable[tuple[str, bytes]]) -> Mapping[str, str]:
    """Give for each content id the picture itself as an address.

    The frame of a message reaches nothing of ours, so its pictures come with its HTML.
    """
    found: dict[str, str] = {}
    for name, content in pictures:
        kind = picture_type(content)
        if kind is not None:
            found[name] = f"data:{kind};base64,{b64encode(content).decode()}"
    return found
