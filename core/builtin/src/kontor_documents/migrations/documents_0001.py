"""Files kept with customers and people."""

from kontor_sdk.migration import op, sa, types

revision = "documents_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "documents_document",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("number", types.Whole(), nullable=False),
        sa.Column("size", types.Whole(), nullable=False),
        sa.Column("media_type", types.String(), nullable=False),
        sa.Column("author_id", types.Id(), nullable=True),
        sa.Column("removed_at", types.Moment(), nullable=True),
        sa.Column("blob_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["core_contact.id"],
            name=op.f("fk_documents_document_contact_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_documents_document_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_document")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_documents_document_contact",
        "documents_document",
        ["contact_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_documents_document_customer",
        "documents_document",
        ["customer_id", "created_at"],
        unique=False,
    )
