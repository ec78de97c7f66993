"""Sample lists: full, filtered, first run, nothing found."""

from dataclasses import replace

from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.views import (
    EMPTY,
    MASKED,
    Action,
    Aggregate,
    Avatar,
    BoardCard,
    BoardLane,
    BoardView,
    ByMenu,
    CalendarDay,
    CalendarEntry,
    CalendarView,
    CardValue,
    Cell,
    Chip,
    Column,
    ColumnChoice,
    ColumnPicker,
    Empty,
    FieldView,
    FilterChoice,
    FilterForm,
    ListView,
    Option,
    Pager,
    Row,
    Search,
    TabLink,
    Tag,
    Value,
    ViewMenu,
)

NAMES = (
    "Alster Maschinenbau GmbH",
    "Brandt & Söhne KG",
    "Elbtal Keramik eG",
    "Fichtel Antriebe und Getriebetechnik GmbH & Co. KG",
    "Hanse Logistik KG",
    "Isartal Brauerei AG",
    "Kieler Werften SE",
    "Lüneburger Salzwerk OHG",
    "Mosel Weingut",
    "Nordlicht Optik SE",
    "Ostsee Feinkost eG",
    "Rheinpark Hotels GmbH",
    "Saale Papier AG",
    "Schwarzwald Uhren OHG",
    "Spreewald Bio GmbH",
    "Taunus Software GmbH",
    "Vogtland Instrumente KG",
    "Weserwind Energie AG",
)
CITIES = ("Hamburg", "Bremen", "Lübeck", "Kiel", "Berlin", "Leipzig", "München")
OWNERS = (("Sarah Lorenz", "SL", "c4"), ("Tim Albrecht", "TA", "c6"), ("Mira Yilmaz", "MY", "c7"))


def columns(w: Words) -> tuple[Column, ...]:
    here = w.to("list")
    return (
        Column(
            key="name",
            label="Name",
            lead=True,
            mobile=1,
            sort_href=here,
            sorted="ascending",
        ),
        Column(key="phase", label=w("Phase", "Phase"), kind="choice", mobile=3, sort_href=here),
        Column(key="revenue", label=w("Umsatz", "Revenue"), kind="money", mobile=2, sort_href=here),
        Column(key="city", label=w("Ort", "City"), sort_href=here),
        Column(key="owner", label=w("Betreuung", "Owner"), kind="ref"),
        Column(key="email", label=w("E-Mail", "Email"), kind="email"),
        Column(key="seen", label=w("Letzter Kontakt", "Last contact"), kind="datetime", mobile=4),
    )


def row(w: Words, at: int) -> Row:
    name = NAMES[at % len(NAMES)]
    phases = (
        Tag(text=w("Aktiv", "Active"), color="c5", dot=True),
        Tag(text=w("Interessent", "Prospect"), color="c6", dot=True),
        Tag(text=w("Pausiert", "Paused"), color="c8", dot=True),
    )
    owner, initials, color = OWNERS[at % 3]
    edit = w.to("parts/cell_edit")
    money = f"{(at * 7919) % 240_000:,}"
    amount = f"{money.replace(',', '.')},00 €" if w.locale == "de" else f"€{money}.00"
    return Row(
        id=f"0190-{at}",
        label=name,
        href=w.to("record"),
        avatar=Avatar(initials=name[:2].upper(), color=f"c{at % 8 + 1}", square=True),
        cells=(
            Cell(value=Value(text=name)),
            Cell(value=Value(kind="choice", tags=(phases[at % 3],)), edit=edit),
            Cell(value=Value(kind="money", text=amount) if at % 6 else MASKED),
            Cell(value=Value(text=CITIES[at % 7]) if at % 5 else EMPTY, edit=edit),
            Cell(
                value=Value(kind="ref", text=owner, avatar=Avatar(initials=initials, color=color))
            ),
            Cell(
                value=Value(
                    kind="email",
                    text=f"post{at}@firma.example",
                    href=f"mailto:post{at}@firma.example",
                ),
                edit=edit,
            ),
            Cell(
                value=Value(
                    kind="datetime",
                    text=w(f"vor {at + 2} Tagen", f"{at + 2} days ago"),
                    iso="2026-11-21T18:00:00Z",
                )
            ),
        ),
    )


def layouts(w: Words, current: str) -> tuple[TabLink, ...]:
    names = (
        ("list", "table-2", w("Tabelle", "Table")),
        ("list-board", "square-kanban", w("Tafel", "Board")),
        ("list-calendar", "calendar-days", w("Kalender", "Calendar")),
    )
    return tuple(
        TabLink(label=label, href=w.to(name), icon=icon, current=name == current)
        for name, icon, label in names
    )


def view(w: Words, count: int = 50) -> ListView:
    return ListView(
        url=w.to("list").partition("?")[0],
        label=w("Kunden", "Customers"),
        count=w("1.000", "1,000"),
        noun=w("Kunden", "customers"),
        columns=columns(w),
        rows=tuple(row(w, at) for at in range(count)),
        state=(("lang", w.locale), ("theme", w.theme or "")),
        search=Search(),
        views=(
            TabLink(
                label=w("Alle Kunden", "All customers"),
                href=w.to("list"),
                icon="table-2",
                count=w("1.000", "1,000"),
                current=True,
            ),
            TabLink(label=w("Meine", "Mine"), href=w.to("list-filtered"), icon="user-round"),
            TabLink(
                label=w("Lange nicht gesprochen", "Not talked to for long"),
                href=w.to("list-nothing"),
                icon="hourglass",
            ),
        ),
        filters=tuple(
            FilterChoice(label=label, href=w.to("parts/filter_form"), icon=icon)
            for icon, label in (
                ("map-pin", w("Ort", "City")),
                ("activity", w("Phase", "Phase")),
                ("user-round", w("Betreuung", "Owner")),
                ("banknote", w("Umsatz", "Revenue")),
            )
        ),
        tools=(Action(label=w("Spalten", "Columns"), icon="columns-3", get=w.to("parts/columns")),),
        layouts=layouts(w, "list"),
        menu=ViewMenu(
            label=w("Ansicht", "View"),
            changed=True,
            actions=(
                Action(
                    label=w("Änderungen in der Ansicht speichern", "Save changes to this view"),
                    icon="save",
                    post=w.to("parts/confirm"),
                ),
                Action(
                    label=w("Als neue Ansicht speichern …", "Save as new view …"),
                    icon="bookmark-plus",
                    get=w.to("parts/dialog_form"),
                ),
                Action(
                    label=w("Ansicht löschen", "Delete this view"),
                    icon="trash-2",
                    post=w.to("parts/confirm"),
                    danger=True,
                ),
            ),
        ),
        pager=Pager(next=w.to("list"), position="1–50"),
        aggregates=(
            Aggregate(
                label=w("Summe Umsatz", "Total revenue"), value=w("1.520.537 €", "€1,520,537")
            ),
        ),
        bulk=(
            Action(label=w("Zuweisen", "Assign"), icon="user-round", get=w.to("parts/dialog_form")),
            Action(label=w("Löschen", "Delete"), icon="trash-2", get=w.to("parts/confirm")),
        ),
        bulk_fields=(
            Action(label=w("Phase", "Phase"), icon="tag", get=w.to("parts/dialog_form")),
            Action(label=w("Sprache", "Language"), icon="globe", get=w.to("parts/dialog_form")),
        ),
        every=w("Alle 1.000 auswählen", "Select all 1,000"),
    )


def page(w: Words, view: ListView, current: str) -> dict[str, object]:
    title = w("Kunden", "Customers")
    actions = (
        Action(label=w("Importieren", "Import"), icon="upload", href=w.to("job"), desk_only=True),
        Action(label=w("Kunde", "Customer"), icon="plus", href=w.to("form"), key="n", primary=True),
    )
    return {"shell": shell(w, title, current=current, actions=actions), "list": view}


def full(w: Words) -> dict[str, object]:
    return page(w, view(w), "list")


def filtered(w: Words) -> dict[str, object]:
    remove = w.to("list")
    chips = (
        Chip(
            field=w("Ort", "City"),
            op=w("ist", "is"),
            value="Hamburg",
            remove=remove,
            icon="map-pin",
        ),
        Chip(field=w("Umsatz", "Revenue"), op=w("über", "above"), value="10.000 €", remove=remove),
        Chip(field="colour", op="=", value="red", remove=remove, bad=True),
    )
    some = replace(
        view(w, 3),
        chips=chips,
        clear=remove,
        search=Search(value="Brandt"),
        count="3",
        notices=(
            w(
                "Die Spalte „loyalty.tier“ gibt es nicht mehr.",
                "There is no column “loyalty.tier”.",
            ),
        ),
        pager=Pager(position="1–3"),
        bulk=(),
        bulk_fields=(),
    )
    return page(w, some, "list-filtered")


def empty(w: Words) -> dict[str, object]:
    first_run = Empty(
        title=w("Noch keine Aufträge", "No orders yet"),
        text=w(
            "Aufträge entstehen von Hand, über die Schnittstelle oder durch einen Import.",
            "Orders are made by hand, through the API or by an import.",
        ),
        icon="shopping-cart",
        actions=(
            Action(label=w("Auftrag anlegen", "New order"), icon="plus", href="#", primary=True),
            Action(label=w("Importieren", "Import"), icon="upload", href="#"),
        ),
    )
    none = replace(view(w, 0), empty=first_run, count="0", pager=Pager(), views=(), aggregates=())
    return page(w, none, "list-empty")


def nothing(w: Words) -> dict[str, object]:
    unknown = Empty(
        title=w("Nichts gefunden", "Nothing found"),
        text=w(
            "Kein Eintrag passt zu „Zzyzx“ und den Filtern.",
            "No entry matches “Zzyzx” and the filters.",
        ),
        icon="search-x",
        actions=(
            Action(
                label=w("Suche und Filter aufheben", "Clear search and filters"),
                icon="filter-x",
                href=w.to("list"),
            ),
            Action(
                label=w("„Zzyzx“ anlegen", "Create “Zzyzx”"),
                icon="plus",
                href=w.to("form"),
                primary=True,
            ),
        ),
    )
    none = replace(
        view(w, 0),
        search=Search(value="Zzyzx"),
        count="0",
        empty=unknown,
        pager=Pager(),
        aggregates=(),
    )
    return page(w, none, "list-nothing")


def filter_form(w: Words) -> dict[str, object]:
    ops = (
        Option(value="eq", label=w("ist", "is")),
        Option(value="contains", label=w("enthält", "contains")),
    )
    control = FieldView(name="f.value", label=w("Wert", "Value"), prefix="filter")
    return {
        "form": FilterForm(
            url=w.to("list").partition("?")[0],
            field="city",
            label=w("Ort", "City"),
            ops=ops,
            control=control,
            state=(("lang", w.locale),),
        )
    }


def totals(w: Words) -> dict[str, object]:
    return {"aggregates": view(w).aggregates}


def columns_form(w: Words) -> dict[str, object]:
    shown = tuple(
        ColumnChoice(name=one.key, label=one.label, shown=True, fixed=one.lead)
        for one in columns(w)
    )
    others = (
        ColumnChoice(name="created_at", label=w("Angelegt", "Created")),
        ColumnChoice(name="loyalty.tier", label=w("Stufe", "Tier"), hint=w("Bindung", "Loyalty")),
    )
    picker = ColumnPicker(
        url=w.to("list").partition("?")[0],
        title=w("Spalten", "Columns"),
        lead=w("Angehakt ist, was die Liste zeigt.", "What is ticked is shown in the list."),
        columns=shown,
        others=others,
        state=(("lang", w.locale),),
        usual=w.to("list"),
    )
    return {"picker": picker}


def _card(w: Words, at: int) -> BoardCard:
    owner, initials, color = OWNERS[at % 3]
    amount = w(f"{at + 3}.400,00 €", f"€{at + 3},400.00")
    face = Avatar(initials=initials, color=color)
    return BoardCard(
        id=f"0190-{at}",
        title=NAMES[at % len(NAMES)],
        href=w.to("record"),
        avatar=Avatar(initials=NAMES[at % len(NAMES)][:2].upper(), color="c1", square=True),
        values=(
            CardValue(label=w("Ort", "City"), value=Value(text=CITIES[at % 7])),
            CardValue(
                label=w("Betreuung", "Owner"), value=Value(kind="ref", text=owner, avatar=face)
            ),
            CardValue(
                label=w("Umsatz", "Revenue"), value=Value(kind="money", text=amount), strong=True
            ),
        ),
        move=w.to("board-move"),
    )


def board(w: Words) -> dict[str, object]:
    lanes = (
        ("prospect", "c6", w("Interessent", "Prospect"), 5, w("12.345", "12,345")),
        ("active", "c5", w("Aktiv", "Active"), 3, "3"),
        ("paused", "c8", w("Pausiert, meldet sich wieder", "Paused, will be back"), 0, "0"),
        ("lost", "c4", w("Verloren", "Lost"), 2, "2"),
    )
    shown = BoardView(
        label=w("Phase", "Phase"),
        by="phase",
        hint=w(
            "Karten ziehen, über ihr Menü verschieben oder mit Alt und den Pfeiltasten.",
            "Drag cards, move them by their menu, or with Alt and the arrow keys.",
        ),
        lanes=tuple(
            BoardLane(
                id=f"lane-{value}",
                value=value,
                tag=Tag(text=label, color=color, dot=True),
                cards=tuple(_card(w, 5 * index + at) for at in range(some)),
                count=count,
                amount=w("1.520.537 €", "€1,520,537") if some else "",
                more=w.to("parts/board_more") if index == 0 else None,
            )
            for index, (value, color, label, some, count) in enumerate(lanes)
        ),
    )
    by = ByMenu(
        label=w("Phase", "Phase"),
        fields=(
            TabLink(label=w("Phase", "Phase"), href=w.to("list-board"), current=True),
            TabLink(label=w("Art", "Kind"), href=w.to("list-board")),
        ),
    )
    listed = replace(
        view(w, 0),
        board=shown,
        by=by,
        layouts=layouts(w, "list-board"),
        bulk=(),
        bulk_fields=(),
        aggregates=(),
    )
    return page(w, listed, "list-board")


def board_more(w: Words) -> dict[str, object]:
    tag = Tag(text=w("Interessent", "Prospect"), color="c6", dot=True)
    cards = tuple(_card(w, at) for at in range(20, 23))
    return {
        "lane": BoardLane(id="lane-prospect", value="prospect", tag=tag, cards=cards),
        "moves": True,
    }


def calendar(w: Words) -> dict[str, object]:
    def entry(at: int) -> CalendarEntry:
        return CalendarEntry(
            id=f"0190-{at}",
            title=NAMES[at % len(NAMES)],
            href=w.to("record"),
            color=f"c{at % 8 + 1}",
            hint=w("Aktiv", "Active"),
            time=f"{9 + at % 8}:30" if at % 2 else "",
        )

    def day(at: int) -> CalendarDay:
        number = (at - 1) % 30 + 1
        name = w(f"{number}. November 2026", f"{number} November 2026")
        some = (0, 1, 0, 3, 2, 0, 0)[at % 7]
        return CalendarDay(
            iso=f"2026-11-{number:02}",
            number=str(number),
            label=name,
            inside=1 <= at <= 30,
            today=at == 21,
            entries=tuple(entry(at + one) for one in range(some)),
            more=w("4 weitere", "4 more") if some == 3 else "",
            href=w.to("list") if some == 3 else None,
        )

    weekdays = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
    if w.locale == "en":
        weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    shown = CalendarView(
        label=w("Fällig", "Due"),
        title="November 2026",
        previous=w.to("list-calendar"),
        next=w.to("list-calendar"),
        today=w.to("list-calendar"),
        weekdays=weekdays,
        days=tuple(day(at) for at in range(-5, 37)),
    )
    listed = replace(
        view(w, 0),
        calendar=shown,
        layouts=layouts(w, "list-calendar"),
        bulk=(),
        bulk_fields=(),
        aggregates=(),
    )
    return page(w, listed, "list-calendar")
