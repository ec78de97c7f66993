"""How the mailboxes stand: when each was read, how much, and what is in the way."""

import msgspec

from kontor_sdk.models import Reader, columns, select

from .models import Folder


class Standing(msgspec.Struct):
    """How a folder stands."""

    id: str
    account: str
    place: str
    taken: int
    read_at: str | None
    problem: str | None
    problem_en: str | None
    failures: int
    next_at: str | None


_folder = columns(Folder)
_FOLDERS = select(
    _folder.id,
    _folder.account,
    _folder.place,
    _folder.taken,
    _folder.read_at,
    _folder.problem,
    _folder.problem_en,
    _folder.failures,
    _folder.next_at,
).order_by(_folder.account)


def folders(reader: Reader) -> dict[str, Standing]:
    """Give how each mailbox stands by its name."""
    return {one.account: one for one in reader.read(_FOLDERS, Standing)}
