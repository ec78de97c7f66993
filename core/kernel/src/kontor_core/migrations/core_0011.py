"""Bulk work: jobs, and what became of each of their records."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0011"
down_revision = "core_0010"


def upgrade() -> None:
    op.create_table(
        "core_bulk_job",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("kind", types.String(), nullable=False),
        sa.Column("resource", types.String(), nullable=False),
        sa.Column("changes", types.Json(), nullable=False),
        sa.Column("back", types.String(), nullable=False),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("actor_id", types.Id(), nullable=True),
        sa.Column("total", types.Whole(), nullable=False),
        sa.Column("problem", types.String(), nullable=True),
        sa.Column("finished_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_bulk_job")),
        sqlite_strict=True,
    )
    op.create_index("ix_core_bulk_job_actor", "core_bulk_job", ["actor_id", "id"], unique=False)
    op.create_table(
        "core_bulk_line",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("job_id", types.Id(), nullable=False),
        sa.Column("number", types.Whole(), nullable=False),
        sa.Column("record_id", types.Id(), nullable=False),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("title", types.String(), nullable=True),
        sa.Column("seen", types.Whole(), nullable=True),
        sa.Column("before", types.Json(), nullable=True),
        sa.Column("reason", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["core_bulk_job.id"],
            name=op.f("fk_core_bulk_line_job_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_bulk_line")),
        sqlite_strict=True,
    )
    op.create_index("ix_core_bulk_line_job", "core_bulk_line", ["job_id", "number"], unique=False)
    op.create_index(
        "ix_core_bulk_line_state", "core_bulk_line", ["job_id", "state", "number"], unique=False
    )
