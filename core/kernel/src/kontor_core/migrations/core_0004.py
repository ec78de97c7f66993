"""The search index: which records are indexed, and their words in the database's own form."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from kontor_core.foundation.storage import types

revision = "core_0004"
down_revision = "core_0003"


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    number = (
        sa.Column("rowid", sa.BigInteger(), sa.Identity(always=False), primary_key=True)
        if postgres
        else sa.Column("rowid", sa.Integer(), primary_key=True)  # FTS5 hangs on it, VACUUM too
    )
    op.create_table(
        "core_search_document",
        number,
        sa.Column("entity", types.String(), nullable=False),
        sa.Column("entity_id", types.Id(), nullable=False),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("contact_id", types.Id(), nullable=True),
        sa.Column("updated", types.Moment(), nullable=False),
        *([sa.Column("words", TSVECTOR(), nullable=False)] if postgres else []),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_core_search_document_entity", "core_search_document", ["entity_id"], unique=True
    )
    for column in ("customer_id", "contact_id"):
        op.create_index(
            f"ix_core_search_document_{column}",
            "core_search_document",
            [column],
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    if postgres:
        op.create_index(
            "ix_core_search_document_words",
            "core_search_document",
            ["words"],
            postgresql_using="gin",
        )
    else:
        # no column sizes: results are ranked by how they fit, never by FTS5's rank
        op.execute(
            "CREATE VIRTUAL TABLE core_search_text USING fts5(kind, open, personal, "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4', columnsize = 0)"
        )
