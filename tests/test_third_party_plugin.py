"""A plugin from outside the tree is built, installed and works; its broken twins stop nothing.

Everything goes through `pip` and `kontor`, each in a process of its own, as at an integrator's.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest

from kontor_sdk.testing.site import Site, plugin_code

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "plugins"
RAISES_IN_A_HOOK = plugin_code(
    "faulty", "    @hookimpl\n    def kontor_entities(self):\n        return [1 / 0]\n"
)
FAULTY_LINE = RAISES_IN_A_HOOK.splitlines().index("        return [1 / 0]") + 1


@dataclass
class Desk:
    """An integrator's shell: a site of installed plugins and a company that switches them on."""

    site: Path
    home: Path

    def run(self, *command: str, status: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == status, done.stderr
        return done.stdout if status == 0 else done.stderr

    def kontor(self, *arguments: str, status: int = 0) -> str:
        return self.run("kontor_core.cli.main", *arguments, status=status)

    def json(self, *arguments: str) -> Any:
        return json.loads(self.kontor(*arguments, "--json"))

    def worker(self) -> "subprocess.Popen[str]":
        worker = subprocess.Popen(
            [sys.executable, "-u", "-m", "kontor_core.cli.main", "worker"],
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert worker.stdout is not None
        assert worker.stdout.readline() == "The worker is up; Ctrl-C ends it.\n"
        return worker

    @property
    def environment(self) -> dict[str, str]:
        plain = {k: v for k, v in os.environ.items() if not k.startswith("KONTOR_")}
        more = {"PYTHONPATH": str(self.site), "KONTOR_HOME": str(self.home), "KONTOR_LANG": "en"}
        return plain | more


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    desk = Desk(folder / "site", folder / "company")
    for name in ("hello", "broken"):
        project = copytree(EXAMPLES / name, folder / name, ignore=ignore_patterns("__pycache__"))
        build = ["--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check"]
        desk.run("pip", "install", "-q", *build, "--target", str(desk.site), str(project))
    Site(desk.site).install("faulty", RAISES_IN_A_HOOK)
    on = [part for key in ("broken", "faulty", "hello") for part in ("--plugin", key)]
    desk.kontor("init", str(desk.home), *on)
    return desk


def test_plugin_is_thirty_lines() -> None:
    code = (EXAMPLES / "hello/src/kontor_hello/plugin.py").read_text().splitlines()

    assert len([line for line in code if line.strip()]) <= 30


def test_broken_twins_are_named_with_error_and_place(desk: Desk) -> None:
    found = {plugin["key"]: plugin for plugin in desk.json("plugins", "list")}

    assert {key: found[key]["state"] for key in ("broken", "faulty", "hello", "notes")} == {
        "broken": "failed",
        "faulty": "failed",
        "hello": "enabled",
        "notes": "enabled",
    }
    assert found["broken"]["problem"] == (
        "Plugin broken cannot be loaded: KeyError: 'en' (kontor_broken/plugin.py:7)"
    )
    assert found["faulty"]["problem"] == (
        "Plugin faulty: kontor_entities: ZeroDivisionError: division by zero "
        f"(kontor_faulty/plugin.py:{FAULTY_LINE})"
    )
    assert found["hello"]["version"] == "0.1.0"


def test_new_customer_is_greeted_although_a_worker_was_killed(desk: Desk) -> None:
    created = desk.json("create", "customers", "name=Alster GmbH")
    killed = desk.worker()
    killed.kill()
    killed.communicate()
    worker = desk.worker()

    try:
        greeted = wait_for_greeting(desk)
    finally:
        worker.terminate()
        worker.communicate()

    assert greeted == [{"name": "Alster GmbH", "hello.text": "Moin!", "id": created["id"]}]


def wait_for_greeting(desk: Desk) -> Any:
    until = time.monotonic() + 60
    rows: Any = []
    while time.monotonic() < until:
        rows = desk.json("list", "customers", "--fields", "name,hello.text")["items"]
        if rows[0]["hello.text"] is not None:
            break
    return rows


def test_the_plugins_own_tests_pass_outside_the_tree(desk: Desk) -> None:
    project = desk.home.parent / "hello"

    printed = desk.run(
        "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(project), project.as_posix()
    )

    assert "passed" in printed


def test_broken_plugin_is_switched_off_like_any_other(desk: Desk) -> None:
    desk.kontor("plugins", "disable", "broken")

    states = {plugin["key"]: plugin["state"] for plugin in desk.json("plugins", "list")}
    assert states["broken"] == "disabled"


def test_broken_plugin_is_not_switched_on(desk: Desk) -> None:
    desk.kontor("plugins", "disable", "faulty")
    before = (desk.home / "kontor.toml").read_text()

    told = desk.kontor("plugins", "enable", "faulty", status=2)

    assert told == (
        "Error: Plugin faulty: kontor_entities: ZeroDivisionError: division by zero "
        f"(kontor_faulty/plugin.py:{FAULTY_LINE})\n"
    )
    assert (desk.home / "kontor.toml").read_text() == before
