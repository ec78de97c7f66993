"""Sample fragments, and the page of all components and their states."""

from dataclasses import replace

from kontor_web.ui.kit import forms, pages, records
from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.views import (
    EMPTY,
    MASKED,
    Action,
    Avatar,
    CellEdit,
    CellView,
    ConfirmView,
    Conflict,
    Empty,
    FieldView,
    PaletteGroup,
    PaletteOption,
    PaletteView,
    Tag,
    Toast,
    Value,
)


def edit(w: Words) -> CellEdit:
    field = FieldView(name="value", label=w("Ort", "City"), value="Hamburg", prefix="cell")
    return CellEdit(
        field=field, action=w.to("parts/cell"), cancel=w.to("parts/cell"), csrf="kit", version=3
    )


def cell(w: Words) -> dict[str, object]:
    view = CellView(
        label=w("Ort", "City"), value=Value(text="Hamburg"), edit=w.to("parts/cell_edit")
    )
    return {"cell": view}


def cell_edit(w: Words) -> dict[str, object]:
    return {"edit": edit(w)}


def cell_refused(w: Words) -> dict[str, object]:
    view = edit(w)
    error = w("Bitte einen Ort angeben.", "Please enter a city.")
    return {"edit": replace(view, field=replace(view.field, value="", error=error))}


def cell_conflict(w: Words) -> dict[str, object]:
    view = edit(w)
    clash = Conflict(theirs="Lübeck", theirs_raw="Lübeck", mine="Hamburg")
    return {"edit": replace(view, field=replace(view.field, conflict=clash), version=4)}


def confirm(w: Words) -> dict[str, object]:
    return {
        "view": ConfirmView(
            title=w("Hanse Logistik KG löschen?", "Delete Hanse Logistik KG?"),
            text=w(
                "Der Kunde und sein Verlauf werden endgültig gelöscht.",
                "The customer and its history will be deleted for good.",
            ),
            consequences=(
                w("26 Aufträge verlieren ihren Kunden.", "26 orders lose their customer."),
            ),
            submit=w("1 Kunden löschen", "Delete 1 customer"),
            action=w.to("parts/confirm"),
            csrf="kit",
            version=3,
        )
    }


def palette(w: Words) -> dict[str, object]:
    return {
        "palette": PaletteView(
            groups=(
                PaletteGroup(
                    label=w("Kunden", "Customers"),
                    options=(
                        PaletteOption(
                            label="Hanse Logistik KG",
                            hint="Hamburg",
                            href=w.to("record"),
                            avatar=Avatar(initials="HL", square=True),
                        ),
                        PaletteOption(
                            label="Hansen Handel eG",
                            hint="Köln",
                            href=w.to("record"),
                            avatar=Avatar(initials="HH", color="c3", square=True),
                        ),
                    ),
                ),
                PaletteGroup(
                    label=w("Befehle", "Commands"),
                    options=(
                        PaletteOption(
                            label=w("Neuer Kunde", "New customer"),
                            icon="plus",
                            keys=("N",),
                            href=w.to("form"),
                        ),
                        PaletteOption(
                            label=w("Hell oder dunkel", "Light or dark"),
                            icon="sun-moon",
                            do="theme",
                        ),
                    ),
                ),
            )
        )
    }


def palette_none(_w: Words) -> dict[str, object]:
    return {"palette": PaletteView()}


def failure(w: Words) -> dict[str, object]:
    return {
        "title": w("Bonität", "Credit rating"),
        "url": w.to("parts/panel"),
        "plugin": "rating",
        "error": "7f3a-12",
    }


def kit(w: Words) -> dict[str, object]:
    """Give everything that has states to the page of components."""
    frame = shell(w, w("Baukasten", "Kit"), current="kit")
    long = w("Erste Zeile.\nZweite Zeile.", "First line.\nSecond line.")
    values = (
        ("text", Value(text="Hamburg")),
        ("longtext", Value(kind="longtext", text=long)),
        ("int", Value(kind="int", text="1.200")),
        ("number", Value(kind="number", text="3,5")),
        ("money", Value(kind="money", text="12.500,00 €")),
        ("unit_price", Value(kind="unit_price", text="0,048500 €")),
        ("quantity", Value(kind="quantity", text="12,500")),
        ("bool", Value(kind="bool", on=True)),
        ("bool", Value(kind="bool", on=False)),
        ("date", Value(kind="date", text="21.11.2026", iso="2026-11-21")),
        ("datetime", Value(kind="datetime", text="21.11.2026, 18:00", iso="2026-11-21T18:00:00Z")),
        ("choice", Value(kind="choice", tags=(Tag(text="Aktiv", color="c5", dot=True),))),
        (
            "choices",
            Value(
                kind="choices", tags=tuple(Tag(text=f"c{n}", color=f"c{n}") for n in range(1, 9))
            ),
        ),
        ("ref", Value(kind="ref", text="Sarah Lorenz", href="#u", avatar=Avatar(initials="SL"))),
        ("email", Value(kind="email", text="post@firma.example", href="mailto:post@firma.example")),
        ("phone", Value(kind="phone", text="+49 40 123456", href="tel:+4940123456")),
        ("url", Value(kind="url", text="hanse.example", href="https://hanse.example")),
        ("masked", MASKED),
        ("-", EMPTY),
    )
    say = w("Gespeichert", "Saved")
    return {
        "shell": replace(frame, toasts=(Toast(text=say), Toast(text=say, undo_url="#undo"))),
        "values": values,
        "buttons": (
            Action(label=w("Speichern", "Save"), icon="check", primary=True, href="#a"),
            Action(label=w("Bearbeiten", "Edit"), icon="pencil", href="#b"),
            Action(
                label=w("Löschen", "Delete"), icon="trash-2", danger=True, get=w.to("parts/confirm")
            ),
            Action(label=w("Gesperrt", "Disabled"), icon="lock"),
            Action(label=w("Nur Symbol", "Icon only"), icon="star", icon_only=True, href="#c"),
        ),
        "edits": (
            cell(w)["cell"],
            cell_edit(w)["edit"],
            cell_refused(w)["edit"],
            cell_conflict(w)["edit"],
        ),
        "fields": forms.fields(w),
        "jobs_shown": (
            pages.job(w),
            replace(
                pages.job(w),
                id="j2",
                title=w("Import von alt.txt", "Import of old.txt"),
                state="failed",
                total=None,
                message=w("Die Datei ist kein CSV.", "The file is no CSV."),
            ),
        ),
        "empty": Empty(title=w("Noch nichts da", "Nothing here yet"), text=say),
        "panels": records.panels(w),
        "confirm": confirm(w)["view"],
    }
