"""Everything a plugin shows, called one by one: what comes back and how many reads it costs."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from kontor_sdk import L
from kontor_sdk.flow import Fact, RecordRef
from kontor_sdk.testing.broken import hold
from kontor_sdk.testing.moments import NOON
from kontor_sdk.testing.rows import CANARY, Rows
from kontor_sdk.ui import (
    EVERY,
    KEEPING,
    Block,
    CalendarSource,
    Column,
    EntryLinks,
    NavItem,
    Page,
    Panel,
    Record,
    SearchProvider,
    Spec,
    Tab,
    TimelineRenderer,
    UiContext,
    Watched,
    Widget,
)

if TYPE_CHECKING:
    from kontor_core.foundation.i18n import Locale
    from kontor_sdk.testing.kit import Kontor, User

T = TypeVar("T")
Render = Callable[[UiContext], object]

ROWS = (0, 1, 3)
LOCALES: "tuple[Locale, ...]" = ("de", "en")


@dataclass(frozen=True)
class Shown:
    """One thing a plugin shows: its name, where it stands, and how it is asked for."""

    name: str
    on: str | None
    render: Render
    blocks: bool = True  # what comes back has to be a view object or several


def shown_by(kontor: "Kontor", key: str) -> list[Shown]:
    """Give everything of a plugin that stands by itself or on a record."""
    return [
        shown
        for specs in kontor.app.registries.slots.values()
        for owned in specs
        if owned.owner == key
        for shown in _parts(owned.id, owned.spec)
    ]


def _parts(name: str, spec: Spec) -> Iterator[Shown]:
    on = _stands_on(spec, "on")
    if spec.when is not None:
        yield Shown(f"{name}.when", on, spec.when, blocks=False)
    match spec:
        case Page() | Widget():
            yield Shown(name, None, spec.render)
        case Panel():
            yield Shown(name, on, spec.render)
        case Tab():
            yield Shown(name, on, spec.render)
            if spec.count is not None:
                yield Shown(f"{name}.count", on, spec.count, blocks=False)
        case Watched():
            yield Shown(name, None, spec.records, blocks=False)
        case NavItem() if spec.badge is not None:
            yield Shown(f"{name}.badge", None, spec.badge, blocks=False)
        case SearchProvider():
            search = spec.search
            yield Shown(name, None, lambda ctx: search(ctx, CANARY), blocks=False)
        case CalendarSource():
            events, month = spec.events, timedelta(days=31)
            yield Shown(name, None, lambda ctx: events(ctx, NOON - month, NOON), blocks=False)
        case _:
            return


def _stands_on(spec: Spec, name: str) -> str | None:
    """Give the entity a slot stands on; what stands on every one is tried on customers."""
    on: str | None = getattr(spec, name, None)
    return "customer" if on in (EVERY, KEEPING) else on


class _Show:
    """Renders one thing after the other and remembers reads and problems."""

    def __init__(self, kontor: "Kontor") -> None:
        self.kontor = kontor
        self.reads: dict[str, dict[int, int]] = {}
        self.problems: list[str] = []

    def __call__(
        self, name: str, count: int, ctx: UiContext, render: Render, *, blocks: bool = False
    ) -> object:
        from kontor_core.foundation.i18n import use_locale

        with use_locale(ctx.locale), self.kontor.counting_reads() as statements:
            try:
                found = render(ctx)
            except Exception as error:  # noqa: BLE001  # a plugin may raise anything; all are told
                told = f"{type(error).__name__}: {error}"
                self.problems.append(f"{name} with {count} rows in {ctx.locale}: {told}")
                return None
        self.reads.setdefault(name, {})[count] = len(statements)
        self.problems.extend(_wrong(name, found, blocks=blocks))
        return found

    def told(self) -> list[str]:
        """Give what was wrong, too many reads among it, each once."""
        growing = [
            f"{name}: {reads[1]} reads for 1 row, {reads[3]} for 3. "
            "Read for all rows at once, not for each."
            for name, reads in self.reads.items()
            if 1 in reads and 3 in reads and reads[1] != reads[3]
        ]
        return list(dict.fromkeys([*self.problems, *growing]))


def check_shown(kontor: "Kontor", key: str) -> None:
    """Render all in German and English with 0, 1 and 3 rows, and compare the number of reads.

    A Column and EntryLinks are asked for as many records at once, a TimelineRenderer for as many
    events.
    """
    show, rows, everything = _Show(kontor), Rows(kontor, key), shown_by(kontor, key)
    targets = sorted({*_targets(everything), *_linked(kontor, key)})
    for count in ROWS:
        records = {target: rows.one(target) for target in targets} if count else {}
        for record in records.values():
            rows.below(record, count)
        for locale in LOCALES:
            for shown in everything:
                if shown.on is None:
                    ctx = kontor.ui(locale=locale)
                    show(shown.name, count, ctx, shown.render, blocks=shown.blocks)
    made: dict[str, list[RecordRef]] = {target: [] for target in targets}
    for target in targets:
        for count in ROWS:
            record = rows.one(target)
            made[target].append(record)
            if count:
                rows.below(record, count)
            for locale in LOCALES:
                ctx = kontor.ui(record, locale=locale)
                for shown in everything:
                    if shown.on == target:
                        show(shown.name, count, ctx, shown.render, blocks=shown.blocks)
    for locale in LOCALES:
        _show_columns(show, key, made, kontor.ui(locale=locale))
        _show_history(show, key, kontor.ui(locale=locale))
    problems = show.told()
    hold(not problems, "\n".join(problems))


def _targets(everything: Sequence[Shown]) -> list[str]:
    return sorted({"customer", *(shown.on for shown in everything if shown.on is not None)})


def _linked(kontor: "Kontor", key: str) -> list[str]:
    """Give the entities below whose entries on the timeline the plugin has something."""
    specs = kontor.app.registries.specs(EntryLinks)
    return [owned.spec.of for owned in specs if owned.owner == key]


def _show_columns(
    show: _Show, key: str, made: Mapping[str, Sequence[RecordRef]], ctx: UiContext
) -> None:
    for owned in show.kontor.app.registries.specs(Column):
        values = owned.spec.values
        if owned.owner == key and values is not None:
            ids = [record.id for record in made.get(_stands_on(owned.spec, "of") or "", ())]
            for count in ROWS:
                show(owned.id, count, ctx, partial(_call, values, ids[:count]))
    for links in show.kontor.app.registries.specs(EntryLinks):
        ids = [record.id for record in made.get(links.spec.of, ())]
        for count in ROWS if links.owner == key else ():
            show(links.id, count, ctx, partial(_call, links.spec.links, ids[:count]))


def _show_history(show: _Show, key: str, ctx: UiContext) -> None:
    for owned in show.kontor.app.registries.specs(TimelineRenderer):
        told = list(_told(show.kontor.events, owned.spec.events)) if owned.owner == key else []
        for count in ROWS if told else ():
            facts = (told * 3)[:count]
            found = show(owned.id, count, ctx, partial(_call, owned.spec.render, facts))
            if isinstance(found, Sequence) and len(found) != count:
                show.problems.append(f"{owned.id}: {len(found)} entries for {count} events.")


def _call(function: Callable[[UiContext, T], object], given: T, ctx: UiContext) -> object:
    return function(ctx, given)


def check_hidden(kontor: "Kontor", key: str, nobody: "User") -> None:
    """Show all to somebody with rights, then to ``nobody``: no text of any row may come."""
    rows, everything = Rows(kontor, key), shown_by(kontor, key)
    records = {target: rows.one(target) for target in _targets(everything)}
    for record in records.values():
        rows.below(record, 3)
    problems = []
    for shown in everything:
        about = records[shown.on] if shown.on is not None else None
        shown.render(kontor.ui(about))
        ctx = kontor.ui(as_=nobody)
        if about is not None:
            ctx = replace(ctx, record=Record(about.entity, about.id, title="", version=1))
        found: object = None
        with suppress(Exception):  # then nothing shows, which is what is asked for
            found = shown.render(ctx)
        if any(CANARY.lower() in text.lower() for text in texts_in(found)):
            problems.append(f"{shown.name} shows rows to somebody who may not see them.")
    for entity in rows.entities:
        if seen := kontor.visible(entity, to=nobody):
            problems.append(f"{len(seen)} rows of {entity} are visible without any right.")
    hold(not problems, "\n".join(problems))


def texts_in(found: object) -> Iterator[str]:
    """Give every text inside a view object, in both languages."""
    for part in _walk(found):
        if isinstance(part, L):
            yield from (part.de, part.en)
        elif isinstance(part, str):
            yield part


def _wrong(name: str, found: object, *, blocks: bool) -> Iterator[str]:
    parts = found if isinstance(found, Sequence) and not isinstance(found, str) else [found]
    if blocks:
        for part in parts:
            if not isinstance(part, Block):
                yield f"{name} returns {type(part).__name__}, which is no view object."
    for part in _walk(found):
        if isinstance(part, L) and not part.en:
            yield f'{name}: L("{part.de}") has no English.'


def _walk(found: object) -> Iterator[object]:
    yield found
    inner: Iterable[object] = ()
    if isinstance(found, L | str | RecordRef):
        return
    if is_dataclass(found) and not isinstance(found, type):
        inner = [getattr(found, field.name) for field in fields(found)]
    elif isinstance(found, Mapping):
        inner = [*found.keys(), *found.values()]
    elif isinstance(found, Iterable):
        inner = found
    for part in inner:
        yield from _walk(part)


def _told(facts: Sequence[Fact], patterns: Sequence[str]) -> Iterator[Fact]:
    from kontor_core.hooks.declarations.flow import covers

    return (fact for fact in facts if any(covers(pattern, fact.type) for pattern in patterns))
