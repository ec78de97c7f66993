"""Timers: events that are to be published later."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0008"
down_revision = "core_0007"


def upgrade() -> None:
    op.create_table(
        "core_timer",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("type", types.String(), nullable=False),
        sa.Column("key", types.String(), nullable=False),
        sa.Column("plugin", types.String(), nullable=False),
        sa.Column("due_at", types.Moment(), nullable=False),
        sa.Column("next_at", types.Moment(), nullable=True),
        sa.Column("attempts", types.Whole(), nullable=False),
        sa.Column("error", types.String(), nullable=True),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("subject", types.String(), nullable=True),
        sa.Column("subject_id", types.Id(), nullable=True),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("correlation_id", types.Id(), nullable=True),
        sa.Column("causation_id", types.Id(), nullable=True),
        sa.Column("payload", types.Json(), nullable=False),
        sa.Column("personal", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_core_timer_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["core_contact.id"],
            name=op.f("fk_core_timer_contact_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_timer")),
        sqlite_strict=True,
    )
    op.create_index("uq_core_timer_key", "core_timer", ["type", "key"], unique=True)
    op.create_index("ix_core_timer_next", "core_timer", ["next_at"])
    op.create_index("ix_core_timer_customer", "core_timer", ["customer_id"])
    op.create_index("ix_core_timer_contact", "core_timer", ["contact_id"])
