"""The first plugin of the documentation: written from the page, installed, run, counted.

A block with a title is a file. A console block is a session: `$ ` begins a command, the rest is
what it prints, with `...` for anything. `pip install -e .` becomes an installation into a folder
of its own, so that the environment of the tests stays what it is.
"""

import doctest
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "first-plugin.md"
FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.M | re.S)
SESSION = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", re.M)
INSTALL = "pip install -q --no-deps --no-build-isolation --no-index --target site ."


@pytest.fixture(scope="module")
def text() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def project(text: str, tmp_path: Path) -> Path:
    for title, body in FILE.findall(text):
        file = tmp_path / title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, encoding="utf-8")
    (tmp_path / "src/kontor_visits/__init__.py").touch()
    return tmp_path


def test_first_plugin_takes_four_files_and_at_most_sixty_lines(text: str) -> None:
    written = {title: body for title, body in FILE.findall(text) if not title.startswith("tests/")}
    lines = sum(bool(line.strip()) for body in written.values() for line in body.splitlines())
    files = len([*written, "src/kontor_visits/__init__.py"])

    assert re.findall(r"\*\*(\d+) files with (\d+) lines\*\*", text) == [(str(files), str(lines))]
    assert (files <= 4, lines <= 60) == (True, True)


def test_first_plugin_is_formatted_and_free_of_findings(project: Path) -> None:
    settings = PAGE.parents[1] / "pyproject.toml"
    for command in (["format", "--check"], ["check", "--ignore=S101"]):  # tests assert
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--config", str(settings), str(project)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout if done.returncode else "") == (0, "")


def test_first_plugin_does_what_the_page_says(text: str, project: Path) -> None:
    commands = [found for body in SESSION.findall(text) for found in COMMAND.findall(body)]

    printed = play([command for command, _ in commands], project)

    checker, flags = doctest.OutputChecker(), doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    for (command, expected), actual in zip(commands, printed, strict=False):
        assert checker.check_output(expected, actual, flags), f"$ {command}{actual}"
    assert len(printed) == len(commands), f"$ {commands[len(printed) - 1][0]}{printed[-1]}"


def play(commands: list[str], folder: Path) -> list[str]:
    """Run commands in one shell; give what each printed, up to the first that failed."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    script = "set -e\ntrap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n" + "".join(
        f"printf '@@@'\n{command.replace('pip install -e .', INSTALL)}\n" for command in commands
    )
    plain = {name: value for name, value in os.environ.items() if not name.startswith("KONTOR_")}
    done = subprocess.run(
        ["bash", "-c", script.replace("127.0.0.1:8000", address)],
        cwd=folder,
        env={
            **plain,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder / 'site'}",
            "PORT": address.rpartition(":")[2],
            "KONTOR_LANG": "en",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout.split("@@@")[1:]
