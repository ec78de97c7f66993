"""Notes of customers."""

from kontor_sdk.migration import op, sa, types

revision = "notes_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "notes_note",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=False),
        sa.Column("body", types.String(), nullable=False),
        sa.Column("pinned", types.Flag(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_notes_note_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes_note")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_notes_note_customer", "notes_note", ["customer_id", "created_at"], unique=False
    )
