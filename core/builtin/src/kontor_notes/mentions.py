"""Who is meant by an ``@`` in a note: active users by their name or the head of their e-mail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kontor_sdk.ui import Strong

from .queries import Colleague

_BEFORE = "._-+"  # an e-mail address is no mention


@dataclass(frozen=True)
class Mention:
    """A place in a text that means somebody; two colleagues of one name are both meant."""

    start: int
    end: int
    user_ids: tuple[str, ...]


def mentions(body: str, colleagues: Iterable[Colleague]) -> list[Mention]:
    """Find who is mentioned, in the order of the text; the longest name wins.

    Case makes no difference; ``@Anna Berg`` and ``@anna.berg`` are the same colleague.
    """
    by_name: dict[str, list[str]] = {}
    for one in colleagues:
        for name in dict.fromkeys((one.name, one.email.partition("@")[0])):
            if name:
                by_name.setdefault(name.lower(), []).append(one.id)
    longest = sorted(by_name, key=len, reverse=True)
    text = body.lower()
    found: list[Mention] = []
    at = text.find("@") if len(text) == len(body) else -1
    while at >= 0:
        meant = next((one for one in longest if _stands(text, at + 1, one)), None)
        if meant is not None and not _inside(text, at):
            found.append(Mention(at, at + 1 + len(meant), tuple(dict.fromkeys(by_name[meant]))))
        at = text.find("@", at + 1)
    return found


def _stands(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    return text.startswith(name, start) and not text[end : end + 1].isalnum()


def _inside(text: str, at: int) -> bool:
    before = text[at - 1 : at] if at else ""
    return before.isalnum() or (before != "" and before in _BEFORE)


def pieces(body: str, colleagues: Iterable[Colleague]) -> tuple[str | Strong, ...]:
    """Cut a text so that those who are mentioned stand out."""
    found: list[str | Strong] = []
    place = 0
    for mention in mentions(body, colleagues):
        found += [body[place : mention.start], Strong(body[mention.start : mention.end])]
        place = mention.end
    return tuple(piece for piece in (*found, body[place:]) if piece)


def mentioned(body: str, colleagues: Sequence[Colleague]) -> list[str]:
    """Give the ids of the users a text mentions, each once."""
    every = (user for mention in mentions(body, colleagues) for user in mention.user_ids)
    return list(dict.fromkeys(every))
