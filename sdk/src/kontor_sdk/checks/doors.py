"""A plugin uses the doors of a unit of work that are its own; core has others, past the fence."""

import ast
from collections.abc import Iterator

from kontor_sdk.checks.finding import Examined, Finding

OPEN = frozenset({
    *("actor", "blobs", "currency"),
    *("get", "find", "find_all", "facet", "facets", "read"),
    *("create", "change", "change_many", "save", "delete", "replace_shares"),
    *("publish", "later", "cancel_later", "after_commit", "savepoint"),
})  # fmt: skip
"""What a plugin may ask of ``uow``; anything else may change in any release."""

_PAST_THE_FENCE = frozenset({"prepared", "prepared_many", "system_read", "system_reader"})
"""Refused on whatever it is asked for: a name of ours that nothing else has."""


def check_doors(plugin: Examined) -> Iterator[Finding]:
    """Read every attribute that the package asks of a ``uow``."""
    for file in sorted(plugin.package.rglob("*.py")):
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file)))
        closed = [node for node in nodes if isinstance(node, ast.Attribute) and _is_closed(node)]
        for node in sorted(closed, key=lambda node: node.lineno):
            yield Finding(
                plugin.place(file, node.lineno),
                "doors",
                f".{node.attr} is core's own, past the fence or past the log. A plugin has "
                "uow.read, get, find, create, change, delete, publish, later and their kin.",
            )


def _is_closed(node: ast.Attribute) -> bool:
    if node.attr in _PAST_THE_FENCE:
        return True
    of = node.value
    name = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
    return name == "uow" and node.attr not in OPEN
