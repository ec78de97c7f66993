"""Granian around the ASGI application: one process on SQLite, several on PostgreSQL."""

import gc
import os
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from socket import SOCK_STREAM

import msgspec
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from kontor_core.app import KontorApp
from kontor_core.foundation.access.sessions import IDLE
from kontor_core.foundation.errors import Conflict
from kontor_core.foundation.i18n import L
from kontor_web.asgi import make_asgi
from kontor_web.edge import Edge
from kontor_web.security.hosts import LOOPBACK
from kontor_web.web import WebSettings

_ASKED = "KONTOR_SERVER"  # how the parent tells its worker processes what to serve
_STOP_SECONDS = 30
_YOUNG = 10_000  # objects between two looks at the young ones; a page of a list makes as many
_WORKING_DAY = timedelta(hours=8)  # nobody is served by signing in again while developing


class Asked(msgspec.Struct, frozen=True):
    """What to serve and how it is reached."""

    home: str
    host: str = "127.0.0.1"
    port: int = 8000
    dev: bool = False
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    workers: int = 1


def serve(asked: Asked, *, announce: Callable[[], None]) -> None:
    """Serve until a signal ends it; what runs then may finish within half a minute.

    ``announce`` says where, once nothing stands in the way any more.

    Raises Conflict for a second process on SQLite, which has one writer, for development mode on
    an address that others reach, and for an address that is taken.
    """
    if asked.dev and asked.host not in LOOPBACK:
        raise Conflict(
            L(
                "--dev ist unverschlüsselt und gilt nur für diesen Rechner (127.0.0.1).",
                en="--dev is not encrypted and is for this machine only (127.0.0.1).",
            )
        )
    check_free(asked.host, asked.port)
    app = KontorApp.open(Path(asked.home))  # an error is told here, once, not in every process
    sqlite = app.database.is_sqlite
    app.close()
    if sqlite and asked.workers > 1:
        raise Conflict(
            L(
                "Auf SQLite läuft genau ein Prozess. Mehrere brauchen PostgreSQL.",
                en="There is one process on SQLite. Several need PostgreSQL.",
            )
        )
    announce()
    os.environ[_ASKED] = msgspec.json.encode(asked).decode()
    Granian(
        "kontor_web.server:from_environment",
        address=asked.host,
        port=asked.port,
        interface=Interfaces.ASGI,
        workers=asked.workers,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
        workers_kill_timeout=_STOP_SECONDS,
    ).serve()


def check_free(host: str, port: int) -> None:
    """Raise Conflict for an address that is taken.

    Granian's processes share their port, and would share it with anybody else's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Conflict(
            L(
                f"Auf {host}:{port} kann nicht gelauscht werden: {reason}. Nennen Sie eine andere "
                "Adresse mit --host und --port oder PORT.",
                en=f"Cannot listen on {host}:{port}: {reason}. Name another address with --host "
                "and --port or PORT.",
            )
        ) from error


def from_environment() -> Edge:
    """Make the application inside a worker process."""
    asked = msgspec.json.decode(os.environ[_ASKED], type=Asked)
    idle = _WORKING_DAY if asked.dev else IDLE
    settings = WebSettings(hosts=_hosts(asked), dev=asked.dev, proxies=asked.proxies, idle=idle)
    return settled(make_asgi(KontorApp.open(Path(asked.home)), settings))


def settled(edge: Edge) -> Edge:
    """Take what lives as long as the process out of the garbage collector's sight.

    A full collection walks every object there is: 360 ms with all builtins on, in the middle of
    somebody's page, and 1.5 ms when it meets only what came later. Answers make no cycles worth
    looking for every 700 objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
    return edge


def _hosts(asked: Asked) -> tuple[str, ...]:
    return (*LOOPBACK, *asked.hosts)
