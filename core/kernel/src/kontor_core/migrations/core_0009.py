"""Saved views of lists, and the view with which a list opens for somebody."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0009"
down_revision = "core_0008"


def upgrade() -> None:
    op.create_table(
        "core_saved_view",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("place", types.String(), nullable=False),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("visibility", types.String(), nullable=False),
        sa.Column("view", types.String(), nullable=False),
        sa.Column("filter", types.String(), nullable=False),
        sa.Column("sort", types.String(), nullable=False),
        sa.Column("columns", types.String(), nullable=False),
        sa.Column("layout", types.String(), nullable=False),
        sa.Column("by", types.String(), nullable=False),
        sa.Column("deleted_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_saved_view")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_core_saved_view_place", "core_saved_view", ["place", "owner_id"], unique=False
    )
    op.create_table(
        "core_usual_view",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("place", types.String(), nullable=False),
        sa.Column("view", types.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_usual_view_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_usual_view")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_core_usual_view_user_place", "core_usual_view", ["user_id", "place"], unique=True
    )
