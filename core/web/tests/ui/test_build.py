import os
from pathlib import Path

import pytest

from kontor_web.ui.build import CannotBuild, build_assets, with_node


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def frontend(folder: Path) -> Path:
    sources = folder / "frontend"
    sources.mkdir()
    (sources / "build.mjs").touch()
    return sources


def test_an_old_node_is_refused_with_the_way_out(tmp_path: Path) -> None:
    program(tmp_path, "node", "echo v18.19.0")
    program(tmp_path, "npm", "echo 9")

    with pytest.raises(CannotBuild) as refused:
        with_node({"PATH": str(tmp_path)}, bundled=tmp_path / "nothing")

    assert refused.value.message == (
        "The user interface is built with Node 20 or later, and there is none on PATH. "
        "Install nodejs, or take the one from PyPI: pip install 'kontor-web[ui-build]'"
    )


def test_a_node_beside_python_is_taken_when_there_is_no_other(tmp_path: Path) -> None:
    program(tmp_path, "npm", "true")

    environment = with_node({"PATH": "/nowhere"}, bundled=tmp_path)

    assert environment["PATH"] == f"{tmp_path}{os.pathsep}/nowhere"


def test_a_build_without_sources_says_where_the_assets_come_from(tmp_path: Path) -> None:
    with pytest.raises(CannotBuild, match="from a wheel brings its assets built"):
        build_assets(tmp_path)


def test_a_failing_step_is_named(tmp_path: Path) -> None:
    program(tmp_path, "node", "echo v20.20.2")
    program(tmp_path, "npm", "exit 1")
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"

    with pytest.raises(CannotBuild, match=r"`npm ci .*` failed in"):
        build_assets(frontend(tmp_path), {"PATH": path})
