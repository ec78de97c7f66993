"""Over HTTP: CPU of the server's processes per request, product and raw limit in one server."""

import contextlib
import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from bench.data import Company, company, customer_id
from bench.harness import Hold, Measured, Work, compare
from kontor_core.foundation.access import sessions, tokens, users
from kontor_core.foundation.access.identities import SYSTEM

CUSTOMERS = 10_000
_TICKS = os.sysconf("SC_CLK_TCK")


def rows() -> list[Measured | str]:
    made = company(CUSTOMERS)
    token, cookie = _signed_in(made)
    made.app.close()
    with _server(made) as (client, cost):
        bearer = {"Authorization": f"Bearer {token}"}
        browser = {"Cookie": f"kontor={cookie}"}
        query = "/api/customers?filter=phase%20%3D%20%22active%22&sort=name"
        raw, ours = client("/bench/raw-list")(), client("/bench/list")()
        if raw != ours:
            raise SystemExit(f"the raw list answers something else:\n{raw[:400]!r}\n{ours[:400]!r}")
        numbers = iter(range(10**9))

        def some(path: str) -> Work:
            return lambda: client(path + customer_id(next(numbers) * 37 % CUSTOMERS))()

        return [
            compare(
                "list of 50 over HTTP, share of raw driver + msgspec",
                Hold("least", 0.70),
                subject=client("/bench/list"),
                raw=client("/bench/raw-list"),
                cost=cost,
            ),
            compare(
                "list of 50 over HTTP with sign-in and fence, share of raw",
                Hold("least", 0.70),
                subject=client(query, bearer),
                raw=client("/bench/raw-list"),
                cost=cost,
            ),
            compare(
                "get over HTTP, share of raw",
                Hold("least", 0.70),
                subject=some("/bench/get/"),
                raw=some("/bench/raw-get/"),
                times=400,
                cost=cost,
            ),
            compare(
                "HTML list page, share of raw query + same template",
                Hold("least", 0.80),
                subject=client("/bench/page", browser),
                raw=client("/bench/raw-page", browser),
                times=100,
                cost=cost,
            ),
        ]


def _signed_in(made: Company) -> tuple[str, str]:
    app = made.app
    email = f"bench-{secrets.token_hex(4)}@example.org"
    with app.unit(SYSTEM) as uow:
        user = users.create_user(uow, name="Bench", email=email, roles=("administrator",))
        token = tokens.create(uow, user_id=user.id, name="bench").token
        session = sessions.create(uow, user.id).token
    return token, session


Client = Callable[..., Work]


@contextlib.contextmanager
def _server(made: Company) -> Iterator[tuple[Client, Callable[[Work, int], float]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(  # our own module
        [sys.executable, "-m", "bench.server", str(made.app.home), str(port)]
    )
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        _wait(port)

        def client(path: str, headers: dict[str, str] | None = None) -> Work:
            def work() -> bytes:
                connection.request("GET", path, headers=headers or {})
                answer = connection.getresponse()
                body = answer.read()
                if answer.status != 200:
                    raise SystemExit(f"{path} answered {answer.status}: {body[:300]!r}")
                return body

            return work

        def cost(work: Work, times: int) -> float:
            before = _cpu(process.pid)
            for _ in range(times):
                work()
            return max(_cpu(process.pid) - before, 1 / _TICKS) / times

        yield client, cost
    finally:
        process.terminate()
        process.wait(timeout=40)


def _wait(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit("the server did not start")


def _cpu(pid: int) -> float:
    """Give the CPU seconds of a process and all its children, from /proc."""
    used = 0
    for one in (pid, *_children(pid)):
        with contextlib.suppress(OSError), open(f"/proc/{one}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
    return used / _TICKS


def _children(pid: int) -> Iterator[int]:
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                for child in file.read().split():
                    yield int(child)
                    yield from _children(int(child))
