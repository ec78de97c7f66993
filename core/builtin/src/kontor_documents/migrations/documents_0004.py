"""Files and tags of records of any kind."""

from kontor_sdk.migration import op, sa, types

revision = "documents_0004"
down_revision = "documents_0003"

_OF = ("interaction", "customer", "contact")
"""The former columns without ``_id``; a file of an interaction named its customer as well."""


def upgrade() -> None:
    op.execute("DELETE FROM documents_tagging WHERE tag_id IS NULL")
    for name, of in (("documents_document", _OF), ("documents_tagging", _OF[1:])):
        op.add_column(name, sa.Column("subject", types.String(), nullable=True))
        op.add_column(name, sa.Column("subject_id", types.Id(), nullable=True))
        kinds = " ".join(f"WHEN {one}_id IS NOT NULL THEN '{one}'" for one in of)
        ids = ", ".join(f"{one}_id" for one in of)
        op.execute(
            f"UPDATE {name} SET subject = CASE {kinds} END, subject_id = COALESCE({ids})"  # noqa: S608  # names of this file
        )
        op.execute(f"DELETE FROM {name} WHERE subject_id IS NULL")  # noqa: S608  # as above
    with op.batch_alter_table("documents_document", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_index("ix_documents_document_customer")
        table.drop_index("ix_documents_document_contact")
        table.drop_index("ix_documents_document_interaction_id")
        for one in _OF:
            table.drop_constraint(f"fk_documents_document_{one}_id", type_="foreignkey")
            table.drop_column(f"{one}_id")
        table.alter_column("subject", existing_type=types.String(), nullable=False)
        table.alter_column("subject_id", existing_type=types.Id(), nullable=False)
        table.create_index("ix_documents_document_subject", ["subject_id", "created_at"])
    with op.batch_alter_table("documents_tagging", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_index("ix_documents_tagging_customer")
        table.drop_index("ix_documents_tagging_contact")
        table.drop_index("ix_documents_tagging_tag_id")
        for one in _OF[1:]:
            table.drop_constraint(f"fk_documents_tagging_{one}_id", type_="foreignkey")
            table.drop_column(f"{one}_id")
        table.alter_column("tag_id", existing_type=types.Id(), nullable=False)
        table.alter_column("subject", existing_type=types.String(), nullable=False)
        table.alter_column("subject_id", existing_type=types.Id(), nullable=False)
        table.create_index("ix_documents_tagging_subject", ["subject_id", "tag_id"])
        table.create_index("ix_documents_tagging_tag", ["tag_id", "subject", "subject_id"])
    _rename_in_merges()
    for part, columns in (
        ("all", ["name", "id"]),
        ("team", ["team_id", "name", "id"]),
        ("own", ["owner_id", "name", "id"]),
    ):
        op.create_index(f"ix_documents_tag_name_{part}", "documents_tag", columns)
    op.create_table(
        "documents_deleted_tag",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("color", types.String(), nullable=False),
        sa.Column("tag_id", types.Id(), nullable=False),
        sa.Column("carried", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_deleted_tag")),
        sqlite_strict=True,
    )


def _rename_in_merges() -> None:
    """Let merges of before be taken back: they remember rows by the column that was moved."""
    merge = sa.table("core_merge", sa.column("id", types.Id()), sa.column("moved", types.Json()))
    connection = op.get_bind()
    for merge_id, moved in connection.execute(sa.select(merge.c.id, merge.c.moved)).fetchall():
        renamed = {_renamed(column): rows for column, rows in (moved or {}).items()}
        if renamed != moved:
            connection.execute(merge.update().where(merge.c.id == merge_id).values(moved=renamed))


def _renamed(column: str) -> str:
    table, _, name = column.partition(".")
    ours = table in ("documents_document", "documents_tagging") and name != "tag_id"
    return f"{table}.subject_id" if ours else column
