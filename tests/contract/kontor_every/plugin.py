"""One plugin with every slot and every attribute, for the tests beside it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import msgspec
from pydantic import BaseModel, ConfigDict

from kontor_sdk import (
    Entity,
    Facet,
    L,
    Label,
    Permission,
    Plugin,
    PluginInfo,
    Resource,
    RoleTemplate,
    hookimpl,
)
from kontor_sdk.flow import Events, Job, JobContext, Subscription
from kontor_sdk.models import Data, Day, bindparam, columns, field, select
from kontor_sdk.ui import (
    Action,
    ActionContext,
    ActionResult,
    ActionScope,
    Agg,
    Area,
    Asset,
    Board,
    Button,
    CalendarEntry,
    CalendarSource,
    Card,
    Color,
    Column,
    Composer,
    Confirm,
    Crumb,
    Done,
    Empty,
    Entry,
    EntryLinks,
    Filter,
    Group,
    Hit,
    Invalid,
    Kind,
    Lane,
    Layout,
    Link,
    NavItem,
    Page,
    Panel,
    RecordRef,
    Route,
    SearchProvider,
    Show,
    Size,
    Spec,
    Stat,
    Tab,
    Tag,
    Template,
    TimelineRenderer,
    UiContext,
    View,
    Widget,
)

from .models import STATES, Rating, Visit

visit = columns(Visit)
ALL = select(
    visit.id, visit.title, visit.state, visit.held_on, visit.costs, visit.version
).order_by(visit.held_on, visit.id)
BETWEEN = ALL.where(
    visit.held_on >= bindparam("first", type_=Day()),
    visit.held_on < bindparam("end", type_=Day()),
)


class Row(msgspec.Struct):
    id: str
    title: str | None
    state: str
    held_on: str
    costs: int
    version: int


class Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str = field(L("Wort", en="Word"), Data.INTERNAL)


def told(text: str) -> object:
    """Give a render function that shows one figure."""
    return lambda ctx: Stat(label=text, value=1)


def nothing(ctx: UiContext) -> list[Stat]:
    return []


def lanes(ctx: UiContext) -> Sequence[Lane]:
    return [Lane(one.value, one.label, Color(one.color)) for one in STATES]


def cards(ctx: UiContext, wanted: Sequence[str]) -> Sequence[Card]:
    return [
        Card(
            record=RecordRef("every.visit", row.id),
            title=row.title or "…",
            lane=row.state,
            text=row.held_on,
            tags=(Tag("Karte", Color.C3),),
            amount=Decimal(row.costs),
            version=row.version,
        )
        for row in ctx.read(ALL, Row)
    ]


def to_lane(ctx: ActionContext, record_id: str, lane: str) -> ActionResult:
    if lane == "lost":
        return Invalid({"state": L("Verloren wird hier nichts.", en="Nothing gets lost here.")})
    with ctx.unit() as uow:
        uow.change(Visit, record_id, {"state": lane}, version=int(ctx.params["version"]))
    return Done(L("Verschoben.", en="Moved."))


def held(ctx: UiContext, start: datetime, end: datetime) -> Sequence[CalendarEntry]:
    rows = ctx.read(BETWEEN, Row, {"first": start.date(), "end": end.date()})
    return [
        CalendarEntry(
            id=row.id,
            title=row.title or "…",
            start=(at := datetime.combine(date.fromisoformat(row.held_on), time(9, 30), ctx.tz)),
            end=at + timedelta(hours=1),
            to=RecordRef("every.visit", row.id),
            fixed=row.state == "held",
        )
        for row in rows
    ]


def to_day(ctx: ActionContext, record_id: str, day: date) -> ActionResult:
    if day.weekday() == 6:
        return Invalid({"held_on": L("Sonntags ist zu.", en="Closed on Sundays.")})
    with ctx.unit() as uow:
        uow.change(Visit, record_id, {"held_on": day})
    return Done(L("Verlegt.", en="Put off."))


def fair(ctx: UiContext, start: datetime, end: datetime) -> Sequence[CalendarEntry]:
    """A fair of three whole days in May 2026."""
    first = datetime(2026, 5, 11, tzinfo=ctx.tz)
    last = first + timedelta(days=3)
    return [CalendarEntry(id="fair", title="Messe", start=first, end=last, all_day=True)]


def broken(ctx: UiContext, *rest: object) -> Sequence[CalendarEntry]:
    raise RuntimeError("of this source nothing is known")


def told_of(ctx: UiContext, events: Events) -> Sequence[Entry]:
    ways = {"planned": None, "held": True, "lost": False}
    rows = {row.id: row for row in ctx.read(ALL, Row)}
    return [
        Entry(
            title=("Besuch ", Link(rows[str(event.subject_id)].title or "…", "/x/every/narrow")),
            body=("Mit ", Tag("x").text),
            tags=(Tag("Marke", Color.C7),),
            inbound=ways[rows[str(event.subject_id)].state],
            people=("Erika Berg",),
            at=datetime(2026, 5, 1, 8, 15).astimezone(ctx.tz),
        )
        for event in events
    ]


def files(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Sequence[Link]]:
    return {one: [Link("plan.pdf", "/x/every/narrow")] for one in ids}


def shout(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    return Done(L("Gerufen: {n}", en="Called: {n}").format(n=len(targets)), undo={"was": "still"})


def hush(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    return Done(L("Wieder {was}.", en="Again {was}.").format(was=ctx.params["was"]))


def say(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    assert isinstance(ctx.input, Words)
    return Done(L("Gesagt: {word}", en="Said: {word}").format(word=ctx.input.word))


def first_word(ctx: UiContext, targets: Sequence[str]) -> Mapping[str, object]:
    return {"word": f"Zuerst {len(targets)}"}


def so_many(ctx: UiContext, targets: Sequence[str]) -> Label:
    called = L("{n} {kind} rufen?", en="Call {n} {kind:small}?")
    return called.format(n=len(targets), kind=ctx.kind_of("customer", len(targets)))


def for_long_titles(ctx: UiContext) -> bool:
    return ctx.record is not None and len(ctx.record.title) > 20


def echo(ctx: ActionContext) -> Mapping[str, object]:
    names = {name: one.name for name, one in ctx.files.items()}
    return {"word": ctx.params.get("word", ""), "files": names}


def search(ctx: UiContext, text: str) -> Sequence[Hit]:
    return [Hit(title=f"Treffer {text}", to="/x/every/narrow", text="Fundort", icon="star")]


def note(ctx: JobContext) -> None:
    with ctx.unit() as uow:
        for one in uow.find_all(Visit, state="lost"):
            uow.change(Visit, one.id, {"title": "vom Auftrag"})


def refuse_bad(ctx: object, events: Events) -> None:
    """Heard before the commit."""


UI: list[Spec] = [
    NavItem(
        id="nav",
        label=L("Alles", en="Everything"),
        icon="star",
        to="narrow",
        group=Group.ANALYTICAL,
        key="w",
        badge=lambda ctx: 7,
        refresh_on=("every.visit.created",),
        order=3,
    ),
    NavItem(
        id="hidden", label="Verborgen", icon="star", to="full", when=lambda ctx: False, order=2
    ),
    Page(
        id="narrow",
        path="narrow",
        title=L("Schmal", en="Narrow"),
        render=lambda ctx: [Template("every/word.html", word="gesetzt"), Button("every.say")],
        layout=Layout.NARROW,
        crumbs=(Crumb(L("Weg", en="Way"), "/customers"), Crumb("Ohne Ziel")),
    ),
    Page(id="full", path="full", title="Breit", render=told("Breites"), requires="every.use"),
    Panel(id="left", on="customer", title="Links", render=told("Linkes"), area=Area.LEFT, order=1),
    Panel(
        id="right",
        on="customer",
        title="Rechts",
        render=told("Rechtes"),
        refresh_on=("every.visit.*",),
        budget_ms=50,
    ),
    Panel(id="now", on="customer", title="Sofort", render=told("Sofortiges"), lazy=False),
    Panel(
        id="bare",
        on="customer",
        title="Leer",
        render=nothing,
        lazy=False,
        empty=Empty(L("Hier fehlt noch etwas.", en="Something is missing.")),
    ),
    Panel(id="long", on="customer", title="Lang", render=nothing, when=for_long_titles),
    Panel(id="secret", on="customer", title="Geheim", render=nothing, requires="every.use"),
    Tab(
        id="tab",
        on="customer",
        label=L("Reiter", en="Tab"),
        render=told("Reiterliches"),
        count=lambda ctx: 42,
        refresh_on=("every.visit.created",),
        budget_ms=900,
    ),
    Widget(
        id="tile",
        title=L("Kachel", en="Tile"),
        render=told("Gekacheltes"),
        size=Size(8, 3),
        refresh_on=("every.visit.created",),
        budget_ms=200,
    ),
    Widget(id="late", title="Spät", render=told("Verspätetes"), lazy=True),
    Column(id="costs", of="every.visit", field="costs", aggregate=Agg.SUM, default=True, mobile=2),
    Column(id="day", of="every.visit", field="held_on", aggregate=Agg.MAX),
    Column(
        id="length",
        of="every.visit",
        label=L("Länge", en="Length"),
        values=lambda ctx, ids: dict.fromkeys(ids, 1234),
        kind=Kind.INT,
        default=True,
    ),
    Filter(id="costly", of="every.visit", label=L("Teure", en="Costly"), filter="costs > 100"),
    View(
        id="planned",
        of="every.visit",
        label=L("Geplante", en="Planned ones"),
        filter='state = "planned"',
        sort=("-title",),
        columns=("title", "state"),
    ),
    View(id="by_state", of="every.visit", label="Tafel", layout=Show.BOARD, by="state"),
    Board(
        id="own",
        of="every.visit",
        title=L("Besuchstafel", en="Board of visits"),
        lanes=lanes,
        cards=cards,
        move=to_lane,
        lane_sum="costs",
        wip={"held": 1},
    ),
    CalendarSource(id="visits", label="Besuche", color=Color.C2, events=held, move=to_day),
    CalendarSource(id="fair", label="Messen", color=Color.C6, events=fair, order=200),
    CalendarSource(id="broken", label="Kaputt", color=Color.C4, events=broken, order=300),
    TimelineRenderer(
        id="told",
        events=("every.visit.created",),
        icon="star",
        color=Color.C4,
        render=told_of,
        requires="every.use",
    ),
    EntryLinks(id="files", of="every.visit", links=files),
    Composer(
        id="compose",
        label=L("Ruf", en="Call out"),
        icon="star",
        input=Words,
        submit=say,
        on="customer",
        key="u",
    ),
    SearchProvider(id="find", label=L("Sterne", en="Stars"), search=search, prefix="*"),
    Action(
        id="shout",
        label=L("Rufen", en="Shout"),
        icon="star",
        on="customer",
        scope=ActionScope.RECORD,
        run=shout,
        undo=hush,
        key="y",
        primary=True,
    ),
    Action(
        id="aside",
        label="Beiseite",
        icon="star",
        on="customer",
        scope=ActionScope.RECORD,
        run=shout,
        in_head=False,
    ),
    Action(
        id="destroy",
        label=L("Vernichten", en="Destroy"),
        icon="trash-2",
        on="customer",
        scope=ActionScope.RECORD,
        run=shout,
        confirm=Confirm(text=L("Wirklich?", en="Really?"), word="JA"),
        danger=True,
    ),
    Action(
        id="many",
        label=L("Viele rufen", en="Shout many"),
        icon="star",
        on="customer",
        scope=ActionScope.BULK,
        run=shout,
        confirm=Confirm(text=so_many),
    ),
    Action(id="say", label="Sagen", icon="star", run=say, input=Words, start=first_word),
    Action(id="go", label="Hingehen", icon="star", href="/x/every/full"),
    Asset(id="script", path="every.js", everywhere=True),
    Asset(id="style", path="every.css", everywhere=True),
    Asset(id="own", path="own.css"),
]


class Every(Plugin):
    info = PluginInfo(
        "every",
        L("Alles", en="Everything"),
        summary=L("Deklariert alles.", en="Declares everything."),
        form="analytical",
        optional=("transactions",),
        hosts=("maps.example",),
    )

    @hookimpl
    def kontor_entities(self) -> list[Entity]:
        return [
            Entity(
                Visit,
                label=L("Besuch", en="Visit"),
                title="title",
                scope_parent="customer_id",
                filters_by="state",
            ),
            Facet(Rating, label=L("Bewertung", en="Rating"), edit="every.use"),
        ]

    @hookimpl
    def kontor_resources(self) -> list[Resource]:
        return [
            Resource(
                Visit,
                label=L("Besuch", en="Visit"),
                label_plural=L("Besuche", en="Visits"),
                icon="map-pin",
                columns=("title", "held_on", "state", "costs"),
                form=("customer_id", "title", "held_on", "state", "costs", "currency"),
                sort="-held_on",
                nav=True,
                per_page=2,
                open='state = "planned"',
            )
        ]

    @hookimpl
    def kontor_permissions(self) -> list[Permission | RoleTemplate]:
        return [
            Permission(
                "use",
                L("Alles benutzen", en="Use everything"),
                help=L("Wer das darf, sieht alles.", en="Who may, sees everything."),
            ),
            RoleTemplate(
                "visitor",
                L("Besucher", en="Visitor"),
                grants={"every.visit": {"read": "team", "create": "own", "edit": "own"}},
                permissions=("every.use",),
            ),
        ]

    @hookimpl
    def kontor_jobs(self) -> list[Job]:
        label = L("Aufschreiben", en="Write down")
        return [Job(id="note", run=note, every=timedelta(hours=1), label=label)]

    @hookimpl
    def kontor_subscriptions(self) -> list[Subscription]:
        return [Subscription("every.visit.created", refuse_bad, mode="transactional")]

    @hookimpl
    def kontor_routes(self) -> list[Route]:
        return [
            Route(
                path="open",
                handler=echo,
                audience="public",
                permission="",
                rate="heavy",
            ),
            Route(
                path="take",
                handler=echo,
                audience="staff",
                permission="every.use",
                rate="write",
                method="POST",
                upload=True,
            ),
        ]

    @hookimpl
    def kontor_ui(self) -> list[Spec]:
        return UI
