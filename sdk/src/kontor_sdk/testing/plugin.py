"""Register the fixtures of the test kit with pytest (entry point `pytest11`)."""

from kontor_sdk.testing.browser import chromium, guard, new_page, page
from kontor_sdk.testing.databases import database_url, postgres_server, postgres_url, sqlite_url

__all__ = [
    "chromium",
    "database_url",
    "guard",
    "new_page",
    "page",
    "postgres_server",
    "postgres_url",
    "sqlite_url",
]
