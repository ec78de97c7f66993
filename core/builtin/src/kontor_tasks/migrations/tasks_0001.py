"""Tasks and calendar addresses."""

from kontor_sdk.migration import op, sa, types

revision = "tasks_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "tasks_feed",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("user_id", types.Id(), nullable=False),
        sa.Column("token", types.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["core_user.id"], name=op.f("fk_tasks_feed_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_feed")),
        sa.UniqueConstraint("token", name=op.f("uq_tasks_feed_token")),
        sa.UniqueConstraint("user_id", name=op.f("uq_tasks_feed_user_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "tasks_task",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("title", types.String(), nullable=False),
        sa.Column("note", types.String(), nullable=True),
        sa.Column("due_on", types.Day(), nullable=True),
        sa.Column("due_at", types.String(), nullable=True),
        sa.Column("assignee_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("priority", types.String(), nullable=False),
        sa.Column("recurrence", types.String(), nullable=True),
        sa.Column("done_at", types.Moment(), nullable=True),
        sa.Column("source", types.String(), nullable=False),
        sa.Column("source_id", types.Id(), nullable=True),
        sa.Column("previous_id", types.Id(), nullable=True),
        sa.Column("reminded_at", types.Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["core_user.id"],
            name=op.f("fk_tasks_task_assignee_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["core_contact.id"],
            name=op.f("fk_tasks_task_contact_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_tasks_task_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["tasks_task.id"],
            name=op.f("fk_tasks_task_previous_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_task")),
        sa.UniqueConstraint("source_id", name=op.f("uq_tasks_task_source_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_tasks_task_assignee", "tasks_task", ["assignee_id", "done_at", "due_on"], unique=False
    )
    op.create_index(op.f("ix_tasks_task_contact_id"), "tasks_task", ["contact_id"], unique=False)
    op.create_index(
        "ix_tasks_task_customer", "tasks_task", ["customer_id", "done_at", "due_on"], unique=False
    )
    op.create_index("ix_tasks_task_due_on_all", "tasks_task", ["due_on", "id"], unique=False)
    op.create_index(
        "ix_tasks_task_due_on_own", "tasks_task", ["owner_id", "due_on", "id"], unique=False
    )
    op.create_index(
        "ix_tasks_task_due_on_team", "tasks_task", ["team_id", "due_on", "id"], unique=False
    )
    op.create_index(op.f("ix_tasks_task_previous_id"), "tasks_task", ["previous_id"], unique=False)
    op.create_index(
        "ix_tasks_task_waiting", "tasks_task", ["done_at", "reminded_at", "due_on"], unique=False
    )
