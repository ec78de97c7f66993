"""Panels of the left column as short lists: a table of people is a list of people there.

A table takes three columns of room that 300 px do not have. Its first cell becomes the name, its
second the line below, and what starts a mail or a call a button.
"""

from collections.abc import Iterable

from kontor_web.resources.avatars import avatar
from kontor_web.ui.views import (
    Action,
    Box,
    EmptyBlock,
    FactsBlock,
    Item,
    LinkBlock,
    PanelView,
    TableBlock,
    TabLink,
    Value,
)

_ICONS = {"mailto": "mail", "tel": "phone", "http": "globe", "https": "globe"}


def box_of(panel: PanelView) -> Box | None:
    """Give a panel as a list; None for one that holds something else."""
    if panel.blocks is None or panel.error:
        return None
    items: list[Item] = []
    empty = ""
    more: TabLink | None = None
    for block in panel.blocks:
        if isinstance(block, TableBlock) and block.links:
            items += _people(block)
        elif isinstance(block, FactsBlock):
            items += _points(block)
        elif isinstance(block, EmptyBlock):
            empty = block.empty.title
        elif isinstance(block, LinkBlock) and more is None:
            more = TabLink(label=block.text, href=block.href)
        else:
            return None
    return Box(
        id=panel.id.replace(".", "-"),
        title=panel.title,
        items=tuple(items),
        count=str(len(items)) if len(items) > 1 else None,
        empty=empty,
        more=more,
        url=panel.url,
        refresh_on=panel.refresh_on,
    )


def split(panels: Iterable[PanelView]) -> tuple[tuple[Box, ...], tuple[PanelView, ...]]:
    """Part what can be shown as lists from what stays a panel."""
    boxes: list[Box] = []
    rest: list[PanelView] = []
    for panel in panels:
        box = box_of(panel)
        if box is not None:
            boxes.append(box)
        else:
            rest.append(panel)
    return tuple(boxes), tuple(rest)


def _people(block: TableBlock) -> list[Item]:
    found = []
    for row, link in zip(block.rows, block.links, strict=True):
        name, *others = row
        reach = [value for value in others if _scheme(value)]
        told = [value.text for value in others if value.text and not _scheme(value)]
        found.append(
            Item(
                title=name.text,
                text=", ".join(told),
                href=link,
                avatar=avatar(name.text, link or name.text),
                actions=tuple(_action(value) for value in reach),
            )
        )
    return found


def _points(block: FactsBlock) -> list[Item]:
    return [
        Item(
            title=value.text or "–",
            text=label,
            href=value.href,
            icon=_ICONS.get(_scheme(value), "map-pin"),
        )
        for label, value in block.items
    ]


def _action(value: Value) -> Action:
    return Action(label=value.text, icon=_ICONS[_scheme(value)], href=value.href, icon_only=True)


def _scheme(value: Value) -> str:
    scheme = (value.href or "").partition(":")[0]
    return scheme if scheme in _ICONS else ""
