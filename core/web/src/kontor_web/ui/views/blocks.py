"""What panels, tabs and pages are made of: the view objects of plugins, ready to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from kontor_web.ui.views.actions import Action, Empty
from kontor_web.ui.views.forms import FormView
from kontor_web.ui.views.lists import NUMERIC
from kontor_web.ui.views.values import Tag, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingBlock:
    type: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsBlock:
    type: ClassVar[str] = "facts"
    items: tuple[tuple[str, Value], ...]
    edits: Mapping[str, str] = field(default_factory=dict)  # label -> address of its form


@dataclass(frozen=True, slots=True, kw_only=True)
class TableBlock:
    """``columns`` are (label, kind); ``links`` say where each row leads, in the same order.

    ``even`` keeps the columns below those of a like table, whatever stands in them.
    """

    type: ClassVar[str] = "table"
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Value, ...], ...]
    links: tuple[str | None, ...] = ()
    caption: str = ""
    empty: str = ""
    more: tuple[str, str] | None = None  # (text, href)
    foot: tuple[Value, ...] = ()
    even: bool = False

    @property
    def css(self) -> tuple[str, ...]:
        """Give the class of each column: numbers stand right, buttons in a narrow one."""
        acts = {at for row in self.rows for at, value in enumerate(row) if value.action}
        return tuple(
            "r" if self.numeric(at) else "act" if at in acts else ""
            for at in range(len(self.columns))
        )

    def numeric(self, at: int) -> bool:
        return self.columns[at][1] in NUMERIC

    def told(self, at: int) -> bool:
        """Tell whether a value says nothing without the name of its column: a number, a day."""
        kind = self.columns[at][1]
        return kind in NUMERIC or (at > 0 and kind in ("date", "datetime", "choice"))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatBlock:
    """One number. ``trend`` is up, down or even; ``mood`` says whether that is good or bad."""

    type: ClassVar[str] = "stat"
    label: str
    value: str
    icon: str | None = None
    delta: str = ""
    trend: str = "even"
    mood: str = "even"
    against: str = ""  # "zum Vorjahr"
    spark: tuple[float, ...] = ()
    href: str | None = None

    @property
    def spark_path(self) -> str:
        """Give the line as SVG path data in a box of 96 by 34."""
        low, high = min(self.spark), max(self.spark)
        step = 96 / max(1, len(self.spark) - 1)
        room = (high - low) or 1
        points = [
            f"{at * step:.1f} {31 - (value - low) / room * 26:.1f}"
            for at, value in enumerate(self.spark)
        ]
        return "M" + "L".join(points)


@dataclass(frozen=True, slots=True, kw_only=True)
class TagBlock:
    type: ClassVar[str] = "tag"
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkBlock:
    type: ClassVar[str] = "link"
    text: str
    href: str
    icon: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ButtonBlock:
    type: ClassVar[str] = "button"
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyBlock:
    type: ClassVar[str] = "empty"
    empty: Empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartBlock:
    """``summary`` is read out instead of the picture; ``table`` shows the same figures."""

    type: ClassVar[str] = "chart"
    kind: str
    summary: str
    table: TableBlock
    x: tuple[str, ...] = ()
    series: tuple[Series, ...] = ()
    stacked: bool = False
    fmt: str = "num"
    currency: str | None = None
    compare: str | None = None
    option: Mapping[str, object] | None = None

    @property
    def spec(self) -> dict[str, object]:
        """Give what the element <k-chart> reads."""
        return {
            "kind": self.kind,
            "x": self.x,
            "series": [{"name": one.name, "values": one.values} for one in self.series],
            "stacked": self.stacked,
            "fmt": self.fmt,
            "currency": self.currency,
            "compare": self.compare,
            "option": self.option,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FormBlock:
    type: ClassVar[str] = "form"
    form: FormView


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateBlock:
    """A plugin's own template; it finds its values under ``values``."""

    type: ClassVar[str] = "template"
    name: str
    values: Mapping[str, object] = field(default_factory=dict)


Block = (
    HeadingBlock
    | FactsBlock
    | TableBlock
    | StatBlock
    | TagBlock
    | LinkBlock
    | ButtonBlock
    | EmptyBlock
    | ChartBlock
    | FormBlock
    | TemplateBlock
)
