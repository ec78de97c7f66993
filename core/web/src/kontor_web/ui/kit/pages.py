"""Sample pages without a record: start, job, sign-in, errors."""

from collections.abc import Mapping
from dataclasses import replace

from kontor_web.ui.kit.records import orders, panels
from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.qr import qr_block
from kontor_web.ui.views import (
    Action,
    Card,
    ChartBlock,
    Empty,
    EmptyBlock,
    ErrorView,
    FieldView,
    FormView,
    JobView,
    LoginView,
    Option,
    PageView,
    Section,
    Series,
    StatBlock,
    Switch,
    TableBlock,
    TemplateBlock,
    Value,
)


def chart(w: Words) -> ChartBlock:
    months = ("Jun", "Jul", "Aug", "Sep", w("Okt", "Oct"), "Nov")
    now = (240_000.0, 219_000.0, 251_000.0, 262_000.0, 274_000.0, 291_000.0)
    before = (204_000.0, 198_000.0, 214_000.0, 221_000.0, 230_000.0, 238_000.0)
    table = TableBlock(
        columns=((w("Monat", "Month"), "text"), (w("Umsatz", "Revenue"), "money")),
        rows=tuple(
            (Value(text=month), Value(kind="money", text=f"{amount:,.0f} €"))
            for month, amount in zip(months, now, strict=True)
        ),
    )
    last_year = w("Vorjahr", "Last year")
    return ChartBlock(
        kind="bar",
        summary=w(
            "Umsatz je Monat: von 240.000 € im Juni auf 291.000 € im November.",
            "Revenue by month: from €240,000 in June to €291,000 in November.",
        ),
        x=months,
        series=(
            Series(name=w("Umsatz", "Revenue"), values=now),
            Series(name=last_year, values=before),
        ),
        compare=last_year,
        fmt="money",
        currency="EUR",
        table=table,
    )


def start(w: Words) -> dict[str, object]:
    revenue, due, _ = panels(w)[0].blocks or ()
    customers = StatBlock(
        label=w("Aktive Kunden", "Active customers"),
        value="684",
        icon="users-round",
        delta="0 %",
        against=w("zum Vorjahr", "on last year"),
    )
    nothing = EmptyBlock(
        empty=Empty(
            title=w("Nichts zu tun", "Nothing to do"),
            icon="square-check-big",
            text=w(
                "Aufgaben, die Sie sich stellen, stehen hier.",
                "Tasks you set yourself appear here.",
            ),
        )
    )
    cards = (
        Card(id="a", blocks=(revenue,), span=4),
        Card(id="b", blocks=(due,), span=4),
        Card(id="c", blocks=(customers,), span=4),
        Card(id="d", title=w("Umsatz", "Revenue"), blocks=(chart(w),), span=8),
        Card(id="e", title=w("Aufgaben", "Tasks"), blocks=(nothing,), span=4),
        Card(id="f", title=w("Letzte Aufträge", "Recent orders"), blocks=(orders(w),), span=8),
        Card(id="g", title=w("Partner", "Partners"), blocks=None, url=w.to("parts/card"), span=4),
    )
    page = PageView(
        title=w("Guten Morgen, Sarah", "Good morning, Sarah"),
        cards=cards,
        lead=w(
            "3 offene Reklamationen, 2 Kunden brauchen Aufmerksamkeit.",
            "3 open complaints, 2 customers need attention.",
        ),
        switch=Switch(
            label=w("Zeitraum der Zahlen", "Period of the figures"),
            action=w.to("page"),
            csrf="kit",
            name="period",
            value="30d",
            options=(
                Option(value="7d", label=w("7 Tage", "7 days")),
                Option(value="30d", label=w("30 Tage", "30 days")),
                Option(value="quarter", label=w("Quartal", "Quarter")),
            ),
        ),
    )
    return {"shell": shell(w, w("Start", "Home"), current="page"), "page": page}


OPTIONS: Mapping[str, Mapping[str, object]] = {
    "heatmap": {
        "xAxis": {"type": "category", "data": ["Mo", "Di"]},
        "yAxis": {"type": "category", "data": ["8 h", "9 h"]},
        "visualMap": {"min": 0, "max": 9, "show": False},
        "series": [{"type": "heatmap", "data": [[0, 0, 3], [1, 0, 9], [0, 1, 5], [1, 1, 0]]}],
    },
    "sankey": {
        "series": [
            {
                "type": "sankey",
                "data": [{"name": "A"}, {"name": "B"}, {"name": "C"}],
                "links": [
                    {"source": "A", "target": "B", "value": 5},
                    {"source": "A", "target": "C", "value": 3},
                ],
                # scrubbed: a page shows no foreign HTML and asks no foreign host
                "label": {"formatter": "<b>{b}</b>"},
                "symbol": "image://https://elsewhere.example/x.png",
            }
        ]
    },
}
KINDS = ("bar", "line", "area", "pie", "donut", "funnel", "treemap", "gauge", "scatter", *OPTIONS)


def charts(w: Words) -> dict[str, object]:
    sample = chart(w)
    cards = tuple(
        Card(
            id=kind,
            title=kind,
            span=6,
            blocks=(
                replace(
                    sample,
                    kind=kind,
                    summary=f"{kind}: {sample.summary}",
                    table=replace(sample.table, caption=kind),
                    compare=sample.compare if kind == "bar" else None,
                    option=OPTIONS.get(kind),
                ),
            ),
        )
        for kind in KINDS
    )
    page = PageView(title=w("Diagramme", "Charts"), cards=cards)
    return {"shell": shell(w, page.title, current="page"), "page": page}


def one_card(w: Words) -> dict[str, object]:
    return {
        "card": Card(
            id="g",
            title=w("Partner", "Partners"),
            blocks=(orders(w),),
            span=4,
            url=w.to("parts/card"),
        )
    }


def job(w: Words) -> JobView:
    return JobView(
        id="j1",
        title=w("Import von kunden.csv", "Import of customers.csv"),
        state="running",
        status=w("Zeile 12.400 von 50.000", "Row 12,400 of 50,000"),
        url=w.to("parts/job"),
        csrf="kit",
        done=12_400,
        total=50_000,
        counts=(
            (w("angelegt", "created"), "11.870"),
            (w("geändert", "changed"), "496"),
            (w("abgelehnt", "refused"), "34"),
        ),
        cancel=w.to("parts/job"),
    )


def job_running(w: Words) -> dict[str, object]:
    return {"shell": shell(w, w("Import", "Import"), current="job"), "job": job(w)}


def job_done(w: Words) -> dict[str, object]:
    done = replace(
        job(w),
        state="done",
        status=w("50.000 Zeilen in 41 s", "50,000 rows in 41 s"),
        done=50_000,
        message=w("34 Zeilen wurden abgelehnt.", "34 rows were refused."),
        links=(
            Action(
                label=w("Kunden ansehen", "See customers"),
                icon="building-2",
                href=w.to("list"),
                primary=True,
            ),
            Action(label=w("Abgelehnte Zeilen", "Refused rows"), icon="download", href="#bad"),
            Action(
                label=w("Import zurücknehmen", "Undo import"),
                icon="undo-2",
                get=w.to("parts/confirm"),
            ),
        ),
    )
    looking = w(
        "Sie sehen Kontor als Sarah Lorenz, nur lesend, bis 14:30 Uhr.",
        "You are looking at Kontor as Sarah Lorenz, read only, until 14:30.",
    )
    frame = shell(w, w("Import", "Import"), current="job")
    return {"shell": replace(frame, viewing=(looking, w.to("job"))), "job": done}


def login_view(w: Words) -> LoginView:
    fields = (
        FieldView(
            name="email",
            label=w("E-Mail", "Email"),
            kind="email",
            required=True,
            autocomplete="username",
            autofocus=True,
        ),
        FieldView(
            name="password",
            label=w("Passwort", "Password"),
            kind="password",
            required=True,
            autocomplete="current-password",
        ),
        FieldView(name="next", label="", kind="hidden", value="/"),
    )
    form = FormView(
        id="login",
        title="",
        action=w.to("login-refused"),
        csrf="kit",
        sections=(Section(fields=fields),),
        submit=w("Anmelden", "Sign in"),
    )
    return LoginView(
        company=w("Nordwind Handel", "Northwind Trading"),
        form=form,
        theme=w.theme,
        languages=(
            ("Deutsch", f"?lang=de&theme={w.theme or ''}", w.locale == "de"),
            ("English", f"?lang=en&theme={w.theme or ''}", w.locale == "en"),
        ),
    )


def login(w: Words) -> dict[str, object]:
    return {"login": login_view(w)}


def login_refused(w: Words) -> dict[str, object]:
    view = login_view(w)
    text = w("E-Mail oder Passwort stimmt nicht.", "Email or password is wrong.")
    return {"login": replace(view, form=replace(view.form, errors=(text,), refused=True))}


def login_step(w: Words) -> dict[str, object]:
    code = FieldView(name="code", label=w("Code", "Code"), required=True, wide=True)
    form = FormView(
        id="step",
        title="",
        action=w.to("login-step"),
        csrf="kit",
        sections=(Section(fields=(code,)),),
        submit=w("Einrichten", "Set up"),
    )
    return {
        "login": replace(
            login_view(w),
            title=w("Zweiten Faktor einrichten", "Set up a second factor"),
            form=form,
            blocks=(_qr(w),),
            back=Action(label=w("Zurück", "Back"), icon="arrow-left", href=w.to("login")),
        )
    }


def _qr(w: Words) -> TemplateBlock:
    return qr_block("otpauth://totp/Kontor", w("QR-Code für die App", "QR code for the app"))


def qr(w: Words) -> dict[str, object]:
    return {"values": _qr(w).values}


def codes(w: Words) -> dict[str, object]:
    shown = tuple(f"abcd-efgh-jkmn-pqr{n}" for n in range(2, 9))
    return {"values": {"codes": shown, "label": w("Codes", "Codes")}}


def error_403(w: Words) -> dict[str, object]:
    return {"error": ErrorView(status=403, theme=w.theme)}


def error_404(w: Words) -> dict[str, object]:
    return {"error": ErrorView(status=404, theme=w.theme)}


def error_500(w: Words) -> dict[str, object]:
    return {"error": ErrorView(status=500, error_id="7f3a-12", theme=w.theme)}
