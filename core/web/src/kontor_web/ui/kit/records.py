"""A sample record with everything, one with a plugin's tab, and a bare one."""

from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.views import (
    EMPTY,
    MASKED,
    Action,
    Avatar,
    Box,
    Composer,
    Crumb,
    Day,
    Entry,
    Fact,
    FactGroup,
    FieldView,
    FormView,
    Head,
    Item,
    LinkBlock,
    NavLink,
    Option,
    PanelView,
    RecordView,
    Section,
    Span,
    StatBlock,
    TableBlock,
    TabLink,
    TabView,
    Tag,
    TimelineView,
    Value,
)


def head(w: Words) -> Head:
    return Head(
        title="Hanse Logistik KG",
        subtitle=w("K-10001 · Kunde seit 2019", "K-10001 · customer since 2019"),
        avatar=Avatar(initials="HL", color="c8", square=True),
        actions=(
            Action(label=w("E-Mail", "Email"), icon="mail", href="mailto:post@firma.example"),
            Action(label=w("Anruf", "Call"), icon="phone", do="compose", data={"kind": "call"}),
            Action(label=w("Bearbeiten", "Edit"), icon="pencil", href=w.to("form")),
        ),
        url=w.to("parts/head"),
    )


def facts(w: Words) -> tuple[FactGroup, ...]:
    edit = w.to("parts/cell_edit")

    def fact(id: str, icon: str, label: str, value: Value) -> Fact:
        return Fact(id=id, icon=icon, label=label, value=value, edit=edit)

    phase = Tag(text=w("Aktiv", "Active"), color="c5", dot=True)
    owner = Avatar(initials="SL", color="c4")
    return (
        FactGroup(
            title=w("Stammdaten", "Details"),
            facts=(
                fact("phase", "activity", w("Phase", "Phase"), Value(kind="choice", tags=(phase,))),
                fact(
                    "owner",
                    "user-round",
                    w("Betreuung", "Owner"),
                    Value(kind="ref", text="Sarah Lorenz", avatar=owner),
                ),
                fact("city", "map-pin", w("Ort", "City"), Value(text="20457 Hamburg")),
                fact(
                    "web",
                    "globe",
                    "Website",
                    Value(kind="url", text="hanse.example", href="https://hanse.example"),
                ),
                fact("industry", "factory", w("Branche", "Industry"), EMPTY),
                fact(
                    "vip", "star", w("Schlüsselkunde", "Key account"), Value(kind="bool", on=True)
                ),
                fact(
                    "since",
                    "calendar",
                    w("Kunde seit", "Customer since"),
                    Value(kind="date", text=w("01.04.2019", "1 Apr 2019"), iso="2019-04-01"),
                ),
                Fact(icon="credit-card", label=w("Kreditlinie", "Credit limit"), value=MASKED),
            ),
        ),
        FactGroup(
            title=w("Steuer und Recht", "Tax and legal"),
            closed=True,
            facts=(Fact(label=w("USt-IdNr.", "VAT id"), value=Value(text="DE123456789")),),
        ),
    )


def boxes(w: Words) -> tuple[Box, ...]:
    def person(name: str, role: str, initials: str, color: str) -> Item:
        write = Action(
            label=w(f"{name} schreiben", f"Write to {name}"),
            icon="mail",
            href="mailto:post@firma.example",
            icon_only=True,
        )
        return Item(
            title=name,
            text=role,
            href=w.to("record-bare"),
            avatar=Avatar(initials=initials, color=color),
            actions=(write,),
        )

    add = Action(
        label=w("Person hinzufügen", "Add person"),
        icon="plus",
        icon_only=True,
        get=w.to("parts/dialog_form"),
    )
    return (
        Box(
            id="people",
            title=w("Personen", "People"),
            count="3",
            add=add,
            url=w.to("parts/box"),
            items=(
                person("Katharina Petersen", w("Geschäftsführung", "Management"), "KP", "c3"),
                person("Henrik Thomsen", w("Einkauf", "Purchasing"), "HT", "c6"),
                person("Svenja Arndt", w("Buchhaltung", "Accounting"), "SA", "c7"),
            ),
        ),
        Box(
            id="points",
            title=w("Kontaktwege", "Contact points"),
            items=(
                Item(
                    title="post@firma.example",
                    text=w("Zentrale", "Head office"),
                    icon="mail",
                    href="mailto:post@firma.example",
                ),
                Item(
                    title="+49 40 123456",
                    icon="phone",
                    href="tel:+4940123456",
                    tags=(Tag(text=w("bevorzugt", "preferred"), color="c1"),),
                ),
            ),
        ),
        Box(
            id="files", title=w("Dateien", "Files"), empty=w("Noch keine Dateien.", "No files yet.")
        ),
    )


def composers(w: Words) -> tuple[Composer, ...]:
    def form(id: str, *more: FieldView) -> FormView:
        text = FieldView(name="text", label=w("Text", "Text"), kind="longtext", prefix=f"new-{id}")
        return FormView(
            id=f"new-{id}",
            title=id,
            action=w.to("parts/composer"),
            csrf="kit",
            sections=(Section(fields=(text, *more)),),
            submit=w("Speichern", "Save"),
            partial=True,
        )

    outcome = FieldView(
        name="outcome",
        label=w("Ergebnis", "Outcome"),
        kind="choice",
        prefix="new-call",
        options=(
            Option(value="reached", label=w("erreicht", "reached")),
            Option(value="voicemail", label=w("Mailbox", "voicemail")),
        ),
    )
    people = FieldView(
        name="people",
        label=w("Mit wem", "With whom"),
        kind="choices",
        prefix="new-call",
        values=("1",),
        options=(Option(value="1", label="Katharina Petersen"),),
        search_url=w.to("owners.json"),
    )
    length = FieldView(name="minutes", label=w("Minuten", "Minutes"), kind="int", prefix="new-call")
    return (
        Composer(
            id="note",
            label=w("Notiz", "Note"),
            icon="sticky-note",
            form=form("note"),
            placeholder=w("Notiz schreiben …", "Write a note …"),
        ),
        Composer(
            id="call",
            label=w("Anruf", "Call"),
            icon="phone",
            form=form("call", outcome, people, length),
            key="l",
            placeholder=w("Worum ging es?", "What was it about?"),
        ),
    )


def timeline(w: Words) -> TimelineView:
    def entry(
        id: str,
        icon: str,
        color: str,
        time: str,
        *title: Span,
        body: str = "",
        source: str = "",
        tags: tuple[Tag, ...] = (),
        people: tuple[Span, ...] = (),
        links: tuple[TabLink, ...] = (),
    ) -> Entry:
        return Entry(
            id=id,
            icon=icon,
            color=color,
            time=time,
            iso=f"2026-11-21T{time}:00Z",
            title=title,
            body=body,
            source=source,
            tags=tags,
            people=people,
            links=links,
        )

    today = (
        entry(
            "1",
            "message-square-warning",
            "c2",
            "09:12",
            Span(text=w("Reklamation R-1043", "Complaint R-1043"), strong=True),
            Span(text=w(" eröffnet über das Kundenportal", " opened in the customer portal")),
            body=w(
                "Lieferung unvollständig. Zwei von zwölf Paletten fehlen, bitte bis Freitag.",
                "Delivery incomplete. Two of twelve pallets missing, replacement wanted by Friday.",
            ),
            source=w("Beschwerden", "Complaints"),
            tags=(Tag(text="SLA 3 h 40", color="c2", dot=True),),
        ),
        entry(
            "2",
            "mail-open",
            "c3",
            "08:41",
            Span(text="Henrik Thomsen", href=w.to("record-bare")),
            Span(text=w(" hat „Herbstaktion Fracht“ geöffnet", " opened “Autumn freight offer”")),
            source=w("Kampagnen", "Campaigns"),
        ),
    )
    yesterday = (
        entry(
            "3",
            "phone",
            "c1",
            "15:05",
            Span(text="Sarah Lorenz", strong=True),
            Span(text=w(" telefonierte mit ", " talked to ")),
            Span(text="Katharina Petersen", href=w.to("record-bare")),
            body=w(
                "Möchte den Rahmenvertrag um den Standort Lübeck erweitern.\nAngebot bis Mittwoch.",
                "Wants to extend the framework contract to Lübeck.\nOffer by Wednesday.",
            ),
            people=(
                Span(text="Katharina Petersen", href=w.to("record-bare")),
                Span(text="Henrik Thomsen", href=w.to("record-bare")),
                Span(text="Tobias Krüger"),
            ),
            links=(
                TabLink(label=w("Lageplan Lübeck.pdf", "Site plan Lübeck.pdf"), href="#file"),
                TabLink(label="IMG_2041.jpg", href="#picture"),
            ),
        ),
        entry(
            "4",
            "package-check",
            "c5",
            "11:20",
            Span(text=w("Auftrag A-2031", "Order A-2031"), strong=True),
            Span(text=w(" bestätigt, 36.000,00 €", " confirmed, €36,000.00")),
            source=w("Aufträge", "Orders"),
        ),
    )
    return TimelineView(
        days=(
            Day(label=w("Heute", "Today"), entries=today),
            Day(label=w("Gestern", "Yesterday"), entries=yesterday),
        ),
        url=w.to("parts/timeline"),
        more=w.to("parts/timeline_more"),
        refresh_on=("interaction.recorded",),
    )


def orders(w: Words) -> TableBlock:
    def line(number: str, day: str, amount: str) -> tuple[Value, ...]:
        return (
            Value(text=number),
            Value(kind="date", text=day, iso="2026-11-20"),
            Value(kind="money", text=amount),
        )

    return TableBlock(
        caption=w("Letzte Aufträge", "Recent orders"),
        columns=(
            (w("Auftrag", "Order"), "text"),
            (w("Datum", "Date"), "date"),
            (w("Betrag", "Amount"), "money"),
        ),
        rows=(
            line("A-2031", w("20.11.", "20 Nov"), w("36.000,00 €", "€36,000.00")),
            line("A-2017", w("02.11.", "2 Nov"), w("1.204,50 €", "€1,204.50")),
        ),
        links=("#a", "#b"),
        more=(w("Alle Aufträge", "All orders"), "#orders"),
    )


def panels(w: Words) -> tuple[PanelView, ...]:
    spark = (160.0, 158.0, 171.0, 180.0, 186.0, 190.0, 204.0, 198.0, 214.0)
    numbers = (
        StatBlock(
            label=w("Umsatz 12 M.", "Revenue 12 mo."),
            value=w("19.327 €", "€19,327"),
            delta="+12,4 %",
            trend="up",
            mood="good",
            against=w("zum Vorjahr", "on last year"),
            spark=spark,
        ),
        StatBlock(
            label=w("Offen", "Open"),
            value=w("2.410 €", "€2,410"),
            delta="+3 %",
            trend="up",
            mood="bad",
            against=w("zum Vormonat", "on last month"),
        ),
    )
    more = LinkBlock(text=w("Kontoauszug", "Statement"), href="#statement", icon="file-text")
    return (
        PanelView(
            id="revenue",
            title=w("Umsatz und Konto", "Revenue and account"),
            url=w.to("parts/panel"),
            blocks=(*numbers, more),
        ),
        PanelView(
            id="orders",
            title=w("Aufträge", "Orders"),
            url=w.to("parts/panel"),
            blocks=(orders(w),),
            aside="26",
        ),
        PanelView(
            id="broken",
            title=w("Bonität", "Credit rating"),
            url=w.to("parts/panel"),
            plugin="rating",
            error="7f3a-12",
        ),
        PanelView(id="lazy", title=w("Partner", "Partners"), url=w.to("parts/panel")),
    )


def tabs(w: Words, current: str) -> tuple[TabLink, ...]:
    names = (
        ("record", w("Verlauf", "History"), None),
        ("record-tab", w("Aufträge und Konto", "Orders and account"), "26"),
        ("record-files", w("Dateien", "Files"), None),
    )
    return tuple(
        TabLink(label=label, href=w.to(name), count=count, current=name == current)
        for name, label, count in names
    )


def framed(w: Words, record: RecordView) -> dict[str, object]:
    crumbs = (
        Crumb(label=w("Kunden", "Customers"), href=w.to("list")),
        Crumb(label=record.head.title),
    )
    menu = (
        Action(label=w("Zusammenführen", "Merge"), icon="merge", href="#merge"),
        Action(
            label=w("Löschen", "Delete"), icon="trash-2", get=w.to("parts/confirm"), danger=True
        ),
    )
    return {
        "shell": shell(w, record.head.title, current="list", crumbs=crumbs, menu=menu),
        "record": record,
    }


def full(w: Words) -> dict[str, object]:
    return framed(
        w,
        RecordView(
            id="0190",
            head=head(w),
            facts=facts(w),
            boxes=boxes(w),
            tabs=tabs(w, "record"),
            composers=composers(w),
            timeline=timeline(w),
            panels=panels(w),
        ),
    )


def tab(w: Words) -> dict[str, object]:
    return framed(
        w,
        RecordView(
            id="0190",
            head=head(w),
            facts=facts(w),
            boxes=boxes(w),
            tabs=tabs(w, "record-tab"),
            blocks=(orders(w),),
        ),
    )


def bare(w: Words) -> dict[str, object]:
    empty = TimelineView(days=(), url=w.to("parts/timeline"))
    return framed(
        w,
        RecordView(
            id="0191",
            head=Head(title="Katharina Petersen"),
            tabs=tabs(w, "record")[:1],
            timeline=empty,
        ),
    )


def one_box(w: Words) -> dict[str, object]:
    return {"box": boxes(w)[0]}


def one_badge(w: Words) -> dict[str, object]:
    return {"link": NavLink(label="", href="/", icon="inbox", count="3", url=w.to("parts/badge"))}


def one_head(w: Words) -> dict[str, object]:
    return {"head": head(w)}


def one_panel(w: Words) -> dict[str, object]:
    return {
        "panel": PanelView(
            id="lazy", title=w("Partner", "Partners"), url=w.to("parts/panel"), blocks=(orders(w),)
        )
    }


def one_tab(w: Words) -> dict[str, object]:
    return {"tab": TabView(url=w.to("parts/tab"), blocks=(orders(w),))}


def one_composer(w: Words) -> dict[str, object]:
    every = composers(w)
    return {"composer": every[0], "composers": every}


def one_timeline(w: Words) -> dict[str, object]:
    return {"timeline": timeline(w)}
