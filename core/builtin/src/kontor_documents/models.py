"""The tables: one row for each version of a file; tags, and what carries them."""

from datetime import datetime

from kontor_sdk import L
from kontor_sdk.models import (
    Choice,
    Data,
    Erase,
    Index,
    Kind,
    blob,
    field,
    plugin_base,
    subject,
    subject_id,
)

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
    """A file kept with a record of any kind; the same name again is its next version."""

    subject: str = subject()
    subject_id: str = subject_id()
    name: str = field(
        L("Name", en="Name"), Data.PERSONAL, erase=Erase.DELETE, editable=False, searched=True
    )
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
    __indexes__ = (Index("ix_documents_document_subject", "subject_id", "created_at"),)


class Tag(Base, table=True):
    """A word that sorts records of any kind; it means the same for everybody."""

    name: str = field(L("Name", en="Name"), unique=True, max_length=40, sort=True, searched=True)
    color: str = field(L("Farbe", en="Colour"), choices=COLORS, default="c8")


class Tagging(Base, table=True):
    """A record carries a tag; merged records carry a common one once."""

    # no foreign key: a tag that is deleted must not take along what its author cannot see
    tag_id: str = field(L("Schlagwort", en="Tag"), kind=Kind.REF, ref="documents.tag")
    subject: str = subject()
    # a tag told something about a person: it goes when they are erased
    subject_id: str = subject_id(erase=Erase.DELETE)
    __same__ = ("tag_id", "subject_id")
    __indexes__ = (
        Index("ix_documents_tagging_subject", "subject_id", "tag_id"),
        Index("ix_documents_tagging_tag", "tag_id", "subject", "subject_id"),
    )


class SetAside(Base, table=True):
    """A record carried a tag that was deleted: kept for a while, so that both can come back."""

    # says no ``ref``: rows may only point at what is there
    tag_id: str = field(L("Schlagwort", en="Tag"), kind=Kind.REF)
    subject: str = subject()
    subject_id: str = subject_id(erase=Erase.DELETE)
    __same__ = ("tag_id", "subject_id")
    __indexes__ = (
        Index("ix_documents_set_aside_subject", "subject_id", "tag_id"),
        Index("ix_documents_set_aside_tag", "tag_id"),
    )


class DeletedTag(Base, table=True):
    """A tag that was deleted, to come back within a while, or that became another one for good."""

    name: str = field(L("Name", en="Name"), editable=False)
    color: str = field(L("Farbe", en="Colour"), choices=COLORS, editable=False)
    tag_id: str = field(
        L("Schlagwort", en="Tag"), kind=Kind.REF, ref="documents.tag", hidden=True, editable=False
    )
    into_id: str | None = field(
        L("Zusammengelegt mit", en="Merged into"),
        kind=Kind.REF,
        ref="documents.tag",
        nullable=True,
        hidden=True,
        editable=False,
    )
