"""What the columns of a list come to over its whole result: the foot of the table."""

from collections.abc import Iterator, Sequence

from kontor_core.foundation.fields import Field, FieldSpec
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.ui import Agg
from kontor_core.hooks.declarations.ui import Column as ColumnSpec
from kontor_core.resources.aggregates import Aggregated
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url, own_path
from kontor_web.resources.asked import Asked, Scope, beside, condition_of, sought_by
from kontor_web.resources.list_columns import Shown, columns_of
from kontor_web.resources.scopes import scope_at
from kontor_web.resources.showing import Presenter
from kontor_web.ui.answers import render
from kontor_web.ui.slots import allowed
from kontor_web.ui.views import Aggregate

_WORDS = {
    Agg.SUM: L("{label} gesamt", en="{label} overall"),
    Agg.AVG: L("Mittel {label}", en="Average of {label}"),
    Agg.MIN: L("Kleinster Wert {label}", en="Lowest {label}"),
    Agg.MAX: L("Größter Wert {label}", en="Highest {label}"),
    Agg.COUNT: L("Anzahl {label}", en="Number of {label}"),
}
_PLAIN = FieldSpec(label="", kind=Kind.INT)
_MEAN = FieldSpec(label="", kind=Kind.NUMBER)
_DIGITS = 2
_AT_ONCE = 2_000
"""Rows that a page goes through unasked."""


def aggregates(
    call: Call, scope: Scope, asked: Asked, columns: Sequence[Shown], count: int
) -> tuple[tuple[Aggregate, ...], str | None]:
    """Give the foot of a list, or where to ask for it when there is much to go through."""
    wanted = list(_wanted(call, scope.info, columns))
    if not wanted or not count:
        return (), None
    if count > _AT_ONCE:
        return (), beside(scope.info, asked, "totals")
    return _computed(call, scope, asked, wanted), None


def show_totals(call: Call) -> Reply:
    """Compute the foot of a long list, for who asks for it."""
    info = call.kontor.resources.named(call.param("resource"))
    scope = scope_at(info, own_path(call.request.query.get("list", list_url(info))))
    asked = Asked.of(call, info, scope.path)
    columns, _ = columns_of(call, info, asked)
    found = _computed(call, scope, asked, list(_wanted(call, info, columns)))
    return render(call, "core/parts/totals.html", aggregates=found)


def _wanted(
    call: Call, info: ResourceInfo, columns: Sequence[Shown]
) -> Iterator[tuple[Shown, Field, Agg]]:
    """Give the columns on screen for which somebody declared what they come to."""
    declared = {
        owned.spec.field: owned.spec.aggregate
        for owned in call.kontor.registries.specs(ColumnSpec, info.entity)
        if owned.spec.aggregate is not None and allowed(call, owned)
    }
    for one in columns:
        how = declared.get(one.key)
        if one.field is not None and how is not None:
            yield one, one.field, how


def _computed(
    call: Call, scope: Scope, asked: Asked, wanted: Sequence[tuple[Shown, Field, Agg]]
) -> tuple[Aggregate, ...]:
    condition, (sought, _) = condition_of(scope, asked), sought_by(call, scope.info, asked)
    presenter = Presenter(call)
    found = []
    for one, field, how in wanted:
        values = call.kontor.resources.aggregate(
            call.actor, scope.info, field.name, how, filter=condition, search=sought
        )
        texts = [_text(presenter, field, how, value) for value in values]
        if texts:
            label = text_of(_WORDS[how].format(label=one.label), call.locale)
            glue = " + " if how is Agg.SUM else ", "
            found.append(Aggregate(label=label, value=glue.join(texts)))
    return tuple(found)


def _text(presenter: Presenter, field: Field, how: Agg, one: Aggregated) -> str:
    if how is Agg.COUNT:
        return presenter.plain(_PLAIN, one.value).text
    if how is Agg.AVG and field.kind in (Kind.INT, Kind.NUMBER, Kind.QUANTITY):
        return presenter.plain(_MEAN, round(one.value, _DIGITS)).text
    return presenter.plain(field.spec, one.value, currency=one.currency).text


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/ui/{resource:str}/totals",
            run=show_totals,
            audience="staff",
            permission="",
            rate="heavy",
            surface="fragment",
        )
    ]
