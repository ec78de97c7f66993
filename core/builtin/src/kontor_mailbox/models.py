"""The tables: what was read how far, messages, their pictures, unknown senders, those to ignore."""

from datetime import datetime

from kontor_sdk import L
from kontor_sdk.models import Choice, Data, Erase, Index, Kind, blob, field, link, plugin_base

Base = plugin_base("mailbox")

MOST_HTML = 4_000_000
"""Characters of HTML that are kept; a message of more shows its text."""

KINDS = (
    Choice("ordinary", L("Nachricht", en="Message"), "c8"),
    Choice("automatic", L("Automatische Antwort", en="Automatic reply"), "c2"),
    Choice("bounce", L("Unzustellbar", en="Undeliverable"), "c4"),
)
NEW, ASSIGNED, IGNORED, BROKEN = "new", "assigned", "ignored", "broken"
STATES = (
    Choice(NEW, L("Neu", en="New"), "c1"),
    Choice(ASSIGNED, L("Zugeordnet", en="Assigned"), "c5"),
    Choice(IGNORED, L("Ignoriert", en="Ignored"), "c8"),
    Choice(BROKEN, L("Nicht lesbar", en="Unreadable"), "c4"),
)


class Folder(Base, table=True):
    """How far a folder of a mailbox was read, and how that went; nobody owns it."""

    account: str = field(L("Postfach", en="Mailbox"), unique=True, max_length=40)
    place: str = field(L("Ordner", en="Folder"), max_length=300)
    uidvalidity: int = field(L("Gültigkeit", en="Validity"), kind=Kind.INT, default=0, hidden=True)
    last_uid: int = field(L("Letzte Nummer", en="Last number"), kind=Kind.INT, default=0)
    taken: int = field(L("Gelesen", en="Read"), kind=Kind.INT, default=0)
    read_at: datetime | None = field(
        L("Zuletzt gelesen", en="Last read"), kind=Kind.DATETIME, nullable=True
    )
    problem: str | None = field(L("Fehler", en="Error"), nullable=True)
    problem_en: str | None = field(L("Fehler (englisch)", en="Error (English)"), nullable=True)
    failures: int = field(L("Fehlversuche", en="Failures"), kind=Kind.INT, default=0)
    next_at: datetime | None = field(
        L("Nächster Versuch", en="Next attempt"), kind=Kind.DATETIME, nullable=True
    )


class Message(Base, table=True):
    """The mail behind an interaction; ``digest`` is its mark, so that it is taken once."""

    interaction_id: str = link(
        "interaction", L("Kundenkontakt", en="Interaction"), on_delete="cascade"
    )
    digest: str = field(L("Prüfwert", en="Digest"), unique=True, hidden=True, max_length=64)
    thread: str = field(L("Gespräch", en="Thread"), index=True, hidden=True, max_length=64)
    account: str = field(L("Postfach", en="Mailbox"), max_length=40)
    kind: str = field(L("Art", en="Kind"), choices=KINDS, default="ordinary")
    sent_at: datetime = field(L("Gesendet", en="Sent"), kind=Kind.DATETIME)
    sender: str = field(L("Von", en="From"), Data.PERSONAL, max_length=600)
    recipients: str | None = field(
        L("An", en="To"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )
    copies: str | None = field(
        L("Kopie", en="Copy"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )
    html: str | None = field(
        "HTML", Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True, max_length=MOST_HTML
    )
    mark: str | None = field(
        L("Message-ID", en="Message-ID"), hidden=True, max_length=400, nullable=True
    )
    attachments: int | None = field(L("Anhänge", en="Attachments"), kind=Kind.INT, nullable=True)


class File(Base, table=True):
    """A picture that a message brought along and shows inside its HTML.

    What came beside it is kept by whoever keeps files, with the interaction.
    """

    message_id: str = link("mailbox.message", on_delete="cascade")
    name: str = field(L("Name", en="Name"), Data.PERSONAL, erase=Erase.DELETE, max_length=300)
    media_type: str = field(L("Dateityp", en="File type"), max_length=200)
    size: int = field(L("Größe (Bytes)", en="Size (bytes)"), kind=Kind.INT)
    content_id: str | None = field(
        L("Kennung im Text", en="Content id"), hidden=True, max_length=300, nullable=True
    )
    blob_id: str = blob()


class Waiting(Base, table=True):
    """A message of somebody unknown, or one that could not be read, until somebody sorts it.

    It belongs to the user or the team that the mailbox names. Once it is sorted it names whom it
    is about, so that it is erased with them while it can still be taken back.
    """

    digest: str = field(L("Prüfwert", en="Digest"), unique=True, hidden=True, max_length=64)
    account: str = field(L("Postfach", en="Mailbox"), max_length=40)
    state: str = field(L("Status", en="Status"), choices=STATES, default=NEW)
    kind: str = field(L("Art", en="Kind"), choices=KINDS, default="ordinary")
    address: str = field(
        L("Von", en="From"), Data.PERSONAL, erase=Erase.DELETE, index=True, max_length=320
    )
    name: str | None = field(L("Name", en="Name"), Data.PERSONAL, nullable=True)
    subject: str | None = field(L("Betreff", en="Subject"), Data.PERSONAL, nullable=True)
    preview: str | None = field(L("Anfang", en="Beginning"), Data.PERSONAL, nullable=True)
    outbound: bool = field(L("Ausgehend", en="Outbound"), kind=Kind.BOOL, default=False)
    sent_at: datetime = field(L("Gesendet", en="Sent"), kind=Kind.DATETIME)
    received_at: datetime = field(L("Empfangen", en="Received"), kind=Kind.DATETIME)
    reason: str | None = field(L("Grund", en="Reason"), nullable=True)
    reason_en: str | None = field(L("Grund (englisch)", en="Reason (English)"), nullable=True)
    interaction_id: str | None = link(
        "interaction", L("Kundenkontakt", en="Interaction"), on_delete="cascade", nullable=True
    )
    customer_id: str | None = link("customer", on_delete="cascade", nullable=True)
    contact_id: str | None = link("contact", on_delete="cascade", nullable=True)
    blob_id: str = blob(L("Nachricht", en="Message"))
    __indexes__ = (Index("ix_mailbox_waiting_state", "state", "sent_at"),)


class Ignored(Base, table=True):
    """An address whose messages nobody has to sort; one for all mailboxes."""

    address: str = field(
        L("Adresse", en="Address"),
        Data.PERSONAL,
        erase=Erase.DELETE,
        unique=True,
        max_length=320,
    )
