"""The greeting of a customer."""

from kontor_sdk.migration import op, sa, types

revision = "hello_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "hello_greeting",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=False),
        sa.Column("text", types.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_hello_greeting_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hello_greeting")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_hello_greeting_customer_id")),
        sqlite_strict=True,
    )
