"""The tables of the bus. The log is readable through the fence, all others are core's own."""

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table
from sqlalchemy.types import UserDefinedType

from kontor_core.foundation.fields import FieldSpec, Kind, column_type
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import METADATA
from kontor_core.foundation.storage.schema import Parent, RowScope, TableRule


def _column(
    name: str,
    label: Label,
    kind: Kind = Kind.TEXT,
    *,
    data: Data = Data.INTERNAL,
    ref: str | None = None,
    nullable: bool = False,
    key: bool = False,
    default: Any = None,
    erase: Erase | None = None,
    points_at: str | None = None,
) -> Column[Any]:
    if erase is None:
        erase = Erase.BLANK if data is Data.PERSONAL else Erase.KEEP
    spec = FieldSpec(label, kind, data, erase, ref=ref, editable=False)
    foreign = [ForeignKey(points_at, ondelete="CASCADE")] if points_at is not None else []
    return Column(
        name,
        Integer() if key and kind is Kind.INT else column_type(kind),
        *foreign,
        primary_key=key,
        nullable=nullable,
        default=default,
        info={"kontor": spec},
    )


EVENT = Table(
    "core_event",
    METADATA,
    _column("seq", L("Stelle", en="Position"), Kind.INT, key=True),
    _column("id", L("Kennung", en="Id"), Kind.REF),
    _column("type", L("Ereignis", en="Event")),
    _column("version", L("Fassung", en="Version"), Kind.INT),
    _column("customer_id", L("Kunde", en="Customer"), Kind.REF, ref="customer", nullable=True),
    _column("contact_id", L("Person", en="Contact"), Kind.REF, ref="contact", nullable=True),
    _column("subject", L("Art", en="Subject"), nullable=True),
    _column("subject_id", L("Datensatz", en="Record"), Kind.REF, nullable=True),
    _column("actor_id", L("Durch", en="By"), Kind.REF, ref="user", nullable=True),
    _column("plugin", L("Plugin", en="Plugin")),
    _column("occurred_at", L("Geschehen", en="Occurred"), Kind.DATETIME),
    _column("recorded_at", L("Erfasst", en="Recorded"), Kind.DATETIME),
    _column("correlation_id", L("Vorgang", en="Correlation"), Kind.REF, nullable=True),
    _column("causation_id", L("Ursache", en="Causation"), Kind.REF, nullable=True),
    _column("payload", L("Angaben", en="Details"), Kind.JSON),
    _column(
        "personal",
        L("Persönliche Angaben", en="Personal details"),
        Kind.JSON,
        data=Data.PERSONAL,
        nullable=True,
    ),
    sqlite_strict=True,
)
Index("ix_core_event_customer", EVENT.c.customer_id, EVENT.c.seq)
Index(
    "ix_core_event_contact",
    EVENT.c.contact_id,
    EVENT.c.seq,
    sqlite_where=EVENT.c.contact_id.is_not(None),
    postgresql_where=EVENT.c.contact_id.is_not(None),
)
Index("ix_core_event_subject", EVENT.c.subject_id)
_NOBODYS = EVENT.c.customer_id.is_(None) & EVENT.c.contact_id.is_(None)
Index("ix_core_event_nobodys", EVENT.c.seq, sqlite_where=_NOBODYS, postgresql_where=_NOBODYS)


class TransactionId(UserDefinedType[str]):
    """PostgreSQL's ``xid8``: wider than a bigint, so it travels as text."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


# Numbers are handed out before the commit there, so the order is (epoch, xid, seq). Nobody but
# the log names the first two, which is why the table that everybody sees does not have them.
POSTGRES_EVENT = EVENT.to_metadata(MetaData())
POSTGRES_EVENT.append_column(Column("epoch", Integer()))
POSTGRES_EVENT.append_column(Column("xid", TransactionId()))

SUBSCRIBER = Table(
    "core_subscriber",
    METADATA,
    _column("id", L("Abonnent", en="Subscriber"), key=True),
    _column("position", L("Stelle", en="Position")),
    # counts every move of the cursor: who holds an older number works on an old state
    _column("fence", L("Zähler", en="Fence"), Kind.INT),
    _column("worker", L("Arbeiter", en="Worker"), nullable=True),
    _column("updated_at", L("Stand", en="Updated"), Kind.DATETIME),
    sqlite_strict=True,
)

FAILURE = Table(
    "core_event_failure",
    METADATA,
    _column("id", L("Nummer", en="Number"), Kind.INT, key=True),
    _column("subscriber", L("Abonnent", en="Subscriber")),
    _column("position", L("Stelle", en="Position")),
    _column("type", L("Ereignis", en="Event")),
    _column("order_key", L("Reihe", en="Order key"), Kind.REF, nullable=True),
    _column("state", L("Zustand", en="State")),  # parked, waiting, dead
    _column("attempts", L("Versuche", en="Attempts"), Kind.INT),
    _column("next_at", L("Nächster Versuch", en="Next attempt"), Kind.DATETIME, nullable=True),
    _column("error", L("Fehler", en="Error"), data=Data.PERSONAL, nullable=True),
    _column("failed_at", L("Gescheitert", en="Failed"), Kind.DATETIME, nullable=True),
    sqlite_strict=True,
)
Index("ix_core_event_failure_queue", FAILURE.c.subscriber, FAILURE.c.state, FAILURE.c.order_key)

JOB = Table(
    "core_job",
    METADATA,
    _column("key", L("Auftrag", en="Job"), key=True),
    _column("last_run", L("Zuletzt", en="Last run"), Kind.DATETIME, nullable=True),
    _column("next_run", L("Nächster Lauf", en="Next run"), Kind.DATETIME),
    _column("worker", L("Arbeiter", en="Worker"), nullable=True),
    _column("lease_until", L("Vergeben bis", en="Leased until"), Kind.DATETIME, nullable=True),
    _column("fence", L("Zähler", en="Fence"), Kind.INT),
    _column("last_error", L("Letzter Fehler", en="Last error"), nullable=True),
    _column("runs", L("Läufe", en="Runs"), Kind.INT),
    _column("took_ms", L("Dauer", en="Duration"), Kind.INT, nullable=True),
    sqlite_strict=True,
)

# What is to be said later. It goes with its customer or person, and an erasure takes it away:
# nobody is to be followed up who asked to be forgotten.
TIMER = Table(
    "core_timer",
    METADATA,
    _column("id", L("Kennung", en="Id"), Kind.REF, key=True),
    _column("type", L("Ereignis", en="Event")),
    _column("key", L("Schlüssel", en="Key")),
    _column("plugin", L("Plugin", en="Plugin")),
    _column("due_at", L("Fällig", en="Due"), Kind.DATETIME),
    _column("next_at", L("Nächster Versuch", en="Next attempt"), Kind.DATETIME, nullable=True),
    _column("attempts", L("Versuche", en="Attempts"), Kind.INT),
    _column("error", L("Fehler", en="Error"), data=Data.PERSONAL, nullable=True),
    _column("made_at", L("Gestellt", en="Set"), Kind.DATETIME),
    _column(
        "customer_id",
        L("Kunde", en="Customer"),
        Kind.REF,
        ref="customer",
        nullable=True,
        points_at="core_customer.id",
    ),
    _column(
        "contact_id",
        L("Person", en="Contact"),
        Kind.REF,
        ref="contact",
        nullable=True,
        points_at="core_contact.id",
    ),
    _column("subject", L("Art", en="Subject"), nullable=True),
    _column("subject_id", L("Datensatz", en="Record"), Kind.REF, nullable=True),
    _column("version", L("Fassung", en="Version"), Kind.INT),
    _column("correlation_id", L("Vorgang", en="Correlation"), Kind.REF, nullable=True),
    _column("causation_id", L("Ursache", en="Causation"), Kind.REF, nullable=True),
    _column("payload", L("Angaben", en="Details"), Kind.JSON),
    _column(
        "personal",
        L("Persönliche Angaben", en="Personal details"),
        Kind.JSON,
        data=Data.PERSONAL,
        nullable=True,
        erase=Erase.DELETE,
    ),
    sqlite_strict=True,
)
Index("uq_core_timer_key", TIMER.c.type, TIMER.c.key, unique=True)
Index("ix_core_timer_next", TIMER.c.next_at)
Index("ix_core_timer_customer", TIMER.c.customer_id)
Index("ix_core_timer_contact", TIMER.c.contact_id)

META = Table(
    "core_meta",
    METADATA,
    _column("key", L("Name", en="Key"), key=True),
    _column("value", L("Wert", en="Value")),
    sqlite_strict=True,
)


def event_rule() -> TableRule:
    """Let people see the events of customers and contacts that they see."""
    return TableRule.of(
        EVENT,
        "event",
        RowScope.VIA,
        [Parent("customer_id", "core_customer"), Parent("contact_id", "core_contact")],
    )


def timer_rule() -> TableRule:
    """Let people see what waits for customers and contacts that they see."""
    return TableRule.of(
        TIMER,
        "timer",
        RowScope.VIA,
        [Parent("customer_id", "core_customer"), Parent("contact_id", "core_contact")],
    )


def bus_rules() -> list[TableRule]:
    """Give the rules of all tables of the bus, the log's among them."""
    own = [
        TableRule.of(table, table.name.removeprefix("core_"), RowScope.SYSTEM)
        for table in (SUBSCRIBER, FAILURE, JOB, META)
    ]
    return [event_rule(), timer_rule(), *own]
