"""``/login/step``: what is asked between password and session, one page for each step."""

from collections.abc import Sequence

from kontor_core.events.administration import UserCodeFailed
from kontor_core.foundation.access import entering, passwords, second_factor, users
from kontor_core.foundation.access.entering import Entering, Step
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.second_factor import Answer
from kontor_core.foundation.access.throttle import TooMany
from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.vault import KeyLost
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.problems import headers_of
from kontor_web.resources.addresses import own_path
from kontor_web.security.content import FORM_TYPES
from kontor_web.security.entering import PATH, on_the_way, open_session
from kontor_web.security.factor_form import code_field, codes_block, set_up, to_scan
from kontor_web.ui import entering_words as words
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.theme import theme_of
from kontor_web.ui.views import Action, Block, FieldView, FormView, LoginView, Section

Problems = dict[str, Label]


def show(call: Call) -> Reply:
    """Show the step that is next; whoever is not on the way begins with the password."""
    way = on_the_way(call)
    return redirect("/login") if way is None else _page(call, way)


def take(call: Call) -> Reply:
    """Take what a step asked for, and go on to the next one or into Kontor."""
    way = on_the_way(call)
    if way is None:
        return redirect("/login")
    try:
        if way.step is Step.CODE:
            _check_code(call, way)
        elif way.step is Step.SET_UP:
            codes = set_up(call, way.user_id)
            with call.kontor.unit(SYSTEM) as uow:
                entering.prove(uow, way.id)
            return _codes(call, on_the_way(call), codes)
        elif way.step is Step.PASSWORD and call.request.field("new"):
            return _new_password(call, way)
    except KontorError as error:
        if error.status not in (422, 429):
            raise
        reply = _page(call, way, _problems(way, error), 422)
        reply.headers += headers_of(error)
        return reply
    return _on(call, on_the_way(call))


def _on(call: Call, way: Entering | None) -> Reply:
    if way is None:
        return redirect("/login")
    if way.step is not None:
        return redirect(call.request.here)
    return open_session(call, redirect(_back(call)), way.user_id, way=way)


def _check_code(call: Call, way: Entering) -> None:
    """Raise Invalid for a wrong code; guessing is slowed down as that of passwords is."""
    account, address = f"code {way.user_id}", call.request.client
    call.web.throttle.check(account, address)
    with call.kontor.unit(SYSTEM) as uow:
        typed = call.request.field("code")
        answer = second_factor.check(uow, call.kontor.vault, way.user_id, typed)
        if answer is Answer.RIGHT:
            entering.prove(uow, way.id)
        else:
            call.web.throttle.failed(uow, account, address)
            user = RecordRef("user", way.user_id)
            uow.publish(UserCodeFailed(subject=user, address=address))
    if answer is Answer.UNREADABLE:
        raise Invalid({"code": second_factor.CANNOT_TELL})
    if answer is Answer.WRONG:
        raise Invalid({"code": second_factor.WRONG})
    call.web.throttle.succeeded(account, address)


def _new_password(call: Call, way: Entering) -> Reply:
    new = call.request.field("new")
    if new != call.request.field("again"):
        raise Invalid({"again": phrases.NOT_THE_SAME})
    about = (way.name, way.email, call.kontor.definition.company.name)
    hashed = passwords.hash_password(new, about=about)
    if passwords.verify(users.find(call.kontor.storage, way.user_id).password_hash, new):
        raise Invalid({"new": words.SAME})
    with call.kontor.unit(SYSTEM) as uow:
        users.set_password(uow, way.user_id, hashed)
    return open_session(call, redirect(_back(call)), way.user_id, way=way)


def _codes(call: Call, way: Entering | None, codes: Sequence[str]) -> Reply:
    """Show the recovery codes, this once; from here it goes on with a button."""
    if way is None:
        return redirect("/login")
    form = _form(call, [], words.CODES_KEPT, words.CODES_LEAD)
    return _render(call, words.CODES_TITLE, form, blocks=[codes_block(call, codes)])


def _page(call: Call, way: Entering, problems: Problems | None = None, status: int = 200) -> Reply:
    wrong = problems or {}
    if way.step is Step.SET_UP:
        again = bool(problems) and wrong.get("code") is not words.OLD_PAGE
        try:
            blocks, hidden = to_scan(call, way.user_id, way.email, again=again)
        except KeyLost as error:
            form = _form(call, [], words.ONCE_MORE, error=error.message)
            return _render(call, words.SET_UP_TITLE, form, status=error.status)
        fields = [code_field(call, wrong.get("code", "")), hidden]
        form = _form(call, fields, words.SET_UP, words.SET_UP_LEAD)
        title, notice = words.SET_UP_TITLE, words.SET_UP_WHY
        return _render(call, title, form, blocks=blocks, notice=notice, status=status)
    if way.step is Step.PASSWORD:
        fields = [
            _password(call, "new", phrases.NEW_PASSWORD, wrong),
            _password(call, "again", phrases.PASSWORD_AGAIN, wrong),
        ]
        form = _form(call, fields, phrases.SAVE)
        title, notice = words.PASSWORD_TITLE, words.PASSWORD_WHY
        return _render(call, title, form, notice=notice, status=status)
    if way.step is None:  # nothing is left but to go in, and a GET opens no session
        return _render(call, words.CODE_TITLE, _form(call, [], words.GO_ON))
    field = code_field(call, wrong.get("code", ""), help=words.CODE_HELP)
    form = _form(call, [field], words.GO_ON, words.CODE_LOST)
    return _render(call, words.CODE_TITLE, form, status=status)


def _problems(way: Entering, error: KontorError) -> Problems:
    """Say at its field what is wrong; that one has to wait, at the code."""
    if isinstance(error, TooMany):
        return {"code": error.message}
    found = error.problems()
    if way.step is Step.PASSWORD:
        return {"new" if name == "password" else name: told for name, told in found.items()}
    return dict(found) or {"code": error.message}


def _password(call: Call, name: str, label: Label, problems: Problems) -> FieldView:
    return FieldView(
        name=name,
        label=text_of(label, call.locale),
        kind="password",
        required=True,
        autocomplete="new-password",
        autofocus=name == "new",
        wide=True,
        error=text_of(problems[name], call.locale) if name in problems else "",
    )


def _form(
    call: Call,
    fields: Sequence[FieldView],
    submit: Label,
    lead: Label = "",
    *,
    error: Label = "",
) -> FormView:
    return FormView(
        id="step",
        title="",
        action=call.request.here,
        csrf="",
        sections=(Section(fields=tuple(fields)),) if fields else (),
        submit=text_of(submit, call.locale),
        lead=text_of(lead, call.locale) if lead else "",
        errors=(text_of(error, call.locale),) if error else (),
        refused=bool(error) or any(field.error for field in fields),
    )


def _render(
    call: Call,
    title: Label,
    form: FormView,
    *,
    blocks: Sequence[Block] = (),
    notice: Label = "",
    status: int = 200,
) -> Reply:
    back = Action(label=text_of(words.BACK, call.locale), icon="arrow-left", href="/login")
    view = LoginView(
        company=call.kontor.definition.company.name,
        form=form,
        title=text_of(title, call.locale),
        theme=theme_of(call.request),
        notice=text_of(notice, call.locale) if notice else "",
        blocks=tuple(blocks),
        back=back if status == 200 and not blocks else None,
    )
    return render(call, "core/login.html", status, login=view)


def _back(call: Call) -> str:
    return own_path(call.request.query.get("next", "/"))


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path=PATH,
            run=show,
            audience="public",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="POST",
            path=PATH,
            run=take,
            audience="public",
            permission="",
            rate="login",
            surface="page",
            accepts=FORM_TYPES,
        ),
    ]
