"""A CRM behind its web: clients that sign in, API tokens, statements counted in every lane."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from kontor_core.foundation.access import tokens
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.testing.kit import Kontor, User


@pytest.fixture
def api(kontor: Kontor) -> Callable[..., httpx.Client]:
    """Return a function that gives a client with an API token: ``api(user, scopes=[...])``."""

    def client(user: User, *, scopes: list[str] | None = None) -> httpx.Client:
        with kontor.app.unit(SYSTEM) as uow:
            made = tokens.create(uow, user_id=user.id, name="test", scopes=scopes)
        found = kontor.client()
        del found.headers["sec-fetch-site"]
        found.headers.update({"authorization": f"Bearer {made.token}", "accept-language": "en"})
        return found

    return client


@pytest.fixture
def counted(kontor: Kontor) -> Callable[[Callable[[], object]], list[str]]:
    """Return a function that runs something and gives the statements the lanes ran for it."""

    def count(run: Callable[[], object]) -> list[str]:
        run()  # every thread of the lane opens its connection, statements are compiled
        run()
        with _traced(kontor) as statements:
            run()
        return statements

    return count


@contextmanager
def _traced(kontor: Kontor) -> Iterator[list[str]]:
    """Note what every read connection runs, those that a thread opens meanwhile too."""
    statements: list[str] = []
    database = kontor.app.database
    connect = database._connect_reader

    def noted() -> sqlite3.Connection:
        connection: sqlite3.Connection = connect()
        connection.set_trace_callback(statements.append)
        return connection

    for connection in database._open:
        connection.set_trace_callback(statements.append)
    unchanged = database.unchanged
    database._connect_reader = noted  # type: ignore[method-assign]  # for this block
    database.unchanged = lambda: None  # type: ignore[method-assign]  # every question is asked
    try:
        yield statements
    finally:
        database._connect_reader = connect  # type: ignore[method-assign]
        database.unchanged = unchanged  # type: ignore[method-assign]
        for connection in database._open:
            connection.set_trace_callback(None)
