"""Modules stand on each other one way only, in what they name for types as well."""

import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]


def test_no_modules_import_each_other_in_a_circle() -> None:
    """import-linter leaves out what is imported for types; here nothing is."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    graph = grimp.build_graph(*settings["tool"]["importlinter"]["root_packages"], cache_dir=None)
    below = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}

    try:
        TopologicalSorter(below).prepare()
        circle: list[str] = []
    except CycleError as error:
        circle = error.args[1]

    assert circle == [], " <- ".join(circle)
