"""Register the fixtures of the test kit with pytest (entry point `pytest11`)."""

from kontor_sdk.testing.databases import database_url, postgres_server, postgres_url, sqlite_url

__all__ = ["database_url", "postgres_server", "postgres_url", "sqlite_url"]
