"""When somebody last confirmed that it is them, and how often signing in failed."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0014"
down_revision = "core_0013"


def upgrade() -> None:
    op.add_column("core_session", sa.Column("confirmed_at", types.Moment(), nullable=True))
    op.create_table(
        "core_attempt",
        sa.Column("key", types.String(), nullable=False),
        sa.Column("count", types.Whole(), nullable=False),
        sa.Column("last_at", types.Moment(), nullable=False),
        sa.Column("free_at", types.Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_core_attempt")),
        sqlite_strict=True,
    )
    op.create_index("ix_core_attempt_last_at", "core_attempt", ["last_at"], unique=False)
