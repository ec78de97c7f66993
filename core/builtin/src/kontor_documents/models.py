"""The table of documents: one row for each version of a file."""

from datetime import datetime

from kontor_sdk import L
from kontor_sdk.models import Data, Erase, Index, Kind, blob, field, link, plugin_base

Base = plugin_base("documents")


class Document(Base, table=True):
    """A file kept with a customer or a person; the same name again is its next version."""

    customer_id: str | None = link("customer", on_delete="cascade", nullable=True, index=False)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True, index=False)
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
