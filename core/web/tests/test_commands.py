"""``kontor run`` and ``kontor serve``: from nothing to a server, and down again in peace."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path

import httpx
import pytest

KONTOR = [sys.executable, "-m", "kontor_core.cli.main"]
SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("KONTOR_", "PORT"))}
    return {**kept, "KONTOR_HOME": str(home), "KONTOR_LANG": "en", **more}


def said(words: Sequence[object], home: Path, **more: str) -> tuple[int, str]:
    done = subprocess.run(
        [*KONTOR, *map(str, words)],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@contextmanager
def running(words: Sequence[str], home: Path, port: int, **more: str) -> Iterator[httpx.Client]:
    """Start a server, wait until it answers, and end it as an operator does."""
    server = subprocess.Popen(
        [*KONTOR, *words],
        env=environment(home, PORT=str(port), **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            end = time.monotonic() + SECONDS
            while True:
                try:
                    client.get("/health")
                    break
                except httpx.TransportError:
                    assert server.poll() is None, server.communicate()[0]
                    assert time.monotonic() < end, "no answer"
                    time.sleep(0.1)
            yield client
    finally:
        server.send_signal(signal.SIGTERM)
        out, _ = server.communicate(timeout=SECONDS)
    (home / "said.txt").write_text(out)
    assert (server.returncode, "Traceback" in out) == (0, False), out


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a company that one may serve and not change."""
    home = tmp_path_factory.mktemp("served") / "home"
    code, told = said(["init", home], home.parent)
    assert code == 0, told
    return home


def test_run_makes_a_company_and_says_how_to_sign_in(tmp_path: Path) -> None:
    home, port = tmp_path / "home", free_port()

    with running(["run"], home, port) as client:
        status = client.get("/health").status_code
    printed = (home / "said.txt").read_text()
    with running(["run"], home, port, KONTOR_LANG="de"):
        pass

    email, password = (home / "first-login.txt").read_text().split()
    assert status == 200
    assert printed == (
        f"\nKontor runs at  http://127.0.0.1:{port}\nSign in with    {email}\n"
        f"Password        {password}\nCtrl-C ends it.\n\n"
    )
    assert f"Kennwort        {password}\nStrg-C beendet es." in (home / "said.txt").read_text()
    files = [*home.glob("*.db"), home / "first-login.txt"]
    assert {file.stat().st_mode & 0o077 for file in files} == {0}


def test_first_login_comes_from_the_environment(tmp_path: Path) -> None:
    home = tmp_path / "home"
    given = {
        "KONTOR_ADMIN_EMAIL": "eva@kontor.example",
        "KONTOR_ADMIN_PASSWORD": "correct horse battery",
    }

    with running(["run"], home, free_port(), **given):
        pass

    assert not (home / "first-login.txt").exists()
    assert "eva@kontor.example" in said(["user", "list"], home)[1]
    assert "correct horse" not in (home / "said.txt").read_text()


def test_weak_first_password_is_refused_by_the_name_of_its_variable(tmp_path: Path) -> None:
    code, told = said(["run"], tmp_path / "home", KONTOR_ADMIN_PASSWORD="short")

    assert (code, told.startswith("Error: KONTOR_ADMIN_PASSWORD: ")) == (2, True), told


def test_run_on_a_port_that_is_taken_makes_no_company_and_promises_none(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        code, told = said(["run"], tmp_path / "home", PORT=str(other.getsockname()[1]))

    assert (code, "runs at" in told, (tmp_path / "home").exists()) == (2, False, False), told
    assert "Name another address with --host and --port or PORT." in told


def test_server_that_would_do_harm_is_refused(company: Path) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)  # as Granian's do
        other.bind(("127.0.0.1", 0))
        other.listen()
        refused = {
            ("--dev", "--host", "0.0.0.0"): "for this machine only",  # noqa: S104  # refused
            ("--workers", "2"): "one process on SQLite",
            ("--workers", "0"): "--workers",
            ("--port", "70000"): "--port",
            ("--host", "nowhere.invalid"): "Cannot listen on nowhere.invalid",
            ("--port", other.getsockname()[1]): "Name another address with --host and --port",
        }
        for words, part in refused.items():
            code, told = said(["serve", *words], company, PORT=str(free_port()))

            assert (code, part in told, "://" in told) == (2, True, False), (words, told)


def test_server_answers_to_the_address_people_use_and_to_no_other(company: Path) -> None:
    with running(["serve", "--allow-host", "crm.example"], company, free_port()) as client:
        known = client.get("/health", headers={"host": "crm.example"}).status_code
        foreign = client.get("/health", headers={"host": "evil.example"}).status_code

    assert (known, foreign) == (200, 421)
    assert "https://crm.example" in (company / "said.txt").read_text()


def test_server_with_open_pages_stops_at_once_and_they_go_on_where_they_were(
    tmp_path: Path,
) -> None:
    home, port = tmp_path / "home", free_port()
    given = {"KONTOR_ADMIN_EMAIL": "eva@kontor.example", "KONTOR_ADMIN_PASSWORD": "a long sentence"}
    login = {"email": given["KONTOR_ADMIN_EMAIL"], "password": given["KONTOR_ADMIN_PASSWORD"]}
    address = f"http://127.0.0.1:{port}"

    with httpx.Client(base_url=address, headers={"origin": address}, timeout=SECONDS) as page:
        with running(["run"], home, port, **given):
            assert page.post("/login", data=login).status_code == 303
            stream = re.search('data-stream="([^"]+)"', page.get("/").text)
            assert stream is not None
            told = page.send(page.build_request("GET", unescape(stream[1])), stream=True)
            lines = told.iter_lines()
            next(lines)
            asked = time.monotonic()
        seconds = time.monotonic() - asked
        assert "event: message" not in list(lines)
        told.close()

        assert said(["create", "customers", "name=Brandt"], home)[0] == 0
        with running(["run"], home, port, **given), page.stream("GET", unescape(stream[1])) as told:
            missed = next(line for line in told.iter_lines() if line.startswith("data: "))

    assert seconds < 10  # a server that waits for its open answers takes half a minute
    assert missed.count('"customer.created"') == 1
