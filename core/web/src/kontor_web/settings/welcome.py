"""Setting a password by a link: for those invited and those who forgot theirs."""

from kontor_core.foundation.access import password_links, passwords
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.password_links import OpenLink
from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.i18n import Label
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.security.content import FORM_TYPES
from kontor_web.security.entering import enter
from kontor_web.settings import words
from kontor_web.settings.parts import Problems, entry, form, said
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.theme import theme_of
from kontor_web.ui.views import ErrorView, LoginView

PATH = "/welcome"


def ask(call: Call) -> Reply:
    """Ask for the password; looking at the page spends nothing."""
    link = password_links.resolve(call.kontor.storage, call.param("token"))
    return _over(call) if link is None else _page(call, link)


def set_password(call: Call) -> Reply:
    """Set the password, spend the link and go on as after any right password."""
    link = password_links.resolve(call.kontor.storage, call.param("token"))
    if link is None:
        return _over(call)
    new = call.request.field("new")
    try:
        if new != call.request.field("again"):
            raise Invalid({"again": phrases.NOT_THE_SAME})
        about = (link.name, link.email, call.kontor.definition.company.name)
        hashed = passwords.hash_password(new, about=about)
        with call.kontor.unit(SYSTEM) as uow:
            password_links.redeem(uow, link, hashed)
    except KontorError as error:
        if error.status == 404:  # somebody was faster
            return _over(call)
        found = {"new" if n == "password" else n: told for n, told in error.problems().items()}
        return _page(call, link, found or {"new": error.message})
    return enter(call, link.user_id, "/")


def _page(call: Call, link: OpenLink, problems: Problems | None = None) -> Reply:
    asked: tuple[tuple[str, Label], ...] = (
        ("new", phrases.NEW_PASSWORD),
        ("again", phrases.PASSWORD_AGAIN),
    )
    fields = [
        entry(
            call,
            name,
            label,
            kind="password",
            required=True,
            problems=problems,
            autocomplete="new-password",
        )
        for name, label in asked
    ]
    made = form(
        call,
        "welcome",
        f"{PATH}/{call.param('token')}",
        fields,
        words.SET_AND_GO,
        lead=words.WELCOME_LEAD.format(email=link.email),
    )
    view = LoginView(
        company=call.kontor.definition.company.name,
        form=made,
        theme=theme_of(call.request),
        notice=said(call, words.WELCOME_TO.format(name=link.name)),
    )
    return render(call, "core/login.html", 422 if problems else 200, login=view)


def _over(call: Call) -> Reply:
    view = ErrorView(
        status=404, text=said(call, words.LINK_OVER_TEXT), theme=theme_of(call.request)
    )
    return render(call, "core/error.html", 404, error=view)


def endpoints() -> list[Endpoint]:
    path = f"{PATH}/{{token:str}}"
    return [
        Endpoint(
            method="GET",
            path=path,
            run=ask,
            audience="public",
            permission="",
            rate="login",
            surface="page",
        ),
        Endpoint(
            method="POST",
            path=path,
            run=set_password,
            audience="public",
            permission="",
            rate="login",
            surface="page",
            accepts=FORM_TYPES,
        ),
    ]
