"""A browser without a screen: talks to the web of a test's CRM, in the same process."""

import asyncio
from typing import TYPE_CHECKING

import httpx

from kontor_core.foundation.access import sessions
from kontor_core.foundation.access.identities import SYSTEM
from kontor_web.asgi import make_asgi
from kontor_web.web import WebSettings

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_ADDRESS = "http://127.0.0.1:8000"


class Web:
    """The web of one CRM; all its clients share it."""

    def __init__(self, app: "KontorApp") -> None:
        self.app = app
        self.settings = WebSettings(dev=True)
        # without its lifespan: the test delivers events itself
        self._inside = httpx.ASGITransport(make_asgi(app, self.settings))
        self._runner = asyncio.Runner()

    def client(self, user_id: str | None = None) -> httpx.Client:
        """Give a client with a session of this user, or of nobody."""
        found = httpx.Client(transport=_Transport(self._inside, self._runner), base_url=_ADDRESS)
        found.headers["sec-fetch-site"] = "same-origin"
        if user_id is not None:
            with self.app.unit(SYSTEM) as uow:
                session = sessions.create(uow, user_id)
            found.cookies.set(self.settings.cookie, session.token)
            found.headers["x-csrf-token"] = session.csrf_token
        return found

    def close(self) -> None:
        self._runner.close()


class _Transport(httpx.BaseTransport):
    def __init__(self, inside: httpx.ASGITransport, runner: asyncio.Runner) -> None:
        self._inside = inside
        self._runner = runner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._runner.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        found = await self._inside.handle_async_request(request)
        body = b"".join([part async for part in found.stream])  # type: ignore[union-attr]
        return httpx.Response(found.status_code, headers=found.headers, content=body)
