"""Signing in and out: a session is made here, under a fresh id, and ended here."""

from kontor_core.foundation.access import sessions
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.sign_in import sign_in
from kontor_core.foundation.access.throttle import TooMany
from kontor_core.foundation.errors import KontorError, Unauthenticated
from kontor_core.foundation.i18n import LOCALES, text_of
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.problems import headers_of
from kontor_web.resources.addresses import own_path, with_query
from kontor_web.security.content import FORM_TYPES
from kontor_web.security.entering import enter, with_session
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.theme import theme_of
from kontor_web.ui.views import FieldView, FormView, LoginView, Section

LANGUAGES = {"de": "Deutsch", "en": "English"}


def login_page(call: Call) -> Reply:
    back = own_path(call.request.query.get("next", "/"))
    if call.visitor is not None:
        return redirect(back)
    return render(call, "core/login.html", login=_view(call, back))


def login(call: Call) -> Reply:
    request = call.request
    back = own_path(request.field("next", "/"))
    email = request.field("email").strip()
    try:
        user = sign_in(
            call.kontor.storage,
            call.web.throttle,
            email=email,
            password=request.field("password"),
            address=request.client,
        )
    except (Unauthenticated, TooMany) as error:
        view = _view(call, back, email=email, error=error)
        reply = render(call, "core/login.html", error.status, login=view)
        if isinstance(error, TooMany):
            reply.headers += headers_of(error)
        return reply
    return enter(call, user.id, back)


def logout(call: Call) -> Reply:
    visitor = call.visitor
    if visitor is not None and visitor.session is not None:
        with call.kontor.unit(SYSTEM) as uow:
            sessions.end(uow, visitor.session.id)
        call.web.stream.wake()
    reply = with_session(call, redirect("/login"), "")
    return reply.header("clear-site-data", '"cache"')


def _view(call: Call, back: str, *, email: str = "", error: KontorError | None = None) -> LoginView:
    locale = call.locale
    fields = (
        FieldView(
            name="email",
            label=text_of(phrases.LOGIN_EMAIL, locale),
            kind="email",
            value=email,
            required=True,
            autocomplete="username",
            autofocus=not email,
        ),
        FieldView(
            name="password",
            label=text_of(phrases.LOGIN_PASSWORD, locale),
            kind="password",
            required=True,
            autocomplete="current-password",
            autofocus=bool(email),
        ),
        FieldView(name="next", label="", kind="hidden", value=back),
    )
    form = FormView(
        id="login",
        title="",
        action="/login",
        csrf="",
        sections=(Section(fields=fields),),
        submit=text_of(phrases.LOGIN, locale),
        errors=(error.text(locale),) if error else (),
        refused=error is not None,
    )
    return LoginView(
        company=call.kontor.definition.company.name,
        form=form,
        theme=theme_of(call.request),
        languages=tuple(
            (
                LANGUAGES[one],
                with_query("/ui/language", [("to", one), ("next", f"/login?next={back}")]),
                one == locale,
            )
            for one in LOCALES
        ),
    )


def endpoints() -> list[Endpoint]:
    return [
        Endpoint(
            method="GET",
            path="/login",
            run=login_page,
            audience="public",
            permission="",
            rate="page",
            surface="page",
        ),
        Endpoint(
            method="POST",
            path="/login",
            run=login,
            audience="public",
            permission="",
            rate="login",
            surface="page",
            accepts=FORM_TYPES,
        ),
        Endpoint(
            method="POST",
            path="/logout",
            run=logout,
            audience="staff",
            permission="",
            rate="write",
            surface="page",
            accepts=FORM_TYPES,
            while_viewing=True,
        ),
    ]
