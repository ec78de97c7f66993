"""Notices of users."""

from kontor_sdk.migration import op, sa, types

revision = "inbox_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "inbox_notice",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("recipient_id", types.Id(), nullable=False),
        sa.Column("text", types.String(), nullable=False),
        sa.Column("text_en", types.String(), nullable=True),
        sa.Column("told_at", types.Moment(), nullable=False),
        sa.Column("read_at", types.Moment(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("about", types.String(), nullable=True),
        sa.Column("about_id", types.Id(), nullable=True),
        sa.Column("digest", types.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["core_contact.id"],
            name=op.f("fk_inbox_notice_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_inbox_notice_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recipient_id"],
            ["core_user.id"],
            name=op.f("fk_inbox_notice_recipient_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox_notice")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbox_notice_digest")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_inbox_notice_contact_id"), "inbox_notice", ["contact_id"], unique=False
    )
    op.create_index(
        op.f("ix_inbox_notice_customer_id"), "inbox_notice", ["customer_id"], unique=False
    )
    op.create_index(
        "ix_inbox_notice_recipient", "inbox_notice", ["recipient_id", "told_at"], unique=False
    )
    op.create_index(
        "ix_inbox_notice_unread",
        "inbox_notice",
        ["recipient_id", "read_at", "told_at"],
        unique=False,
    )
