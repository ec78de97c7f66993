"""How people like Kontor: height of rows, period of the figures."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0020"
down_revision = "core_0019"


def upgrade() -> None:
    op.create_table(
        "core_preference",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("density", types.String(), nullable=True),
        sa.Column("period", types.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_preference_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_preference")),
        sa.UniqueConstraint("user_id", name=op.f("uq_core_preference_user_id")),
        sqlite_strict=True,
    )
