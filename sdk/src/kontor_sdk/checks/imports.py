"""A plugin imports kontor_sdk, itself, and what is not Kontor's."""

import ast
from collections.abc import Iterator
from pathlib import Path

from kontor_sdk.checks.finding import Examined, Finding


def check_imports(plugin: Examined) -> Iterator[Finding]:
    """Read every import of the package, the late ones too."""
    for file in sorted(plugin.package.rglob("*.py")):
        for line, module in _imported(file):
            root = module.partition(".")[0]
            if root.startswith("kontor_") and root not in ("kontor_sdk", plugin.package.name):
                why = (
                    "private; what kontor_sdk does not offer may change in any release"
                    if root in ("kontor_core", "kontor_web")
                    else "another plugin; meet it through events, fields and hooks"
                )
                yield Finding(plugin.place(file, line), "imports", f"{module} is {why}.")


def _imported(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
