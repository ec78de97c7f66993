"""Tags that are deleted take nothing along by themselves: what carried one follows it."""

from kontor_sdk.migration import op, sa, types

revision = "documents_0005"
down_revision = "documents_0004"


def upgrade() -> None:
    with op.batch_alter_table("documents_tagging", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_constraint("fk_documents_tagging_tag_id", type_="foreignkey")
    op.create_table(
        "documents_set_aside",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("tag_id", types.Id(), nullable=False),
        sa.Column("subject", types.String(), nullable=False),
        sa.Column("subject_id", types.Id(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_set_aside")),
        sqlite_strict=True,
    )
    for name, columns in (("subject", ["subject_id", "tag_id"]), ("tag", ["tag_id"])):
        op.create_index(f"ix_documents_set_aside_{name}", "documents_set_aside", columns)
    # the few that could still have come back know what carried them only by those one could see
    op.execute("DELETE FROM documents_deleted_tag")
    op.add_column("documents_deleted_tag", sa.Column("into_id", types.Id(), nullable=True))
    op.drop_column("documents_deleted_tag", "carried")
