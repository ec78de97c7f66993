"""How sensitive a value is, and what erasure does with it."""

from enum import StrEnum


class Data(StrEnum):
    """Data class of a field, from open to closed."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SPECIAL = "special"  # Art. 9 GDPR: exists only when the definition says why
    SECRET = "secret"  # noqa: S105  # the name of a class, no secret


class Erase(StrEnum):
    """What erasing a person does to a column of that person's rows."""

    KEEP = "keep"  # not about the person
    BLANK = "blank"  # null, or an empty text where null is not allowed
    DELETE = "delete"  # the whole row goes
    PSEUDONYM = "pseudonym"  # replaced by a text that no longer tells who it was


ERASE_PERSONS = "erase_persons"
"""The permission to answer subjects: export what is held of a person, and erase it."""
