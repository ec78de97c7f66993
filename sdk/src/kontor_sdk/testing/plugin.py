"""Register the fixtures of the test kit with pytest (entry point `pytest11`)."""

import pytest

from kontor_sdk.testing.browser import chromium, guard, new_page, page
from kontor_sdk.testing.databases import database_url, postgres_server, postgres_url, sqlite_url
from kontor_sdk.testing.opening import kontor, kontor_homes, kontor_toml, open_kontor

__all__ = [
    "chromium",
    "database_url",
    "guard",
    "kontor",
    "kontor_homes",
    "kontor_toml",
    "new_page",
    "open_kontor",
    "page",
    "postgres_server",
    "postgres_url",
    "pytest_configure",
    "sqlite_url",
]


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known that chooses the plugins of a test."""
    config.addinivalue_line("markers", "plugins(*keys): which plugins the fixture kontor loads")
