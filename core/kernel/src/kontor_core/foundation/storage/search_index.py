"""The search index: one document for each record, its words folded, behind one small interface.

SQLite keeps the words in FTS5, PostgreSQL in a ``tsvector``. Both get the same words from
``foundation/text.words``, so both find the same. The index decides nothing: who may see what it
finds is asked of the fence, on the rows themselves.
"""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from kontor_core.foundation import clock, ids
from kontor_core.foundation.storage.matching import Match, as_fts5, as_tsquery, kind_word

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from kontor_core.foundation.storage.engine import Database
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

_PAGES_A_STEP = 500
_MOST_STEPS = 100_000
_LAST_PLACE = 16_383  # PostgreSQL counts no further
_LOCK = 0x6B73_6561_7263  # "ksearc"


class Document(msgspec.Struct, frozen=True):
    """What is found of one record: words that everybody may know, and words about persons."""

    entity: str
    entity_id: str
    customer_id: str | None = None
    contact_id: str | None = None
    open: Sequence[str] = ()
    personal: Sequence[str] = ()


class SearchIndex(Protocol):
    """What both databases can do; every write belongs to the unit it is given."""

    def alone(self, uow: "UnitOfWork") -> None:
        """Let no other writer of the index read rows that this one is about to write."""
        ...

    def put(self, uow: "UnitOfWork", documents: Sequence[Document]) -> None:
        """Keep these documents, in place of what was kept of the same records."""
        ...

    def remove(self, uow: "UnitOfWork", record_ids: Sequence[str]) -> None: ...

    def blank(self, uow: "UnitOfWork", record_ids: Sequence[str]) -> None:
        """Forget the words of records; that they are indexed stays known."""
        ...

    def around(
        self, uow: "UnitOfWork", customer_ids: Sequence[str], contact_ids: Sequence[str]
    ) -> list[tuple[str, str]]:
        """Give entity and id of every document that belongs to these customers or contacts."""
        ...

    def sweep(self, uow: "UnitOfWork", entity: str, table: str) -> int:
        """Remove the documents of rows that are gone; gives how many there were."""
        ...

    def find(self, match: Match, entity: str, limit: int, skip: int = 0) -> list[str]:
        """Give the ids of records that match, the newest documents first."""
        ...

    def count(self) -> int: ...


def search_index(database: "Database") -> SearchIndex:
    return _Sqlite(database) if database.is_sqlite else _Postgres(database)


class _Sqlite:
    def __init__(self, database: "Database") -> None:
        self._database = database

    def alone(self, uow: "UnitOfWork") -> None:
        """There is one writer anyway."""

    def put(self, uow: "UnitOfWork", documents: Sequence[Document]) -> None:
        cursor, now = uow.cursor(), clock.as_text(clock.now())
        keys, words = [], []
        for one in documents:
            key = ids.to_bytes(one.entity_id)
            keys.append((one.entity, key, _raw(one.customer_id), _raw(one.contact_id), now))
            words.append(
                (kind_word(one.entity), " ".join(one.open), " ".join(one.personal), key),
            )
        cursor.executemany(
            "INSERT INTO core_search_document (entity, entity_id, customer_id, contact_id, updated)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (entity_id) DO UPDATE SET entity = excluded.entity"
            ", customer_id = excluded.customer_id, contact_id = excluded.contact_id"
            ", updated = excluded.updated",
            keys,
        )
        cursor.executemany(
            "INSERT OR REPLACE INTO core_search_text (rowid, kind, open, personal)"
            " SELECT rowid, ?, ?, ? FROM core_search_document WHERE entity_id = ?",
            words,
        )

    def remove(self, uow: "UnitOfWork", record_ids: Sequence[str]) -> None:
        keys = [(ids.to_bytes(record),) for record in record_ids]
        self._forget(uow, keys)
        uow.cursor().executemany("DELETE FROM core_search_document WHERE entity_id = ?", keys)

    def blank(self, uow: "UnitOfWork", record_ids: Sequence[str]) -> None:
        self._forget(uow, [(ids.to_bytes(record),) for record in record_ids])

    @staticmethod
    def _forget(uow: "UnitOfWork", keys: Sequence[tuple[bytes]]) -> None:
        uow.cursor().executemany(
            "DELETE FROM core_search_text WHERE rowid ="
            " (SELECT rowid FROM core_search_document WHERE entity_id = ?)",
            keys,
        )

    def around(
        self, uow: "UnitOfWork", customer_ids: Sequence[str], contact_ids: Sequence[str]
    ) -> list[tuple[str, str]]:
        cursor = uow.cursor()
        found: dict[str, str] = {}
        for column, given in (("customer_id", customer_ids), ("contact_id", contact_ids)):
            for one in given:
                rows = cursor.execute(
                    f"SELECT entity, entity_id FROM core_search_document WHERE {column} = ?",
                    (ids.to_bytes(one),),
                ).fetchall()
                found.update((ids.from_bytes(record), entity) for entity, record in rows)
        return [(entity, record) for record, entity in found.items()]

    def sweep(self, uow: "UnitOfWork", entity: str, table: str) -> int:
        gone = f'entity = ? AND entity_id NOT IN (SELECT id FROM "{table}")'
        cursor = uow.cursor()
        cursor.execute(
            "DELETE FROM core_search_text WHERE rowid IN"
            f" (SELECT rowid FROM core_search_document WHERE {gone})",
            (entity,),
        )
        cursor.execute(f"DELETE FROM core_search_document WHERE {gone}", (entity,))
        return int(cursor.rowcount)

    def find(self, match: Match, entity: str, limit: int, skip: int = 0) -> list[str]:
        rows = self._database.reading().execute(
            "SELECT d.entity_id FROM core_search_text t"
            " JOIN core_search_document d ON d.rowid = t.rowid"
            " WHERE core_search_text MATCH ? AND d.entity = ?"
            " ORDER BY t.rowid DESC LIMIT ? OFFSET ?",
            (as_fts5(match, entity), entity, limit, skip),
        )
        return [ids.from_bytes(row[0]) for row in rows.fetchall()]

    def count(self) -> int:
        rows = self._database.reading().execute("SELECT count(*) FROM core_search_document")
        return int(rows.fetchone()[0])


class _Postgres:
    def __init__(self, database: "Database") -> None:
        self._database = database

    def alone(self, uow: "UnitOfWork") -> None:
        uow.cursor().execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))

    def put(self, uow: "UnitOfWork", documents: Sequence[Document]) -> None:
        now = clock.now()
        uow.cursor().executemany(
            "INSERT INTO core_search_document"
            " (entity, entity_id, customer_id, contact_id, updated, words)"
            " VALUES (%s, %s, %s, %s, %s, CAST(%s AS tsvector)) ON CONFLICT (entity_id)"
            " DO UPDATE SET entity = excluded.entity, customer_id = excluded.customer_id"
            ", contact_id = excluded.contact_id, updated = excluded.updated"
            ", words = excluded.words",
            [
                (d.entity, d.entity_id, d.customer_id, d.contact_id, now, _vector(d))
                for d in documents
            ],
        )

    def remove(self, uow: "UnitOfWork", record_ids: Sequence[str]) -> None:
        uow.cursor().execute(
            "DELETE FROM core_search_document WHERE entity_id = ANY(%s::uuid[])",
            (list(record_ids),),
        )

    def blank(self, uow: "UnitOfWork", record_ids: Sequence[str]) -> None:
        uow.cursor().execute(
            "UPDATE core_search_document SET words = ''::tsvector"
            " WHERE entity_id = ANY(%s::uuid[])",
            (list(record_ids),),
        )

    def around(
        self, uow: "UnitOfWork", customer_ids: Sequence[str], contact_ids: Sequence[str]
    ) -> list[tuple[str, str]]:
        cursor = uow.cursor()
        cursor.execute(
            "SELECT entity, entity_id FROM core_search_document"
            " WHERE customer_id = ANY(%s::uuid[]) OR contact_id = ANY(%s::uuid[])",
            (list(customer_ids), list(contact_ids)),
        )
        return [(entity, str(record)) for entity, record in cursor.fetchall()]

    def sweep(self, uow: "UnitOfWork", entity: str, table: str) -> int:
        cursor = uow.cursor()
        cursor.execute(
            "DELETE FROM core_search_document d WHERE d.entity = %s"
            f' AND NOT EXISTS (SELECT 1 FROM "{table}" t WHERE t.id = d.entity_id)',
            (entity,),
        )
        return int(cursor.rowcount)

    def find(self, match: Match, entity: str, limit: int, skip: int = 0) -> list[str]:
        cursor = self._database.reading().cursor()
        # the sum keeps the planner from walking the key in search of rare words
        cursor.execute(
            "SELECT entity_id FROM core_search_document"
            " WHERE words @@ CAST(%s AS tsquery) AND entity = %s"
            " ORDER BY rowid + 0 DESC LIMIT %s OFFSET %s",
            (as_tsquery(match, entity), entity, limit, skip),
        )
        return [str(row[0]) for row in cursor.fetchall()]

    def count(self) -> int:
        cursor = self._database.reading().cursor()
        cursor.execute("SELECT count(*) FROM core_search_document")
        return int(cursor.fetchone()[0])


def clean_index(database: "Database") -> None:
    """Take forgotten words out of FTS5's segments too, in steps that hold nobody up for long.

    Deleting only adds a mark to a segment; the words go when segments are merged into one.
    """
    if not database.is_sqlite:
        return  # VACUUM of the table does it
    for _ in range(_MOST_STEPS):
        with database.write_lock(), database.engine.begin() as connection:
            raw: Any = connection.connection
            before = raw.total_changes
            raw.execute(
                "INSERT INTO core_search_text (core_search_text, rank) VALUES ('merge', ?)",
                (-_PAGES_A_STEP,),
            )
            if raw.total_changes - before < 2:  # FTS5's own sign that there is nothing left
                return
        time.sleep(0)


DOCUMENTS = "core_search_document"


def count_documents(connection: "Connection", key: str) -> int:
    """Count what is indexed of a plugin's records."""
    mine, where = _of_plugin(connection, key)
    sql = f"SELECT count(*) FROM core_search_document WHERE {where}"
    return int(connection.exec_driver_sql(sql, (mine,)).scalar_one())


def _of_plugin(connection: "Connection", key: str) -> tuple[str, str]:
    mine, mark = f"{key}.", "?" if connection.dialect.name == "sqlite" else "%s"
    return mine, f"substr(entity, 1, {len(mine)}) = {mark}"


def drop_documents(connection: "Connection", key: str) -> None:
    """Forget all records of a plugin, on a connection of core's own."""
    mine, where = _of_plugin(connection, key)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "DELETE FROM core_search_text WHERE rowid IN"
            f" (SELECT rowid FROM core_search_document WHERE {where})",
            (mine,),
        )
    connection.exec_driver_sql(f"DELETE FROM core_search_document WHERE {where}", (mine,))


def _raw(record_id: str | None) -> bytes | None:
    return None if record_id is None else ids.to_bytes(record_id)


def _vector(document: Document) -> str:
    """Write a tsvector: every word with its place; A marks open words, B those about persons."""
    parts = [f"'{kind_word(document.entity)}'"]
    place = 0
    for words, mark in ((document.open, "A"), (document.personal, "B")):
        for word in words:
            place = min(place + 1, _LAST_PLACE)
            parts.append(f"'{word}':{place}{mark}")
        place = min(place + 1, _LAST_PLACE)  # no phrase reaches from one class into the other
    return " ".join(parts)
