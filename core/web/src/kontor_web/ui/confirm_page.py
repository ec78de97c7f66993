"""The question for the password; what was asked for comes along and is done with the answer."""

from kontor_core.foundation.access.throttle import TooMany
from kontor_core.foundation.i18n import L, text_of
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.problems import headers_of
from kontor_web.resources.addresses import own_path
from kontor_web.security.confirming import FIELD, NotConfirmed
from kontor_web.security.csrf import FIELD as CSRF
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.shell import shell
from kontor_web.ui.views import Card, FieldView, FormBlock, FormView, PageView, Section

TITLE = L("Sind Sie es?", en="Is it you?")
_LEAD = L(
    "Damit an einem offenen Rechner niemand anderes Zugänge, Rechte oder Plugins ändert, geben Sie "
    "Ihr Passwort noch einmal ein. Danach geschieht, was Sie gerade wollten.",
    en="To keep others from changing accounts, rights or plugins at an unlocked computer, enter "
    "your password again. What you asked for then happens.",
)
_GO_ON = L("Weiter", en="Continue")
_WRONG = L("Das Passwort ist falsch.", en="The password is wrong.")


def ask_to_confirm(call: Call, error: NotConfirmed) -> Reply:
    """Ask in the dialog where htmx asked, else on a page; nothing that was typed is lost."""
    form = _form(call, error)
    if call.request.by_htmx:
        # whatever the answer was meant for stays as it is
        reply = render(call, "core/parts/dialog_form.html", 422, form=form)
        reply.header("hx-retarget", "#dialog-in").header("hx-reswap", "innerHTML")
    else:
        title = text_of(TITLE, call.locale)
        page = PageView(
            title=title, cards=(Card(id="confirm", blocks=(FormBlock(form=form),)),), narrow=True
        )
        frame = shell(call, title)
        reply = render(call, "core/page.html", 422, shell=frame, page=page)
    if error.told is not None:
        reply.headers += headers_of(error.told)
    return reply


def _form(call: Call, error: NotConfirmed) -> FormView:
    wrong = ""
    if error.told is not None:
        slowed = isinstance(error.told, TooMany)
        wrong = error.told.text(call.locale) if slowed else text_of(_WRONG, call.locale)
    password = FieldView(
        name=FIELD,
        label=text_of(phrases.LOGIN_PASSWORD, call.locale),
        kind="password",
        required=True,
        autocomplete="current-password",
        autofocus=True,
        wide=True,
        prefix="confirm",
        error=wrong,
    )
    asked = (
        FieldView(name=name, label="", kind="hidden", value=value)
        for name, values in call.request.form.items()
        if name not in (CSRF, FIELD)
        for value in values
    )
    by_htmx = call.request.by_htmx
    return FormView(
        id="confirm-form",
        title=text_of(TITLE, call.locale),
        action=call.request.here,
        csrf=call.csrf,
        lead=text_of(_LEAD, call.locale),
        sections=(Section(fields=(password, *asked)),),
        submit=text_of(_GO_ON, call.locale),
        cancel=None if by_htmx else _back(call),
        refused=bool(wrong),
        partial=by_htmx,
    )


def _back(call: Call) -> str:
    """Give the page that was left to get here."""
    referer = call.request.headers.get("referer", "")
    here = referer.partition("://")[2].partition("/")
    return own_path(f"/{here[2]}") if here[0] == call.request.headers.get("host") else "/"
