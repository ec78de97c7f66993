"""Which sources people switched off in their calendar."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0016"
down_revision = "core_0015"


def upgrade() -> None:
    op.create_table(
        "core_calendar_choice",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("hidden", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_calendar_choice_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_calendar_choice")),
        sa.UniqueConstraint("user_id", name=op.f("uq_core_calendar_choice_user_id")),
        sqlite_strict=True,
    )
