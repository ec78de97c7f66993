"""Kinds of notices, notices of one record and day, and what somebody does not want to hear of."""

from kontor_sdk.migration import op, sa, types

revision = "inbox_0002"
down_revision = "inbox_0001"


def upgrade() -> None:
    op.add_column("inbox_notice", sa.Column("kind", types.String(), nullable=True))
    op.add_column("inbox_notice", sa.Column("group_key", types.String(), nullable=True))
    op.add_column(
        "inbox_notice", sa.Column("count", types.Whole(), nullable=False, server_default="1")
    )
    op.add_column("inbox_notice", sa.Column("told", types.Json(), nullable=True))
    op.create_index("ix_inbox_notice_group", "inbox_notice", ["recipient_id", "group_key"])
    op.create_table(
        "inbox_choice",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("off", types.Json(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["core_user.id"],
            name=op.f("fk_inbox_choice_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_choice")),
        sa.UniqueConstraint("user_id", name=op.f("uq_inbox_choice_user_id")),
        sqlite_strict=True,
    )
