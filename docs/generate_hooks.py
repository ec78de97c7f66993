"""Writes ``docs/reference/hooks.md`` from the hook specifications.

python docs/generate_hooks.py
"""

import ast
import inspect
import re
from pathlib import Path

from kontor_core.hooks import hookspecs

PAGE = Path(__file__).parent / "reference" / "hooks.md"

_HEAD = """\
# Hooks

Made from `kontor_core/hooks/hookspecs.py` by `docs/generate_hooks.py`; change it there.

A plugin is a class derived from `kontor_sdk.Plugin` whose methods carry `@hookimpl`. Declarations
come from `kontor_sdk`, `kontor_sdk.flow` and `kontor_sdk.ui`.
"""


def page() -> str:
    """Give the page's text."""
    module = ast.parse(inspect.getsource(hookspecs))
    classes = {node.name: node for node in module.body if isinstance(node, ast.ClassDef)}
    hooks = [n for n in classes["KontorSpec"].body if isinstance(n, ast.FunctionDef)]
    letters = inspect.cleandoc(ast.get_docstring(module) or "").partition("\n\n")[2]
    listed = re.sub(r"^([A-Z])  ", r"- **\1** ", letters, flags=re.MULTILINE)
    parts = [_HEAD, f"{listed}\n", _info(classes["PluginInfo"]), *map(_hook, hooks)]
    return "\n".join(parts)


def _info(node: ast.ClassDef) -> str:
    fields = [ast.unparse(n) for n in node.body if isinstance(n, ast.AnnAssign)]
    listed = ", ".join("*" if field.startswith("_:") else field for field in fields)
    return f"## `info = PluginInfo(...)`\n\n```python\nPluginInfo({listed})\n```\n\n{_doc(node)}\n"


def _hook(node: ast.FunctionDef) -> str:
    letter, _, text = _doc(node).partition(": ")
    returns = ast.unparse(node.returns).strip("'") if node.returns is not None else "None"
    call = f"def {node.name}({ast.unparse(node.args)}) -> {returns}"
    return (
        f"## `{node.name}`\n\n```python\n@hookimpl\n{call}\n```\n\n"
        f"**{letter}** {text[0].upper()}{text[1:]}\n"
    )


def _doc(node: ast.ClassDef | ast.FunctionDef) -> str:
    return inspect.cleandoc(ast.get_docstring(node) or "").replace("``", "`")


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
