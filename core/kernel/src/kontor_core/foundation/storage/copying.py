"""Rows in the text form of PostgreSQL's COPY, made a column at a time.

What is the same in every row is written once, into the pattern of a line; what a driver does cell
by cell is done for a column where one look says that nothing in it needs care.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from kontor_core.hooks.declarations.exchange import Same

_AT_ONCE = 5_000
_NULL = "\\N"
_SPECIAL = "\\\t\n\r\b\f\v"
_ESCAPES = str.maketrans({
    "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v",
})  # fmt: skip


def copy_text(columns: Sequence[Sequence[Any] | Same], count: int) -> Iterator[str]:
    """Give the lines of ``count`` rows in pieces; values are texts, numbers, truth and None.

    >>> "".join(copy_text([["a", "b\\tc"], Same(None), [1, 2]], 2))
    'a\\t\\\\N\\t1\\nb\\\\tc\\t\\\\N\\t2\\n'
    """
    cells = [_escaped(column) for column in columns if not isinstance(column, Same)]
    pattern = "\t".join(
        _cell(column.value).replace("%", "%%") if isinstance(column, Same) else "%s"
        for column in columns
    )
    line = f"{pattern}\n"
    if not cells:
        yield (line % ()) * count
        return
    rows = zip(*cells, strict=True)
    while piece := "".join([line % row for row in islice(rows, _AT_ONCE)]):
        yield piece


def _escaped(column: Sequence[Any]) -> Sequence[Any]:
    """Give the cells of a column as they stand in a line."""
    try:
        joined = "".join(column)
    except TypeError:  # numbers, or some are None
        return list(map(_cell, column))
    return list(map(_cell, column)) if any(map(joined.__contains__, _SPECIAL)) else column


def _cell(value: Any) -> str:
    if value is None:
        return _NULL
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)
