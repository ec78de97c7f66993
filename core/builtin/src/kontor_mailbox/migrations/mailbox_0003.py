"""Messages hold their HTML; which picture stands where in it; what an answer has to name.

Attachments are kept with the files of the interaction from here on.
"""

from kontor_sdk.migration import op, sa, types

revision = "mailbox_0003"
down_revision = "mailbox_0002"


def upgrade() -> None:
    with op.batch_alter_table("mailbox_message", table_kwargs={"sqlite_strict": True}) as message:
        message.add_column(sa.Column("html", types.String(), nullable=True))
        message.add_column(sa.Column("mark", types.String(), nullable=True))
        message.add_column(sa.Column("attachments", types.Whole(), nullable=True))
    with op.batch_alter_table("mailbox_file", table_kwargs={"sqlite_strict": True}) as file:
        file.drop_column("role")
        file.add_column(sa.Column("content_id", types.String(), nullable=True))
