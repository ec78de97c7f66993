"""The tables: who follows which record, and how everybody wants to."""

from kontor_sdk import L
from kontor_sdk.models import Index, Kind, field, link, plugin_base

Base = plugin_base("following")


class Follow(Base, table=True):
    """A user follows a record: a customer, a person, or by its bare id one of any other kind.

    ``subject`` and ``subject_id`` are called so in every table that names records of any kind: a
    purge of their plugin finds the rows by these two columns.
    """

    user_id: str = link(
        "user", L("Beobachtet von", en="Followed by"), on_delete="cascade", index=False
    )
    subject: str = field(L("Art des Datensatzes", en="Kind of record"), hidden=True)
    customer_id: str | None = link("customer", on_delete="cascade", nullable=True)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True)
    subject_id: str | None = field(
        L("Datensatz", en="Record"), kind=Kind.REF, nullable=True, index=True, hidden=True
    )
    __same__ = ("user_id", "customer_id", "contact_id", "subject_id")
    __indexes__ = (Index("ix_following_follow_user", "user_id", "created_at"),)


class Habit(Base, table=True):
    """What a user wants to follow without being asked."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    own_work: bool = field(
        L("Automatisch beobachten", en="Follow automatically"), kind=Kind.BOOL, default=False
    )
