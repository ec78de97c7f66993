"""The table of notices."""

from datetime import datetime

from kontor_sdk import L
from kontor_sdk.models import Data, Index, Kind, field, link, plugin_base

Base = plugin_base("inbox")


class Notice(Base, table=True):
    """Something a user was told; it belongs to its recipient and nobody else is shown it.

    ``digest`` stands for recipient, text and subject: the same notice is kept once.
    """

    recipient_id: str = link(
        "user", L("Empfänger", en="Recipient"), on_delete="cascade", index=False
    )
    text: str = field(L("Nachricht", en="Notice"), Data.PERSONAL, max_length=1000)
    text_en: str | None = field(
        L("Nachricht (englisch)", en="Notice (English)"),
        Data.PERSONAL,
        nullable=True,
        hidden=True,
        max_length=1000,
    )
    told_at: datetime = field(L("Wann", en="When"), kind=Kind.DATETIME)
    read_at: datetime | None = field(L("Gelesen", en="Read"), kind=Kind.DATETIME, nullable=True)
    # whom it tells of: an erasure takes the notice as well
    customer_id: str | None = link("customer", on_delete="cascade", nullable=True)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True)
    about: str | None = field(
        L("Art des Datensatzes", en="Kind of record"), nullable=True, hidden=True
    )
    about_id: str | None = field(
        L("Datensatz", en="Record"), kind=Kind.REF, nullable=True, hidden=True
    )
    kind: str | None = field(
        L("Art der Nachricht", en="Kind of notice"), nullable=True, hidden=True
    )
    # what is told of one record on one day becomes one notice, as long as that is not read
    group_key: str | None = field(L("Gruppe", en="Group"), nullable=True, hidden=True)
    count: int = field(L("Anzahl", en="Count"), kind=Kind.INT, default=1, hidden=True)
    told: list[str] | None = field(
        L("Prüfwerte", en="Digests"), kind=Kind.JSON, default=None, nullable=True, hidden=True
    )
    digest: str = field(L("Prüfwert", en="Digest"), unique=True, hidden=True, max_length=64)
    # a user's notices, the newest first, and those they have not read
    __indexes__ = (
        Index("ix_inbox_notice_recipient", "recipient_id", "told_at"),
        Index("ix_inbox_notice_unread", "recipient_id", "read_at", "told_at"),
        Index("ix_inbox_notice_group", "recipient_id", "group_key"),
    )


class Choice(Base, table=True):
    """Which kinds of notices a user does not want: full ids of kinds."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    off: list[str] | None = field(
        L("Abgeschaltet", en="Switched off"), kind=Kind.JSON, default=None, nullable=True
    )
