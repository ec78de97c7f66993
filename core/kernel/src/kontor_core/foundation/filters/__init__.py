"""The filter language: one AST over the field registry, with a text form and a JSON form.

Text or JSON -> ``read`` -> AST -> ``resolve`` (names, rights, types) -> ``where`` and
``bind_values`` (SQL and what is bound to it).
"""

from kontor_core.foundation.filters.ast import (
    Ago,
    And,
    Ast,
    Call,
    Comparison,
    Condition,
    Filter,
    Not,
    Op,
    Or,
)
from kontor_core.foundation.filters.compile import bind_values, shape, where
from kontor_core.foundation.filters.errors import FilterError
from kontor_core.foundation.filters.json import from_json, read, to_json
from kontor_core.foundation.filters.parser import parse
from kontor_core.foundation.filters.printer import print_filter
from kontor_core.foundation.filters.resolve import operators, resolve
from kontor_core.foundation.filters.sql import json_value

__all__ = [
    "Ago",
    "And",
    "Ast",
    "Call",
    "Comparison",
    "Condition",
    "Filter",
    "FilterError",
    "Not",
    "Op",
    "Or",
    "bind_values",
    "from_json",
    "json_value",
    "operators",
    "parse",
    "print_filter",
    "read",
    "resolve",
    "shape",
    "to_json",
    "where",
]
