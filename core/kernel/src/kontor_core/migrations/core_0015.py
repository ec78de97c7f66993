"""Beginnings of words up to eight letters are looked up in the index, not gathered from it.

Without an index of that length FTS5 merges the lists of all words that begin so before it gives
the first record: with a million records that is what a search while typing waits for.
"""

from alembic import op

revision = "core_0015"
down_revision = "core_0014"


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(
        "CREATE VIRTUAL TABLE core_search_longer USING fts5(kind, open, personal, tokenize ="
        " 'unicode61 remove_diacritics 2', prefix = '2 3 4 5 6 7 8', columnsize = 0)"
    )
    op.execute(
        "INSERT INTO core_search_longer (rowid, kind, open, personal)"
        " SELECT rowid, kind, open, personal FROM core_search_text"
    )
    op.execute("DROP TABLE core_search_text")
    op.execute("ALTER TABLE core_search_longer RENAME TO core_search_text")
