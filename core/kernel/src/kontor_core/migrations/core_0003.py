"""Imports: jobs, refused rows, what each chunk made."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0003"
down_revision = "core_0002"


def upgrade() -> None:
    op.create_table(
        "core_import_job",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("key", types.String(), nullable=False),
        sa.Column("target", types.String(), nullable=False),
        sa.Column("preset", types.Flag(), nullable=False),
        sa.Column("path", types.String(), nullable=False),
        sa.Column("source", types.Json(), nullable=False),
        sa.Column("mapping", types.Json(), nullable=False),
        sa.Column("options", types.Json(), nullable=False),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("actor_id", types.Id(), nullable=True),
        sa.Column("total", types.Whole(), nullable=True),
        sa.Column("position", types.Whole(), nullable=False),
        sa.Column("good", types.Whole(), nullable=False),
        sa.Column("bad", types.Whole(), nullable=False),
        sa.Column("made", types.Json(), nullable=False),
        sa.Column("problem", types.String(), nullable=True),
        sa.Column("finished_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_import_job")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_core_import_job_key"), "core_import_job", ["key"], unique=False)
    op.create_table(
        "core_import_chunk",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("job_id", types.Id(), nullable=False),
        sa.Column("number", types.Whole(), nullable=False),
        sa.Column("made", types.Json(), nullable=False),
        sa.Column("changed", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["core_import_job.id"],
            name=op.f("fk_core_import_chunk_job_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_import_chunk")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_core_import_chunk_job", "core_import_chunk", ["job_id", "number"], unique=False
    )
    op.create_table(
        "core_import_error",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("job_id", types.Id(), nullable=False),
        sa.Column("line", types.Whole(), nullable=False),
        sa.Column("column_name", types.String(), nullable=False),
        sa.Column("value", types.String(), nullable=False),
        sa.Column("reason", types.Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["core_import_job.id"],
            name=op.f("fk_core_import_error_job_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_import_error")),
        sqlite_strict=True,
    )
    op.create_index("ix_core_import_error_job", "core_import_error", ["job_id", "id"], unique=False)
