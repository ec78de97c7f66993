"""Files of interactions."""

from kontor_sdk.migration import op, sa, types

revision = "documents_0003"
down_revision = "documents_0002"


def upgrade() -> None:
    with op.batch_alter_table("documents_document", table_kwargs={"sqlite_strict": True}) as table:
        table.add_column(sa.Column("interaction_id", types.Id(), nullable=True))
        table.create_foreign_key(
            op.f("fk_documents_document_interaction_id"),
            "core_interaction",
            ["interaction_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_index(op.f("ix_documents_document_interaction_id"), ["interaction_id"])
