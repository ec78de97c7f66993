"""A live server for a browser: the test's CRM on a free port of this machine."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
import uvicorn

from kontor_core.foundation.access import sessions
from kontor_core.foundation.access.identities import SYSTEM
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.asgi import make_asgi
from kontor_web.web import Web, WebSettings

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass(frozen=True)
class Live:
    """The address of a running server."""

    kontor: Kontor
    address: str
    web: Web

    def cookie(self, user: User) -> dict[str, str]:
        """Give the cookie of a fresh session."""
        with self.kontor.app.unit(SYSTEM) as uow:
            token = sessions.create(uow, user.id).token
        return {"name": "kontor", "value": token, "url": self.address}


@contextmanager
def serving(kontor: Kontor) -> Iterator[Live]:
    """Serve a CRM until the block ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    asgi = make_asgi(kontor.app, WebSettings(dev=True))
    # without its lifespan: the fixture closes the application itself
    server = uvicorn.Server(uvicorn.Config(asgi, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Live(kontor, f"http://127.0.0.1:{listening.getsockname()[1]}", asgi.web)
    asgi.web.stream.close()
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.fixture
def live(kontor: Kontor) -> Iterator[Live]:
    with serving(kontor) as live:
        yield live


@pytest.fixture
def anna(kontor: Kontor) -> User:
    return kontor.user(role="administrator", name="Anna Amt")


@pytest.fixture
def open_as(live: Live, new_page: "Callable[..., Page]") -> "Callable[..., Page]":
    """Return a function that opens a page of a signed-in user: ``open_as(anna, "/customers")``."""

    def open_page(user: User, path: str, **options: object) -> "Page":
        page = new_page(base_url=live.address, cookies=[live.cookie(user)], **options)
        page.goto(path)
        return page

    return open_page
