"""What the pages of ``/settings`` are put together from."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from kontor_core.foundation.access.accounts import Accounts
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.terms import Rate, Surface
from kontor_web.ui import phrases
from kontor_web.ui.answers import go, render
from kontor_web.ui.shell import flash, seen, shell
from kontor_web.ui.views import (
    EMPTY,
    Action,
    Card,
    Crumb,
    FormView,
    Option,
    PageView,
    Section,
    TableBlock,
    Tag,
    Toast,
    Value,
)
from kontor_web.ui.views.forms import FieldView

ROOT = "/settings"
SETTINGS = phrases.SETTINGS
_MOMENT = FieldSpec(label="", kind=Kind.DATETIME)

Problems = Mapping[str, Label]
Handler = Callable[[Call], Reply]


def said(call: Call, label: Label) -> str:
    return text_of(label, call.locale)


def page(
    call: Call,
    title: Label,
    cards: Iterable[Card],
    *,
    lead: Label = "",
    under: Sequence[tuple[Label, str]] = (),
    actions: Sequence[Action] = (),
    menu: Sequence[Action] = (),
    status: int = 200,
    narrow: bool = False,
) -> Reply:
    """Show a page of cards; ``under`` are the crumbs between it and ``/settings``."""
    crumbs = [Crumb(label=said(call, label), href=href) for label, href in under]
    if call.request.path.startswith(f"{ROOT}/"):
        crumbs = [Crumb(label=said(call, SETTINGS), href=ROOT), *crumbs]
    crumbs.append(Crumb(label=said(call, title)))
    view = PageView(
        title=said(call, title), cards=tuple(cards), lead=said(call, lead), narrow=narrow
    )
    frame = shell(call, said(call, title), crumbs=crumbs, actions=actions, menu=menu)
    return seen(call, render(call, "core/page.html", status, shell=frame, page=view))


def back(call: Call, to: str, text: Label, *, undo: str | None = None) -> Reply:
    """Go on to a page and say there what was done; ``undo`` is the address that takes it back."""
    note = Toast(text=said(call, text), undo_url=undo)
    return flash(go(call, to), [note], secure=not call.web.settings.dev)


def accounts(call: Call) -> Accounts:
    return Accounts(call.kontor.storage, call.kontor.definition.roles, call.actor)


def moment(call: Call, text: str | None) -> Value:
    return Presenter(call).plain(_MOMENT, text) if text else EMPTY


def number(call: Call, n: float) -> str:
    return Presenter(call).number(n)


def table(
    call: Call,
    heads: Sequence[Label | tuple[Label, str]],
    rows: Iterable[Sequence[Value]],
    *,
    links: Iterable[str | None] = (),
    caption: Label = "",
    empty: Label = "",
) -> TableBlock:
    """Lay out a table; a head is its label, or label and kind."""
    columns = [head if isinstance(head, tuple) else (head, "text") for head in heads]
    return TableBlock(
        columns=tuple((said(call, label), kind) for label, kind in columns),
        rows=tuple(tuple(row) for row in rows),
        links=tuple(links),
        caption=said(call, caption),
        empty=said(call, empty),
    )


def text(value: Label, *, href: str | None = None) -> Value:
    return Value(text=text_of(value), href=href)


def tag(call: Call, label: Label, color: str) -> Value:
    return Value(kind="choice", tags=(Tag(text=said(call, label), color=color, dot=True),))


def button(
    call: Call,
    label: Label,
    icon: str,
    *,
    post: str | None = None,
    get: str | None = None,
    href: str | None = None,
    danger: bool = False,
    icon_only: bool = False,
) -> Value:
    """Make a button that stands in a table."""
    action = Action(
        label=said(call, label),
        icon=icon,
        post=post,
        get=get,
        href=href,
        danger=danger,
        icon_only=icon_only,
    )
    return Value(action=action)


def form(
    call: Call,
    name: str,
    action: str,
    fields: Sequence[FieldView],
    submit: Label,
    *,
    lead: Label = "",
    errors: Sequence[str] = (),
    version: int | None = None,
    cancel: str | None = None,
) -> FormView:
    """Make a form; it was refused when it or one of its fields has an error."""
    return FormView(
        id=name,
        title="",
        action=action,
        csrf=call.csrf,
        sections=(Section(fields=tuple(fields)),),
        submit=said(call, submit),
        lead=said(call, lead),
        errors=tuple(errors),
        refused=bool(errors) or any(field.error for field in fields),
        version=version,
        cancel=cancel,
    )


def entry(
    call: Call,
    name: str,
    label: Label,
    *,
    kind: str = "text",
    value: str = "",
    values: Sequence[str] = (),
    options: Iterable[tuple[str, Label]] = (),
    problems: Problems | None = None,
    required: bool = False,
    help: Label = "",
    prefix: str = "f",
    most: int | None = None,
    autocomplete: str = "",
) -> FieldView:
    """Make a control of a form with what was wrong with it."""
    wrong = (problems or {}).get(name)
    return FieldView(
        name=name,
        label=said(call, label),
        kind=kind,
        value=value,
        values=tuple(values),
        options=tuple(Option(value=one, label=said(call, told)) for one, told in options),
        error=said(call, wrong) if wrong else "",
        required=required,
        help=said(call, help),
        prefix=prefix,
        max_length=most,
        autocomplete=autocomplete,
        wide=kind in ("choices", "password"),
    )


def problems_of(error: KontorError, *known: str) -> tuple[Problems, list[str]]:
    """Part an error into what belongs to known fields and what is said above the form.

    Raises the error again unless it is one that a form can show.
    """
    if error.status not in (403, 409, 412, 422):
        raise error
    by_field = {name: told for name, told in error.problems().items() if name in known}
    rest = [] if by_field else [error.text()]
    return by_field, rest


def get(path: str, run: Handler, permission: str, *, surface: Surface = "page") -> Endpoint:
    return Endpoint(
        method="GET",
        path=f"{ROOT}{path}",
        run=run,
        audience="staff",
        permission=permission,
        rate="page",
        surface=surface,
    )


def post(
    path: str,
    run: Handler,
    permission: str,
    *,
    rate: Rate = "write",
    confirm: bool = False,
) -> Endpoint:
    return Endpoint(
        method="POST",
        path=f"{ROOT}{path}",
        run=run,
        audience="staff",
        permission=permission,
        rate=rate,
        surface="page",
        accepts=FORM_TYPES,
        confirm=confirm,
    )
