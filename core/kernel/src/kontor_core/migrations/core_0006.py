"""Accounts: links to set a password, the last sign-in, who leads a team."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0006"
down_revision = "core_0005"


def upgrade() -> None:
    op.add_column("core_team", sa.Column("lead_id", types.Id(), nullable=True))
    op.add_column("core_credential", sa.Column("signed_in_at", types.Moment(), nullable=True))
    op.create_table(
        "core_password_link",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("token_hash", types.String(), nullable=False),
        sa.Column("expires_at", types.Moment(), nullable=False),
        sa.Column("password_version", types.Whole(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_password_link_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_password_link")),
        sa.UniqueConstraint("user_id", name=op.f("uq_core_password_link_user_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_core_password_link_token_hash")),
        sqlite_strict=True,
    )
