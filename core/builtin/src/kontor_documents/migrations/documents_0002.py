"""Tags, and who carries them."""

from kontor_sdk.migration import op, sa, types

revision = "documents_0002"
down_revision = "documents_0001"


def upgrade() -> None:
    op.create_table(
        "documents_tag",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("color", types.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_tag")),
        sa.UniqueConstraint("name", name=op.f("uq_documents_tag_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "documents_tagging",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("tag_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["core_contact.id"],
            name=op.f("fk_documents_tagging_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_documents_tagging_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tag_id"],
            ["documents_tag.id"],
            name=op.f("fk_documents_tagging_tag_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_tagging")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_documents_tagging_contact", "documents_tagging", ["contact_id", "tag_id"], unique=False
    )
    op.create_index(
        "ix_documents_tagging_customer",
        "documents_tagging",
        ["customer_id", "tag_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_documents_tagging_tag_id"), "documents_tagging", ["tag_id"], unique=False
    )
