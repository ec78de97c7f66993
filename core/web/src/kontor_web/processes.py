"""Long work in processes of their own: started, looked after, ended by the file that names them.

A process can be ended at any time; whatever it does has its checkpoints elsewhere.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def start(module: str, arguments: Sequence[str], pid_file: Path) -> None:
    """Run ``python -m module arguments`` in the background."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
    )
    pid_file.write_text(str(process.pid))
    _children.append(process)
    for child in [one for one in _children if one.poll() is not None]:
        _children.remove(child)


def is_running(pid_file: Path) -> bool:
    return _pid(pid_file) is not None


def stop(pid_file: Path) -> None:
    """End a process; one that is gone already is no error."""
    pid = _pid(pid_file)
    if pid is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, 15)
    pid_file.unlink(missing_ok=True)


def _pid(path: Path) -> int | None:
    """Give the process a file names, None when it is gone."""
    try:
        pid = int(path.read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    state = Path(f"/proc/{pid}/stat")
    if state.is_file() and state.read_text().rpartition(")")[2].split()[0] == "Z":
        return None  # it ended, and nobody has asked for its result yet
    return pid


_children: list["subprocess.Popen[bytes]"] = []
"""Processes of ours, kept so that those that ended are collected."""
