"""View objects of plugins -> what templates show: texts in one language, values formatted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kontor_core.foundation import clock
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations import views as objects
from kontor_core.hooks.declarations.actions import Action as ActionSpec
from kontor_core.hooks.declarations.contexts import Record, RecordRef, Target
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.currencies import currencies
from kontor_core.resources.titles import refs_in
from kontor_web.calls import Call
from kontor_web.resources.addresses import address_of, fragment, with_query
from kontor_web.resources.showing import Presenter
from kontor_web.ui import phrases
from kontor_web.ui.slots import Failed
from kontor_web.ui.views import (
    EMPTY,
    Action,
    Block,
    ButtonBlock,
    ChartBlock,
    Empty,
    EmptyBlock,
    FactsBlock,
    HeadingBlock,
    LinkBlock,
    Series,
    StatBlock,
    TableBlock,
    Tag,
    TagBlock,
    TemplateBlock,
    Value,
)

MOST_ROWS = 200
_MOST_NODES = 5000


class Blocks:
    """Turns what a plugin's ``render`` returned into blocks for one reader."""

    def __init__(self, call: Call, record: Record | None = None, *, owner: str = "") -> None:
        self._call = call
        self._record = record
        self._owner = owner
        self._presenter = Presenter(call)

    def of(self, rendered: Any) -> tuple[Block, ...]:
        """Give the blocks; what is no view object is an error of the plugin."""
        given = list(rendered) if isinstance(rendered, list | tuple) else [rendered]
        if len(given) > _MOST_NODES:
            given = given[:_MOST_NODES]
        return _lined_up([self._block(one) for one in given])

    def _block(self, given: object) -> Block:  # one line for each view object
        if isinstance(given, objects.Facts):
            return self._facts(given)
        if isinstance(given, objects.Heading):
            return HeadingBlock(text=self._text(given.text))
        if isinstance(given, objects.Table):
            return self._table(given)
        if isinstance(given, objects.Stat):
            return self._stat(given)
        if isinstance(given, objects.Tag):
            return TagBlock(tag=self._tag(given))
        if isinstance(given, objects.Link):
            return LinkBlock(text=self._text(given.text), href=self._to(given.to) or "#")
        if isinstance(given, objects.Button):
            return ButtonBlock(action=self._button(given))
        if isinstance(given, objects.Empty):
            return EmptyBlock(empty=self._empty(given))
        if isinstance(given, objects.Chart):
            return self._chart(given)
        if isinstance(given, objects.Template):
            values = {**given.values, "csrf": self._call.csrf}  # a form of its own needs it
            return TemplateBlock(name=given.name, values=values)
        raise TypeError(f"{type(given).__name__} is no view object of kontor_sdk.ui")

    def failure(self, failed: Failed) -> EmptyBlock:
        """Give what stands in place of a part that could not be shown."""
        text = phrases.PANEL_FAILED.format(plugin=failed.plugin, id=failed.error_id)
        return EmptyBlock(empty=Empty(title=text.in_(self._call.locale), icon="circle-alert"))

    def _facts(self, given: objects.Facts) -> FactsBlock:
        names = [one.name for one in given.items if isinstance(one, objects.FieldValue)]
        info, row = self._values(names)
        presenter = self._presenter
        if info is not None:
            fields = [info.fields[name] for name in names if name in info.fields]
            presenter = Presenter(self._call, self._call.titles(refs_in(fields, [row])))
        items = []
        for one in given.items:
            if isinstance(one, objects.LabelValue):
                value = self.cell(one.value, one.kind, one.currency)
                items.append((self._text(one.label), value))
            elif info is not None and one.name in info.fields:
                field = info.fields[one.name]
                items.append((self._text(field.label), presenter.value(field, row)))
            else:
                raise LookupError(f"FieldValue({one.name!r}): there is no such field here")
        return FactsBlock(items=tuple(items))

    def _values(self, names: Sequence[str]) -> tuple[ResourceInfo | None, Mapping[str, Any]]:
        if self._record is None or not names:
            return None, {}
        info = self._call.kontor.resources.of_entity(self._record.entity)
        if info is None:
            return None, {}
        known = self._record.values
        if all(name in known for name in names):
            return info, known
        fields = [*names, *currencies(info, names)]
        found = self._call.kontor.resources.get(
            self._call.actor, info, self._record.id, fields=[n for n in fields if n in info.fields]
        )
        return info, found.values

    def _table(self, given: objects.Table) -> TableBlock:
        columns = tuple((self._text(head.label), head.kind.value) for head in given.columns)
        rows = tuple(
            tuple(
                self.cell(value, head.kind, head.currency)
                for value, head in zip(row, given.columns, strict=False)
            )
            for row in given.rows[:MOST_ROWS]
        )
        links = tuple(self._to(one) if one is not None else None for one in given.links)
        more = None
        if given.more is not None:
            more = (self._text(given.more.text), self._to(given.more.to) or "#")
        return TableBlock(
            columns=columns,
            rows=rows,
            links=links[: len(rows)],
            caption=self._text(given.caption) if given.caption else "",
            empty=self._text(given.empty) if given.empty else "",
            more=more,
        )

    def _stat(self, given: objects.Stat) -> StatBlock:
        value = self.cell(given.value, given.kind, given.currency).text
        unit = self._text(given.unit) if given.unit and given.value is not None else ""
        delta, trend, mood = self._delta(given), "even", "even"
        change = given.change if given.change is not None else given.delta
        if change:
            trend = "up" if change > 0 else "down"
            if given.better is not None:
                mood = "good" if trend == given.better else "bad"
        return StatBlock(
            label=self._text(given.label),
            value=f"{value} {unit}".strip(),
            delta=delta,
            trend=trend,
            mood=mood,
            against=self._text(given.against) if given.against else "",
            spark=given.spark if len(given.spark) > 1 else (),
            href=self._to(given.to) if given.to is not None else None,
        )

    def _delta(self, given: objects.Stat) -> str:
        """Say what changed in numbers, and in per cent beside it."""
        percent = "" if given.delta is None else f"{self._signed(given.delta)} %"
        if given.change is None:
            return percent
        shown = self.cell(given.change, given.kind, given.currency).text
        sign = "+" if given.change > 0 else "±" if given.change == 0 else ""
        return f"{sign}{shown} ({percent})" if percent and given.change else f"{sign}{shown}"

    def _signed(self, number: Decimal) -> str:
        return f"{'+' if number > 0 else ''}{self._presenter.number(number)}"

    def _empty(self, given: objects.Empty) -> Empty:
        actions: tuple[Action, ...] = ()
        if isinstance(given.action, objects.Button):
            actions = (self._button(given.action),)
        elif isinstance(given.action, objects.Link):
            link = given.action
            actions = (Action(label=self._text(link.text), href=self._to(link.to)),)
        return Empty(
            title=self._text(given.text),
            text=self._text(given.hint) if given.hint else "",
            icon=given.icon,
            actions=actions,
        )

    def _button(self, given: objects.Button) -> Action:
        full_id = given.action if isinstance(given.action, str) else self._full(given.action.id)
        owned = self._call.kontor.registries.spec(ActionSpec, full_id)
        if owned is None:
            raise LookupError(f"Button({full_id!r}): no action has this id")
        made = action_button(self._call, owned.id, owned.spec, given.on or self._record)
        label = self._text(given.label) if given.label else made.label
        return Action(
            label=label,
            icon=made.icon,
            href=made.href,
            get=made.get,
            post=made.post,
            primary=made.primary,
            danger=made.danger,
            key=made.key,
            icon_only=given.compact,
        )

    def _full(self, local: str) -> str:
        return f"{self._owner}.{local}" if self._owner and self._owner != "core" else local

    def _chart(self, given: objects.Chart) -> ChartBlock:
        kind = Kind.MONEY.value if given.fmt == "money" else Kind.NUMBER.value
        heads = [("", "text"), *((self._text(one.name), kind) for one in given.series)]
        rows = []
        for index, label in enumerate(given.x):
            cells = [Value(text=label)]
            for one in given.series:
                point = one.values[index] if index < len(one.values) else None
                cells.append(self._point(point, given))
            rows.append(tuple(cells))
        return ChartBlock(
            kind=given.kind,
            summary=self._text(given.summary),
            table=TableBlock(columns=tuple(heads), rows=tuple(rows[:MOST_ROWS])),
            x=tuple(given.x),
            series=tuple(
                Series(
                    name=self._text(one.name),
                    values=tuple(None if v is None else float(v) for v in one.values),
                )
                for one in given.series
            ),
            stacked=given.stacked,
            fmt=given.fmt,
            currency=given.currency,
            compare=given.compare,
            option=given.option,
        )

    def _point(self, point: Any, chart: objects.Chart) -> Value:
        if point is None:
            return EMPTY
        if chart.fmt == "money":
            minor = int(Decimal(str(point)) * 100)
            return self.cell(minor, Kind.MONEY, chart.currency)
        return self.cell(Decimal(str(point)), Kind.NUMBER)

    def cell(self, value: Any, kind: Kind = Kind.TEXT, currency: str | None = None) -> Value:
        """Show one value that a plugin computed, or the button that stands in its place."""
        if isinstance(value, objects.Button):
            return Value(action=self._button(value))
        return cell_value(self._call, self._presenter, value, kind, currency)

    def _tag(self, given: objects.Tag) -> Tag:
        return Tag(text=self._text(given.text), color=given.color.value)

    def _text(self, label: Label) -> str:
        return text_of(label, self._call.locale)

    def _to(self, target: Target) -> str | None:
        return address_of(target, self._call.kontor.resources)


def cell_value(
    call: Call,
    presenter: Presenter,
    value: Any,
    kind: Kind = Kind.TEXT,
    currency: str | None = None,
) -> Value:
    """Show a value by its type where that says enough, else by its kind."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, objects.Tag):
        tag = Tag(text=text_of(value.text, call.locale), color=value.color.value)
        return Value(kind="choice", tags=(tag,))
    if isinstance(value, objects.Link):
        href = address_of(value.to, call.kontor.resources)
        text = text_of(value.text, call.locale)
        if href == f"tel:{text}":
            return presenter.plain(_spec(Kind.PHONE), text)
        return Value(kind="ref", text=text, href=href)
    if isinstance(value, L):
        return Value(text=value.in_(call.locale))
    if isinstance(value, bool):
        return presenter.plain(_spec(Kind.BOOL), value)
    if isinstance(value, datetime):
        return presenter.plain(_spec(Kind.DATETIME), clock.as_text(value))
    if isinstance(value, date):
        return presenter.plain(_spec(Kind.DATE), value.isoformat())
    if isinstance(value, int | float | Decimal) and kind in (Kind.TEXT, Kind.NUMBER):
        return Value(kind=Kind.NUMBER.value, text=presenter.number(value))
    if kind in (Kind.CHOICE, Kind.CHOICES, Kind.REF, Kind.JSON):
        return Value(text=str(value))
    return presenter.plain(_spec(kind), value, currency=currency)


def _lined_up(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Let tables with the same columns have them at the same place, as those of a day do."""
    heads = [one.columns for one in blocks if isinstance(one, TableBlock) and one.rows]
    return tuple(
        replace(one, even=True)
        if isinstance(one, TableBlock) and heads.count(one.columns) > 1
        else one
        for one in blocks
    )


_SPECS = {kind: FieldSpec(label="", kind=kind) for kind in Kind}


def _spec(kind: Kind) -> FieldSpec:
    return _SPECS[kind]


def action_button(
    call: Call, full_id: str, spec: ActionSpec, record: RecordRef | None = None
) -> Action:
    """Make the button of an action: it goes somewhere, asks for its input, or does it at once."""
    label = text_of(spec.label, call.locale)
    if spec.href is not None:
        href = address_of(spec.href, call.kontor.resources)
        return Action(label=label, icon=spec.icon, href=href, primary=spec.primary, key=spec.key)
    info = call.kontor.resources.of_entity(record.entity) if record is not None else None
    if record is not None and info is not None:
        url = fragment(info, record.id, "action", full_id)
    else:
        about = [("id", record.id)] if record is not None else []
        url = with_query(f"/ui/action/{full_id}", about)
    asks = spec.input is not None or spec.confirm is not None
    return Action(
        label=label,
        icon=spec.icon,
        get=url if asks else None,
        post=None if asks else url,
        primary=spec.primary,
        danger=spec.danger,
        key=spec.key,
    )
