"""The examples of the documentation do what they say.

A block whose info string ends with `run` is executed, all blocks of a page in one empty folder
and one shell. In a `console run` block, lines that begin with `$ ` are commands, the others what
they print, with `...` for anything. A `python run` block must end without an exception. The
address 127.0.0.1:8000 stands for a free port, and whatever a page starts in the background is
stopped at its end.
"""

import doctest
import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(console|python) run\n(.*?)^```$", re.M | re.S)
ADDRESS = "127.0.0.1:8000"


@dataclass(frozen=True)
class Step:
    """One command of a page and what it should print; None: anything."""

    command: str
    printed: str | None


def pages() -> list[Path]:
    found = [ROOT / "README.md", *ROOT.glob("docs/**/*.md"), *ROOT.glob("*/**/README.md")]
    own = [path for path in found if not {".venv", "node_modules"} & set(path.parts)]
    return sorted({path for path in own if BLOCK.search(path.read_text(encoding="utf-8"))})


def steps(text: str) -> list[Step]:
    found = []
    for number, (language, body) in enumerate(BLOCK.findall(text)):
        if language == "python":
            script = f"cat > example_{number}.py <<'END_OF_EXAMPLE'\n{body}END_OF_EXAMPLE\n"
            found.append(Step(f"{script}python example_{number}.py", printed=None))
            continue
        for command, printed in re.findall(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", body, re.M):
            found.append(Step(command.rstrip("\n"), printed))
    return found


def run(found: list[Step], folder: Path) -> list[str]:
    """Return what each command printed; the last is the one that failed, if one did."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = "set -e\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\n" + "".join(
        f"printf '@@step@@'\n{step.command}\n" for step in found
    )
    programs = Path(sys.executable).parent
    done = subprocess.run(
        ["bash", "-c", script.replace(ADDRESS, f"127.0.0.1:{port}")],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PORT": str(port),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout.replace(f"127.0.0.1:{port}", ADDRESS).split("@@step@@")[1:]


def differences(found: list[Step], printed: list[str]) -> list[str]:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    checker = doctest.OutputChecker()
    wrong = [
        f"$ {step.command}\nshould print\n{step.printed}\nbut printed\n{actual}"
        for step, actual in zip(found, printed, strict=False)
        if step.printed is not None and not checker.check_output(step.printed, actual, flags)
    ]
    if len(printed) < len(found):
        wrong.append(f"$ {found[len(printed) - 1].command}\nfailed and printed\n{printed[-1]}")
    return wrong


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_examples_of_the_documentation_run(page: Path, tmp_path: Path) -> None:
    found = steps(page.read_text(encoding="utf-8"))

    assert differences(found, run(found, tmp_path)) == []


def test_a_page_that_promises_the_wrong_output_is_found(tmp_path: Path) -> None:
    text = "```console run\n$ echo one two\none ...\n$ x=3; echo \\\n  $x\n4\n```\n"

    found = steps(text)

    assert differences(found, run(found, tmp_path)) == [
        "$ x=3; echo \\\n  $x\nshould print\n4\n\nbut printed\n3\n"
    ]


def test_a_page_whose_command_fails_is_found(tmp_path: Path) -> None:
    text = "```python run\nassert 1 + 1 == 2\n```\n\n```console run\n$ false\n$ echo on\non\n```\n"

    found = steps(text)

    assert differences(found, run(found, tmp_path)) == ["$ false\nfailed and printed\n"]
