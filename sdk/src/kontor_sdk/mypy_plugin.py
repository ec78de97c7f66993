"""Teach mypy that `Base = plugin_base("key")` makes a class.

In pyproject.toml: `plugins = ["kontor_sdk.mypy_plugin"]` below `[tool.mypy]`.
"""

from collections.abc import Callable

from mypy.nodes import GDEF, PlaceholderNode, SymbolTableNode, TypeInfo
from mypy.plugin import DynamicClassDefContext, Plugin
from mypy.types import Instance

_MODELS = "kontor_core.foundation.storage.models"


class KontorPlugin(Plugin):
    """Give the result of `plugin_base` the base class `Table`."""

    def get_dynamic_class_hook(
        self, fullname: str
    ) -> Callable[[DynamicClassDefContext], None] | None:
        return _define_base if fullname == f"{_MODELS}.plugin_base" else None


def _define_base(ctx: DynamicClassDefContext) -> None:
    table = ctx.api.lookup_fully_qualified_or_none(f"{_MODELS}.Table")
    if table is None or isinstance(table.node, PlaceholderNode):
        ctx.api.defer()  # mypy has not read the module of `Table` yet
        return
    if isinstance(table.node, TypeInfo):
        parent = Instance(table.node, [])
        base = ctx.api.basic_new_typeinfo(ctx.name, parent, ctx.call.line)
        base.metaclass_type = base.calculate_metaclass_type()
        ctx.api.add_symbol_table_node(ctx.name, SymbolTableNode(GDEF, base))


def plugin(version: str) -> type[Plugin]:
    """Return the plugin's class; mypy calls this by name."""
    return KontorPlugin
