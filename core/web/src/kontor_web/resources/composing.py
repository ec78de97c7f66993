"""Composers and actions: forms from input models, run in one go, answered with a toast."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.values.cleaning import clean_with
from kontor_core.hooks.declarations.contexts import Record
from kontor_core.hooks.declarations.ui import Composer
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.messages import Request
from kontor_web.resources.addresses import fragment
from kontor_web.resources.forms import asked_fields, controls, input_fields, sent_values
from kontor_web.ui import phrases
from kontor_web.ui.views import Composer as ComposerView
from kontor_web.ui.views import FormView, Section


def composer_view(
    call: Call,
    info: ResourceInfo,
    about: Record,
    owned: Owned[Composer],
    *,
    error: KontorError | None = None,
) -> ComposerView:
    """Make the form of a composer, empty or with what was typed and why it was refused."""
    form = input_form(
        call,
        owned.spec.input,
        form_id=f"new-{owned.id}".replace(".", "-"),
        title=text_of(owned.spec.label, call.locale),
        action=fragment(info, about.id, "compose", owned.id),
        submit=text_of(phrases.SAVE, call.locale),
        error=error,
        near=about.id if about.entity == "customer" else None,
    )
    return ComposerView(
        id=owned.id,
        label=text_of(owned.spec.label, call.locale),
        icon=owned.spec.icon,
        form=form,
        placeholder=phrases.COMPOSE.format(label=owned.spec.label).in_(call.locale),
        key=owned.spec.key,
    )


def input_form(
    call: Call,
    model: type[BaseModel],
    *,
    form_id: str,
    title: str,
    action: str,
    submit: str,
    error: KontorError | None = None,
    values: Mapping[str, Any] | None = None,
    danger: bool = False,
    near: str | None = None,
) -> FormView:
    """Make a form of an input model; the people of a customer ``near`` are offered first."""
    fields = asked_fields(call, model)
    problems: Mapping[str, Label] = error.problems() if error else {}
    shown = controls(
        call,
        fields,
        {**_defaults(model), **(values or {})},
        sent=call.request.form if error else None,
        problems=problems,
        prefix=form_id,
        near=near,
    )
    names = {field.name for field in fields}
    elsewhere = [text_of(text, call.locale) for name, text in problems.items() if name not in names]
    if error is not None and not problems:
        elsewhere = [error.text(call.locale)]
    return FormView(
        id=form_id,
        title=title,
        action=action,
        csrf=call.csrf,
        sections=(Section(fields=tuple(shown)),),
        submit=submit,
        errors=tuple(elsewhere),
        refused=error is not None,
        partial=True,
        danger=danger,
    )


def read_input(call: Call, model: type[BaseModel], request: Request) -> BaseModel:
    """Read a form into its input model; raises Invalid with a message for each field."""
    return input_of(call, model, sent_values(call, input_fields(model), request))


def input_of(call: Call, model: type[BaseModel], values: Mapping[str, Any]) -> BaseModel:
    """Make an input of values by name; raises Invalid with a message for each field."""
    fields = input_fields(model)
    known = {field.name for field in fields}
    unknown = {name: phrases.NO_FIELD for name in values if name not in known}
    if unknown:
        raise Invalid(unknown)
    given = {**_defaults(model), **values}
    checked = cleaned(call, fields, given)
    try:
        return model(**{name: value for name, value in checked.items() if value is not None})
    except ValidationError as error:
        raise Invalid({str(one["loc"][0]): _said(one["type"]) for one in error.errors()}) from None


def cleaned(call: Call, fields: Sequence[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Check typed values by the kinds of their fields; raises Invalid."""
    problems: dict[str, Label] = {}
    found: dict[str, Any] = {}
    for field in fields:
        try:
            found[field.name] = clean_with(
                field.spec, values.get(field.name), field.name, call.kontor.storage.conventions
            )
        except Invalid as error:
            problems.update(error.problems())
    if problems:
        raise Invalid(problems)
    return found


def _said(kind: str) -> L:
    if kind == "missing":
        return L("Bitte ausfüllen.", en="Please fill in.")
    return L("Bitte die Eingabe prüfen.", en="Please check the entry.")


def _defaults(model: type[BaseModel]) -> dict[str, Any]:
    found = {}
    for name, info in model.model_fields.items():
        if not info.is_required():
            found[name] = info.get_default(call_default_factory=True)
    return found
