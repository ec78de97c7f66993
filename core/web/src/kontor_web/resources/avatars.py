"""Initials in one of eight colours, the same for the same id everywhere."""

from zlib import crc32

from kontor_web.ui.views import Avatar


def avatar(name: str, record_id: str, *, square: bool = False) -> Avatar:
    """Give the avatar of a person, or a square one of an organisation."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if len(words) > 1:
        last = words[1] if square else words[-1]
        initials = words[0][0] + last[0]
    else:
        initials = words[0][:2] if words else "?"
    return Avatar(
        initials=initials.upper(), color=f"c{crc32(record_id.encode()) % 8 + 1}", square=square
    )
