"""The tables: one row for each version of a file; tags, and who carries them."""

from datetime import datetime

from kontor_sdk import L
from kontor_sdk.models import Choice, Data, Erase, Index, Kind, blob, field, link, plugin_base

Base = plugin_base("documents")

COLORS = (
    Choice("c1", L("Petrol", en="Teal"), "c1"),
    Choice("c2", L("Orange", en="Orange"), "c2"),
    Choice("c3", L("Indigo", en="Indigo"), "c3"),
    Choice("c4", L("Rosa", en="Pink"), "c4"),
    Choice("c5", L("Oliv", en="Olive"), "c5"),
    Choice("c6", L("Blau", en="Blue"), "c6"),
    Choice("c7", L("Violett", en="Violet"), "c7"),
    Choice("c8", L("Grau", en="Grey"), "c8"),
)
"""The eight colours of the design system."""


class Document(Base, table=True):
    """A file kept with a customer or a person; the same name again is its next version.

    One that belongs to an interaction is kept with its customer and names it as well.
    """

    customer_id: str | None = link("customer", on_delete="cascade", nullable=True, index=False)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True, index=False)
    interaction_id: str | None = link(
        "interaction", L("Kundenkontakt", en="Interaction"), on_delete="cascade", nullable=True
    )
    name: str = field(L("Name", en="Name"), Data.PERSONAL, erase=Erase.DELETE, editable=False)
    number: int = field(L("Fassung", en="Version"), kind=Kind.INT, default=1, editable=False)
    size: int = field(L("Größe (Bytes)", en="Size (bytes)"), kind=Kind.INT, editable=False)
    media_type: str = field(L("Dateityp", en="File type"), editable=False)
    author_id: str | None = field(
        L("Hochgeladen von", en="Uploaded by"),
        kind=Kind.REF,
        ref="user",
        nullable=True,
        editable=False,
    )
    removed_at: datetime | None = field(
        L("Gelöscht am", en="Removed"), kind=Kind.DATETIME, nullable=True, editable=False
    )
    blob_id: str = blob()
    __indexes__ = (
        Index("ix_documents_document_customer", "customer_id", "created_at"),
        Index("ix_documents_document_contact", "contact_id", "created_at"),
    )


class Tag(Base, table=True):
    """A word that sorts customers and people; it means the same for everybody."""

    name: str = field(L("Name", en="Name"), unique=True, max_length=40)
    color: str = field(L("Farbe", en="Colour"), choices=COLORS, default="c8")


class Tagging(Base, table=True):
    """A customer or a person carries a tag; merged records carry a common one once.

    Taken off it is empty: whoever may edit a record may untag it, also without the right to delete.
    """

    tag_id: str | None = link(
        "documents.tag", L("Schlagwort", en="Tag"), on_delete="cascade", nullable=True
    )
    customer_id: str | None = link("customer", on_delete="cascade", nullable=True, index=False)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True, index=False)
    __same__ = ("tag_id", "customer_id", "contact_id")
    __indexes__ = (
        Index("ix_documents_tagging_customer", "customer_id", "tag_id"),
        Index("ix_documents_tagging_contact", "contact_id", "tag_id"),
    )
