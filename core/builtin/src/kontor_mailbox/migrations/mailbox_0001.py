"""Mailboxes, messages with their files, and what waits to be sorted."""

from typing import Any

from kontor_sdk.migration import op, sa, types

revision = "mailbox_0001"
down_revision = None


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
    ]


def upgrade() -> None:
    op.create_table(
        "mailbox_folder",
        *_columns(),
        sa.Column("account", types.String(), nullable=False),
        sa.Column("place", types.String(), nullable=False),
        sa.Column("uidvalidity", types.Whole(), nullable=False),
        sa.Column("last_uid", types.Whole(), nullable=False),
        sa.Column("taken", types.Whole(), nullable=False),
        sa.Column("read_at", types.Moment(), nullable=True),
        sa.Column("problem", types.String(), nullable=True),
        sa.Column("problem_en", types.String(), nullable=True),
        sa.Column("failures", types.Whole(), nullable=False),
        sa.Column("next_at", types.Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_folder")),
        sa.UniqueConstraint("account", name=op.f("uq_mailbox_folder_account")),
        sqlite_strict=True,
    )
    op.create_table(
        "mailbox_message",
        *_columns(),
        sa.Column("interaction_id", types.Id(), nullable=False),
        sa.Column("digest", types.String(), nullable=False),
        sa.Column("thread", types.String(), nullable=False),
        sa.Column("account", types.String(), nullable=False),
        sa.Column("kind", types.String(), nullable=False),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.Column("sender", types.String(), nullable=False),
        sa.Column("recipients", types.String(), nullable=True),
        sa.Column("copies", types.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["core_interaction.id"],
            name=op.f("fk_mailbox_message_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_message")),
        sa.UniqueConstraint("digest", name=op.f("uq_mailbox_message_digest")),
        sqlite_strict=True,
    )
    for column in ("interaction_id", "thread"):
        op.create_index(op.f(f"ix_mailbox_message_{column}"), "mailbox_message", [column])
    op.create_table(
        "mailbox_file",
        *_columns(),
        sa.Column("message_id", types.Id(), nullable=False),
        sa.Column("role", types.String(), nullable=False),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("media_type", types.String(), nullable=False),
        sa.Column("size", types.Whole(), nullable=False),
        sa.Column("blob_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["mailbox_message.id"],
            name=op.f("fk_mailbox_file_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_file")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_mailbox_file_message_id"), "mailbox_file", ["message_id"])
    op.create_table(
        "mailbox_waiting",
        *_columns(),
        sa.Column("digest", types.String(), nullable=False),
        sa.Column("account", types.String(), nullable=False),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("kind", types.String(), nullable=False),
        sa.Column("address", types.String(), nullable=False),
        sa.Column("name", types.String(), nullable=True),
        sa.Column("subject", types.String(), nullable=True),
        sa.Column("preview", types.String(), nullable=True),
        sa.Column("outbound", types.Flag(), nullable=False),
        sa.Column("sent_at", types.Moment(), nullable=False),
        sa.Column("received_at", types.Moment(), nullable=False),
        sa.Column("reason", types.String(), nullable=True),
        sa.Column("reason_en", types.String(), nullable=True),
        sa.Column("interaction_id", types.Id(), nullable=True),
        sa.Column("blob_id", types.Id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interaction_id"],
            ["core_interaction.id"],
            name=op.f("fk_mailbox_waiting_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_waiting")),
        sa.UniqueConstraint("digest", name=op.f("uq_mailbox_waiting_digest")),
        sqlite_strict=True,
    )
    for column in ("address", "interaction_id"):
        op.create_index(op.f(f"ix_mailbox_waiting_{column}"), "mailbox_waiting", [column])
    op.create_index("ix_mailbox_waiting_state", "mailbox_waiting", ["state", "sent_at"])
    op.create_table(
        "mailbox_ignored",
        *_columns(),
        sa.Column("address", types.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox_ignored")),
        sa.UniqueConstraint("address", name=op.f("uq_mailbox_ignored_address")),
        sqlite_strict=True,
    )
