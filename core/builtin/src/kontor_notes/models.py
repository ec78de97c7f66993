"""The table of notes."""

from kontor_sdk import L
from kontor_sdk.models import CustomerId, Data, Index, Kind, field, link, plugin_base

Base = plugin_base("notes")


class Note(Base, table=True):
    """What somebody wants to remember about a customer; stays inside the company."""

    customer_id: CustomerId = link("customer", on_delete="cascade", index=False)
    body: str = field(L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, searched=True)
    pinned: bool = field(L("Angeheftet", en="Pinned"), kind=Kind.BOOL, default=False)
    __indexes__ = (Index("ix_notes_note_customer", "customer_id", "created_at"),)
