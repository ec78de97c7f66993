"""Second factors, their recovery codes, people between password and session."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0017"
down_revision = "core_0016"


def upgrade() -> None:
    op.add_column("core_credential", sa.Column("must_change", types.Flag(), nullable=True))
    _of_user(
        "core_second_factor",
        sa.Column("secret", types.String(), nullable=False),
        sa.Column("last_step", types.Whole(), nullable=False),
        unique=("user_id",),
    )
    _of_user("core_recovery_code", sa.Column("code_hash", types.String(), nullable=False))
    _of_user(
        "core_entry",
        sa.Column("token_hash", types.String(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("password_version", types.Whole(), nullable=False),
        sa.Column("proven", types.Flag(), nullable=False),
        unique=("user_id", "token_hash"),
    )


def _of_user(table: str, *columns: sa.Column[object], unique: tuple[str, ...] = ()) -> None:
    op.create_table(
        table,
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_user.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(sa.UniqueConstraint(one, name=op.f(f"uq_{table}_{one}")) for one in unique),
        sqlite_strict=True,
    )
    if "user_id" not in unique:
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"], unique=False)
