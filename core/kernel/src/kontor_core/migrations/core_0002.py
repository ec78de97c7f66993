"""The bus: event log, cursors of subscribers, failed deliveries, recurring jobs; the ledger."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0002"
down_revision = "core_0001"


class TransactionId(sa.types.UserDefinedType[str]):
    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "core_event",
        *(_order_on_postgres() if postgres else [sa.Column("seq", sa.Integer(), primary_key=True)]),
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("type", types.String(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("subject", types.String(), nullable=True),
        sa.Column("subject_id", types.Id(), nullable=True),
        sa.Column("actor_id", types.Id(), nullable=True),
        sa.Column("plugin", types.String(), nullable=False),
        sa.Column("occurred_at", types.Moment(), nullable=False),
        sa.Column("recorded_at", types.Moment(), nullable=False),
        sa.Column("correlation_id", types.Id(), nullable=True),
        sa.Column("causation_id", types.Id(), nullable=True),
        sa.Column("payload", types.Json(), nullable=False),
        sa.Column("personal", types.Json(), nullable=True),
        sqlite_strict=True,
    )
    op.create_index("ix_core_event_customer", "core_event", ["customer_id", "seq"])
    op.create_index(
        "ix_core_event_contact",
        "core_event",
        ["contact_id", "seq"],
        sqlite_where=sa.text("contact_id IS NOT NULL"),
        postgresql_where=sa.text("contact_id IS NOT NULL"),
    )
    op.create_index("ix_core_event_subject", "core_event", ["subject_id"])
    op.create_table(
        "core_subscriber",
        sa.Column("id", types.String(), primary_key=True),
        sa.Column("position", types.String(), nullable=False),
        sa.Column("fence", types.Whole(), nullable=False),
        sa.Column("worker", types.String(), nullable=True),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sqlite_strict=True,
    )
    number = (
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), primary_key=True)
        if postgres
        else sa.Column("id", sa.Integer(), primary_key=True)
    )
    op.create_table(
        "core_event_failure",
        number,
        sa.Column("subscriber", types.String(), nullable=False),
        sa.Column("position", types.String(), nullable=False),
        sa.Column("type", types.String(), nullable=False),
        sa.Column("order_key", types.Id(), nullable=True),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("attempts", types.Whole(), nullable=False),
        sa.Column("next_at", types.Moment(), nullable=True),
        sa.Column("error", types.String(), nullable=True),
        sa.Column("failed_at", types.Moment(), nullable=True),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_core_event_failure_queue", "core_event_failure", ["subscriber", "state", "order_key"]
    )
    op.create_table(
        "core_job",
        sa.Column("key", types.String(), primary_key=True),
        sa.Column("last_run", types.Moment(), nullable=True),
        sa.Column("next_run", types.Moment(), nullable=False),
        sa.Column("worker", types.String(), nullable=True),
        sa.Column("lease_until", types.Moment(), nullable=True),
        sa.Column("fence", types.Whole(), nullable=False),
        sa.Column("last_error", types.String(), nullable=True),
        sa.Column("runs", types.Whole(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "core_meta",
        sa.Column("key", types.String(), primary_key=True),
        sa.Column("value", types.String(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "core_plugin",
        sa.Column("key", types.String(), primary_key=True),
        sa.Column("distribution", types.String(), nullable=True),
        sa.Column("version", types.String(), nullable=True),
        sa.Column("schema_head", types.String(), nullable=True),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("last_error", types.String(), nullable=True),
        sa.Column("enabled_at", types.Moment(), nullable=True),
        sa.Column("owned_tables", types.Json(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sqlite_strict=True,
    )
    if postgres:
        # from the first day on, so that a dump of a system that never ran is recognised too
        op.execute("INSERT INTO core_meta (key, value) VALUES ('epoch', '1')")
        op.execute(
            "INSERT INTO core_meta (key, value) SELECT 'system_identifier', "
            "system_identifier::text FROM pg_control_system()"
        )


def _order_on_postgres() -> list[Any]:
    return [
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column(
            "xid", TransactionId(), server_default=sa.text("pg_current_xact_id()"), nullable=False
        ),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.PrimaryKeyConstraint("epoch", "xid", "seq"),
    ]
