"""Notes of people."""

from kontor_sdk.migration import op, sa, types

revision = "notes_0002"
down_revision = "notes_0001"


def upgrade() -> None:
    with op.batch_alter_table("notes_note", table_kwargs={"sqlite_strict": True}) as table:
        table.alter_column("customer_id", existing_type=types.Id(), nullable=True)
        table.add_column(sa.Column("contact_id", types.Id(), nullable=True))
        table.create_foreign_key(
            op.f("fk_notes_note_contact_id"),
            "core_contact",
            ["contact_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_index("ix_notes_note_contact", ["contact_id", "created_at"])
