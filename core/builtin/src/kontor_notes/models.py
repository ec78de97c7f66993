"""The table of notes."""

from kontor_sdk import L
from kontor_sdk.models import Data, Index, Kind, field, link, plugin_base

Base = plugin_base("notes")


class Note(Base, table=True):
    """What somebody wants to remember about a customer or a person; stays inside the company."""

    customer_id: str | None = link("customer", on_delete="cascade", nullable=True, index=False)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True, index=False)
    body: str = field(
        L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, searched=True, mentions=True
    )
    pinned: bool = field(L("Angeheftet", en="Pinned"), kind=Kind.BOOL, default=False)
    __indexes__ = (
        Index("ix_notes_note_customer", "customer_id", "created_at"),
        Index("ix_notes_note_contact", "contact_id", "created_at"),
    )
