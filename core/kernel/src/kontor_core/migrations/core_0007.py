"""Who took part in an interaction besides the person it names."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0007"
down_revision = "core_0006"


def upgrade() -> None:
    op.create_table(
        "core_participant",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("interaction_id", types.Id(), nullable=False),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=True),
        sa.Column("role", types.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["core_contact.id"],
            name=op.f("fk_core_participant_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["core_interaction.id"],
            name=op.f("fk_core_participant_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_core_participant_user_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_participant")),
        sqlite_strict=True,
    )
    for column in ("contact_id", "interaction_id", "user_id"):
        op.create_index(
            op.f(f"ix_core_participant_{column}"), "core_participant", [column], unique=False
        )
