"""Sample forms: every control, refused, in conflict, in a dialog."""

from dataclasses import replace

from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.views import Conflict, Crumb, FieldView, FormView, Option, Section


def fields(w: Words) -> tuple[FieldView, ...]:
    phases = (
        Option(value="active", label=w("Aktiv", "Active")),
        Option(value="paused", label=w("Pausiert", "Paused")),
    )
    owner = (Option(value="u1", label="Sarah Lorenz"),)
    return (
        FieldView(name="name", label="Name", value="Hanse Logistik KG", required=True, wide=True),
        FieldView(
            name="phase",
            label=w("Phase", "Phase"),
            kind="choice",
            value="active",
            options=phases,
            required=True,
        ),
        FieldView(
            name="owner_id",
            label=w("Betreuung", "Owner"),
            kind="ref",
            value="u1",
            options=owner,
            search_url=w.to("owners.json"),
            help=w("Wer für diesen Kunden zuständig ist.", "Who looks after this customer."),
        ),
        FieldView(
            name="email", label=w("E-Mail", "Email"), kind="email", value="post@firma.example"
        ),
        FieldView(name="phone", label=w("Telefon", "Phone"), kind="phone", value="+49 40 123456"),
        FieldView(name="web", label="Website", kind="url", placeholder="https://"),
        FieldView(
            name="limit",
            label=w("Kreditlinie", "Credit limit"),
            kind="money",
            value=w("12500,00", "12500.00"),
            suffix="EUR",
        ),
        FieldView(name="discount", label=w("Rabatt", "Discount"), kind="number", value="3"),
        FieldView(
            name="since", label=w("Kunde seit", "Customer since"), kind="date", value="2019-04-01"
        ),
        FieldView(name="call_at", label=w("Nachfassen am", "Follow up at"), kind="datetime"),
        FieldView(name="tax", label=w("Steuernummer", "Tax number"), masked=True),
        FieldView(
            name="topics",
            label=w("Themen", "Topics"),
            kind="choices",
            values=("sea",),
            options=(
                Option(value="sea", label=w("Seefracht", "Sea freight")),
                Option(value="rail", label=w("Schiene", "Rail")),
            ),
        ),
        FieldView(name="vip", label=w("Schlüsselkunde", "Key account"), kind="bool", value="1"),
        FieldView(
            name="note",
            label=w("Hinweis", "Note"),
            kind="longtext",
            help=w("Erscheint im Kopf der Kundenseite.", "Shown at the top of the page."),
        ),
    )


def form(w: Words) -> FormView:
    every = fields(w)
    return FormView(
        id="customer",
        title=w("Kunde bearbeiten", "Edit customer"),
        action=w.to("form-refused"),
        csrf="kit",
        version=3,
        idempotency_key="0190-kit",
        sections=(
            Section(fields=every[:3]),
            Section(title=w("Angaben", "Details"), fields=every[3:]),
        ),
        submit=w("Speichern", "Save"),
        cancel=w.to("record"),
    )


def framed(w: Words, view: FormView) -> dict[str, object]:
    crumbs = (Crumb(label=w("Kunden", "Customers"), href=w.to("list")), Crumb(label=view.title))
    return {"shell": shell(w, view.title, current="list", crumbs=crumbs), "form": view}


def page(w: Words) -> dict[str, object]:
    return framed(w, form(w))


def refused(w: Words) -> dict[str, object]:
    name, phase, *rest = fields(w)
    bad = replace(name, value="", error=w("Bitte einen Namen angeben.", "Please enter a name."))
    wrong = replace(
        rest[1],
        value="post@",
        error=w("Das ist keine E-Mail-Adresse.", "This is not an email address."),
    )
    sections = (Section(fields=(bad, phase, wrong)),)
    texts = (w("Für diesen Kunden läuft eine Mahnung.", "A reminder is open for this customer."),)
    return framed(w, replace(form(w), sections=sections, errors=texts, refused=True))


def conflict(w: Words) -> dict[str, object]:
    name, phase, *rest = fields(w)
    clash = Conflict(theirs="Hanse Logistik SE", theirs_raw="Hanse Logistik SE", mine=name.value)
    sections = (Section(fields=(replace(name, conflict=clash), phase, *rest[:2])),)
    return framed(w, replace(form(w), sections=sections, version=4))


def partial(w: Words) -> dict[str, object]:
    sections = (Section(fields=fields(w)[1:4]),)
    return {
        "form": replace(
            form(w),
            id="dialog-form",
            sections=sections,
            partial=True,
            cancel=None,
            title=w("Zuweisen", "Assign"),
        )
    }
