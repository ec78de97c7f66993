"""Whom a sorted message is about, so that it is erased with them."""

from kontor_sdk.migration import op, sa, types

revision = "mailbox_0002"
down_revision = "mailbox_0001"


def upgrade() -> None:
    table = op.batch_alter_table("mailbox_waiting", table_kwargs={"sqlite_strict": True})
    with table as waiting:
        for entity in ("customer", "contact"):
            waiting.add_column(sa.Column(f"{entity}_id", types.Id(), nullable=True))
            waiting.create_foreign_key(
                op.f(f"fk_mailbox_waiting_{entity}_id"),
                f"core_{entity}",
                [f"{entity}_id"],
                ["id"],
                ondelete="CASCADE",
            )
            waiting.create_index(op.f(f"ix_mailbox_waiting_{entity}_id"), [f"{entity}_id"])
