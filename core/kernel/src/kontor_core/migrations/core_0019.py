"""Customers by phase: their lists, boards and counts walk one index."""

from alembic import op

revision = "core_0019"
down_revision = "core_0018"


def upgrade() -> None:
    op.create_index(
        "ix_core_customer_phase",
        "core_customer",
        ["phase", "name_key", "id", "roles", "merged_into_id"],
    )
