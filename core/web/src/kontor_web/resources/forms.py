"""Forms made from fields: controls with their values, and back from what was sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kontor_core.foundation import clock
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.fields import Field, FieldSpec
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.values import Conventions
from kontor_core.foundation.values.cleaning import clean_with
from kontor_core.foundation.values.times import read_moment
from kontor_web.calls import Call
from kontor_web.messages import Request
from kontor_web.resources.addresses import with_query
from kontor_web.resources.showing import Presenter
from kontor_web.ui.views import Conflict, FieldView, Option

_FEW = 40
_COLLEAGUES = "/ui/users/pick"


def controls(
    call: Call,
    fields: Sequence[Field],
    row: Mapping[str, Any],
    *,
    sent: Mapping[str, list[str]] | None = None,
    problems: Mapping[str, Label] | None = None,
    theirs: Mapping[str, Any] | None = None,
    prefix: str = "f",
    near: str | None = None,
) -> list[FieldView]:
    """Make the controls of a form.

    ``row`` holds the values as they were read, ``sent`` what the user typed instead, ``theirs``
    what somebody else saved meanwhile: what differs is shown side by side. ``near`` is a customer
    whose people are offered first.
    """
    refs = {
        (field.spec.ref, value)
        for field in fields
        if field.spec.ref
        for value in (*_listed(row.get(field.name)), *(sent or {}).get(field.name, ()))
        if isinstance(value, str) and len(value) == 36
    }
    presenter = Presenter(call, call.titles(refs))
    return [
        control(
            presenter,
            field,
            row,
            sent=None if sent is None else sent.get(field.name, []),
            problem=(problems or {}).get(field.name),
            theirs=theirs,
            prefix=prefix,
            near=near,
        )
        for field in fields
    ]


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def control(
    presenter: Presenter,
    field: Field,
    row: Mapping[str, Any],
    *,
    sent: list[str] | None = None,
    problem: Label | None = None,
    theirs: Mapping[str, Any] | None = None,
    prefix: str = "f",
    name: str | None = None,
    near: str | None = None,
) -> FieldView:
    spec = field.spec
    locale = presenter.locale
    value = presenter.typed(field, row) if sent is None else (sent[-1] if sent else "")
    chosen = row.get(field.name) if sent is None else sent
    several = list(chosen) if spec.kind is Kind.CHOICES and isinstance(chosen, list) else []
    options, search = _options(presenter, field, several or [value])
    if search and near and spec.ref == "contact":
        search = with_query(search, [("near", near)])
    return FieldView(
        name=name or field.name,
        label=text_of(spec.label, locale),
        kind=spec.kind.value,
        value=value,
        values=tuple(several),
        options=options,
        help=text_of(spec.help, locale) if spec.help else "",
        error=text_of(problem, locale) if problem else "",
        required=spec.required and spec.kind is not Kind.BOOL,
        masked=presenter.masked(field),
        suffix=_suffix(presenter, field, row),
        max_length=spec.max_length if spec.kind in (Kind.TEXT, Kind.LONGTEXT) else None,
        search_url=search,
        mentions=_COLLEAGUES if spec.mentions else None,
        conflict=_conflict(presenter, field, value, row, theirs),
        prefix=prefix,
    )


def _options(
    presenter: Presenter, field: Field, values: Sequence[str]
) -> tuple[tuple[Option, ...], str | None]:
    if field.spec.ref and field.kind in (Kind.REF, Kind.CHOICES):
        info = presenter.resource_of(field.spec.ref)
        search = f"/ui/{info.name}/pick" if info is not None else None
        named = [(one, presenter.reference(field.spec.ref, one).text) for one in values if one]
        return tuple(Option(value=one, label=text) for one, text in named), search
    choices = presenter.conventions.choices(field.spec)
    options = tuple(
        Option(value=one.value, label=text_of(one.label, presenter.locale), color=one.color)
        for one in choices[: _FEW * 10]
    )
    return options, None


def _suffix(presenter: Presenter, field: Field, row: Mapping[str, Any]) -> str:
    if field.kind is Kind.MONEY:
        return presenter.currency(field, row) or presenter.conventions.currency
    return ""


def _conflict(
    presenter: Presenter,
    field: Field,
    mine: str,
    row: Mapping[str, Any],
    theirs: Mapping[str, Any] | None,
) -> Conflict | None:
    if theirs is None or field.name not in theirs:
        return None
    raw = presenter.typed(field, theirs)
    if raw == mine or field.kind is Kind.CHOICES:
        return None
    shown = presenter.value(field, theirs)
    said = shown.text or ", ".join(tag.text for tag in shown.tags)
    return Conflict(theirs=said, theirs_raw=raw, mine=mine)


def sent_values(
    call: Call, fields: Sequence[Field], request: Request, row: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Read a form: one value for each field it holds, ready for the verbs; raises Invalid."""
    form = request.form
    presenter = Presenter(call)
    values: dict[str, Any] = {}
    problems: dict[str, Label] = {}
    for field in fields:
        if presenter.masked(field):
            continue
        try:
            values[field.name] = read_sent(
                presenter, field, form.get(field.name, []), row or request_row(form)
            )
        except Invalid as error:
            problems.update(error.problems())
    if problems:
        raise Invalid(problems)
    return values


def request_row(form: Mapping[str, list[str]]) -> dict[str, str]:
    """Give the fields of a form as a row: the currency of an amount may stand among them."""
    return {name: values[-1] for name, values in form.items() if values}


def read_sent(
    presenter: Presenter, field: Field, given: Sequence[str], row: Mapping[str, Any]
) -> Any:
    """Read what a control sent in the reader's own currency and zone; raises Invalid."""
    spec = field.spec
    if spec.kind is Kind.CHOICES:
        return [one for one in given if one]
    text = given[-1].strip() if given else ""
    if spec.kind is Kind.BOOL:
        return text in ("1", "true", "on")
    if not text:
        return None
    if spec.kind is Kind.MONEY:
        currency = presenter.currency(field, row) or presenter.conventions.currency
        return clean_with(spec, text, field.name, Conventions(currency=currency))
    if spec.kind is Kind.DATETIME:
        try:
            moment: datetime = read_moment(text.replace("T", " ", 1), presenter.tz)
        except ValueError:
            return text  # refused further down, in words
        return clock.as_text(moment)
    return text


def input_fields(model: Any, *, entity: str = "") -> list[Field]:
    """Give the fields of an input model, declared with the same ``field(...)`` as columns."""
    return [
        Field(name=name, owner="", entity=entity, table="", column=name, spec=spec)
        for name, info in model.model_fields.items()
        if (spec := _spec_of(info, name)) is not None
    ]


def asked_fields(call: Call, model: Any) -> list[Field]:
    """Give the fields of an input model; what leads to a record is called as the company does."""
    entities, words = call.kontor.registries.entities, call.kontor.registries.words

    def named(field: Field) -> Field:
        found = entities.get(field.spec.ref or "")
        usual = found is not None and found.spec.label == field.spec.label
        return field.with_label(words[str(field.spec.ref)]) if usual else field

    return [named(field) for field in input_fields(model)]


def _spec_of(info: Any, name: str) -> FieldSpec | None:
    kwargs = getattr(info, "sa_column_kwargs", None)
    found = kwargs.get("info", {}).get("kontor") if isinstance(kwargs, dict) else None
    if isinstance(found, FieldSpec):
        return found
    title = info.title or name
    return FieldSpec(label=title, kind=Kind.TEXT, required=info.is_required())
