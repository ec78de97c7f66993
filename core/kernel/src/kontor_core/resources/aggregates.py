"""What a column comes to over the whole result of a list, by currency; fenced as its rows are."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import BigInteger, cast, func, literal, select

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import String, Whole
from kontor_core.hooks.declarations.ui import Agg
from kontor_core.resources.columns import Source
from kontor_core.resources.query import ListQuery, Result


class Aggregated(msgspec.Struct, frozen=True):
    """The value of one currency; ``n`` counts the rows that have a value."""

    currency: str | None
    n: int
    value: Any


def aggregate(
    storage: Storage,
    actor: Actor,
    rule: TableRule,
    query: ListQuery,
    field: Field,
    currency: Field | None,
    how: Agg,
) -> Sequence[Aggregated]:
    """Compute over all rows of a query, however many there are: the largest currency first."""
    result = Result.of(storage, actor, rule, query)

    def wanted(source: Source) -> Any:
        of = source.column(currency) if currency is not None else literal(None, String())
        return select(of.label("currency"), source.column(field).label("value"))

    rows = result.rows(wanted).subquery()
    number = func.count(rows.c.value)
    statement = select(rows.c.currency, number, _value(rows.c.value, how)).group_by(rows.c.currency)
    of_fields = (field.name, currency.name if currency is not None else None, how.value)
    key = (rule.name, "aggregate", of_fields, result.shape)
    found = storage.reader(actor).read(statement, Aggregated, result.params, key=key)
    known = [one for one in found if one.n]
    if how is Agg.AVG:
        known = [msgspec.structs.replace(one, value=_mean(field, one)) for one in known]
    return sorted(known, key=lambda one: -one.n)


def _value(column: Any, how: Agg) -> Any:
    if how is Agg.COUNT:
        return func.count(column)
    if how is Agg.MIN:
        return func.min(column)
    if how is Agg.MAX:
        return func.max(column)
    added = func.sum(column)
    # PostgreSQL adds whole numbers up to a numeric
    return cast(added, BigInteger) if isinstance(column.type, Whole) else added


def _mean(field: Field, one: Aggregated) -> Any:
    if field.kind is Kind.MONEY:
        return round(Decimal(one.value) / one.n)
    if isinstance(one.value, float):
        return one.value / one.n
    return Decimal(one.value) / one.n
