"""The text form of a filter, written: ``parse(print_filter(ast)) == ast``."""

from decimal import Decimal

from kontor_core.foundation.filters.ast import And, Ast, Comparison, Not, Op, Or, Value
from kontor_core.foundation.filters.parser import SIGNS

_SIGN = {op: sign for sign, op in SIGNS.items()}


def print_filter(ast: Ast) -> str:
    if isinstance(ast, Comparison):
        return _comparison(ast)
    if isinstance(ast, Not):
        return f"not ({print_filter(ast.part)})"
    word = " and " if isinstance(ast, And) else " or "
    return word.join(_part(part) for part in ast.parts)


def _part(ast: Ast) -> str:
    text = print_filter(ast)
    return f"({text})" if isinstance(ast, And | Or) else text


def _comparison(comparison: Comparison) -> str:
    name, op, values = comparison.field, comparison.op, comparison.values
    if op is Op.EMPTY:
        return f"{name} is empty"
    if op is Op.IN:
        return f"{name} in ({', '.join(map(print_value, values))})"
    return f"{name} {_SIGN.get(op, op.value)} {print_value(values[0])}"


def print_value(value: Value) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
