"""One's own account: language and appearance, password, open sessions, API tokens."""

from collections.abc import Sequence
from datetime import timedelta

from kontor_core.events.administration import UserConfirmFailed, UserTokenMade
from kontor_core.foundation import clock
from kontor_core.foundation.access import passwords, sessions, tokens, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.sign_in import check_password
from kontor_core.foundation.errors import Invalid, KontorError, Unauthenticated
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.security.entering import with_session
from kontor_web.security.in_person import in_person
from kontor_web.ui import phrases
from kontor_web.ui.answers import go, render
from kontor_web.ui.preferences import appearance_card
from kontor_web.ui.second_factor_page import card as second_factor_card
from kontor_web.ui.shell import flash, seen, shell
from kontor_web.ui.views import (
    Action,
    Block,
    ButtonBlock,
    Card,
    FactsBlock,
    FieldView,
    FormBlock,
    FormView,
    Option,
    PageView,
    Section,
    TableBlock,
    Toast,
    Value,
)

ME = "/me"
_DAYS = ("30", "90", "365")
_MOMENT = FieldSpec(label="", kind=Kind.DATETIME)


def me(call: Call) -> Reply:
    return _page(call)


def change_password(call: Call) -> Reply:
    """Change the password; asks for the old one, ends every session and goes on in a new one."""
    in_person(call)
    user_id = call.actor.id or ""
    email = _email(call)
    new = call.request.field("new")
    try:
        if new != call.request.field("again"):
            raise Invalid({"again": phrases.NOT_THE_SAME})
        check_password(
            call.kontor.storage,
            call.web.throttle,
            user_id=user_id,
            password=call.request.field("old"),
            address=call.request.client,
            failed=UserConfirmFailed(
                subject=RecordRef("user", user_id), address=call.request.client
            ),
        )
        hashed = passwords.hash_password(new, about=(call.actor.name, email))
    except Unauthenticated:
        return _page(call, problems={"old": phrases.WRONG_PASSWORD}, status=422)
    except KontorError as error:
        problems = {"new" if n == "password" else n: t for n, t in error.problems().items()}
        return _page(call, problems=problems or {"old": error.message}, status=error.status)
    with call.kontor.unit(SYSTEM) as uow:
        users.set_password(uow, user_id, hashed)
        fresh = sessions.create(uow, user_id)
    text = text_of(phrases.PASSWORD_CHANGED, call.locale)
    reply = flash(redirect(ME), [Toast(text=text)], secure=not call.web.settings.dev)
    return with_session(call, reply, fresh.token)


def new_token(call: Call) -> Reply:
    """Make an API token and show it, this once."""
    in_person(call)
    days = call.request.field("days")
    if days not in _DAYS:
        raise Invalid({"days": L("Bitte wählen.", en="Please choose.")})
    scopes = None if call.request.field("scope") != "read" else ["*:read"]
    with call.kontor.unit(call.actor) as uow:
        made = tokens.create(
            uow,
            user_id=call.actor.id or "",
            name=call.request.field("name")[:100],
            scopes=scopes,
            expires_at=clock.now() + timedelta(days=int(days)),
        )
        user = RecordRef("user", call.actor.id or "")
        uow.publish(UserTokenMade(subject=user, scopes=scopes))
    return _page(call, token=made.token)


def revoke_token(call: Call) -> Reply:
    with call.kontor.unit(call.actor) as uow:
        tokens.revoke(uow, call.actor.id or "", call.param("token_id"))
    return go(call, ME)


def end_session(call: Call) -> Reply:
    with call.kontor.unit(SYSTEM) as uow:
        sessions.revoke(uow, call.actor.id or "", call.param("session_id"))
    return go(call, ME)


def _email(call: Call) -> str:
    info = call.kontor.resources.of_entity("user")
    assert info is not None  # noqa: S101  # core declares it
    record = call.kontor.resources.get(SYSTEM, info, call.actor.id or "", fields=["email"])
    return str(record.values["email"])


def _page(
    call: Call, *, problems: dict[str, Label] | None = None, token: str = "", status: int = 200
) -> Reply:
    in_person(call)
    cards = [
        appearance_card(call),
        Card(
            id="password",
            title=text_of(phrases.PASSWORD, call.locale),
            blocks=(FormBlock(form=_password_form(call, problems or {})),),
        ),
        second_factor_card(call),
        Card(id="tokens", title=text_of(phrases.TOKENS, call.locale), blocks=_tokens(call, token)),
        Card(
            id="sessions",
            title=text_of(phrases.SESSIONS, call.locale),
            blocks=tuple(_sessions(call)),
        ),
    ]
    page = PageView(title=call.actor.name, lead=_email(call), cards=tuple(cards), narrow=True)
    frame = shell(call, text_of(phrases.MY_ACCOUNT, call.locale))
    return seen(call, render(call, "core/page.html", status, shell=frame, page=page))


def _password_form(call: Call, problems: dict[str, Label]) -> FormView:
    asked = (
        ("old", phrases.OLD_PASSWORD, "current-password"),
        ("new", phrases.NEW_PASSWORD, "new-password"),
        ("again", phrases.PASSWORD_AGAIN, "new-password"),
    )
    fields = tuple(
        FieldView(
            name=name,
            label=text_of(label, call.locale),
            kind="password",
            required=True,
            autocomplete=autocomplete,
            wide=True,
            error=text_of(problems[name], call.locale) if name in problems else "",
        )
        for name, label, autocomplete in asked
    )
    return FormView(
        id="password-form",
        title="",
        action=f"{ME}/password",
        csrf=call.csrf,
        sections=(Section(fields=fields),),
        submit=text_of(phrases.SAVE, call.locale),
        refused=bool(problems),
    )


def _tokens(call: Call, token: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if token:
        shown = ((text_of(phrases.TOKEN_ONCE, call.locale), Value(kind="longtext", text=token)),)
        blocks.append(FactsBlock(items=shown))
    held = [
        one
        for one in tokens.list_of(call.kontor.storage, call.actor.id or "")
        if one.revoked_at is None
    ]
    if held:
        blocks.append(
            TableBlock(
                columns=_heads(call, (phrases.NAME, phrases.SCOPE, phrases.ENDS)),
                rows=tuple(
                    (
                        Value(text=one.name),
                        Value(text=", ".join(one.scopes) if one.scopes else "*"),
                        _moment(call, one.expires_at),
                    )
                    for one in held
                ),
            )
        )
        blocks += [
            ButtonBlock(
                action=Action(
                    label=phrases.REVOKE.format(name=one.name).in_(call.locale),
                    icon="trash-2",
                    post=f"{ME}/tokens/{one.id}/revoke",
                )
            )
            for one in held
        ]
    return (*blocks, FormBlock(form=_token_form(call)))


def _token_form(call: Call) -> FormView:
    read, write = phrases.READ_ONLY, phrases.EVERYTHING
    fields = (
        FieldView(
            name="name",
            label=text_of(phrases.TOKEN_NAME, call.locale),
            required=True,
            prefix="token",
            max_length=100,
        ),
        FieldView(
            name="scope",
            label=text_of(phrases.SCOPE, call.locale),
            kind="choice",
            value="read",
            required=True,
            prefix="token",
            options=(
                Option(value="read", label=text_of(read, call.locale)),
                Option(value="all", label=text_of(write, call.locale)),
            ),
        ),
        FieldView(
            name="days",
            label=text_of(phrases.VALID_FOR, call.locale),
            kind="choice",
            value="90",
            required=True,
            prefix="token",
            options=tuple(
                Option(value=days, label=phrases.DAYS.format(n=days).in_(call.locale))
                for days in _DAYS
            ),
        ),
    )
    return FormView(
        id="token-form",
        title="",
        action=f"{ME}/tokens",
        csrf=call.csrf,
        sections=(Section(fields=fields),),
        submit=text_of(phrases.MAKE_TOKEN, call.locale),
    )


def _sessions(call: Call) -> Sequence[Block]:
    current = call.visitor.session.id if call.visitor and call.visitor.session else ""
    found = sessions.list_of(call.kontor.storage, call.actor.id or "")
    table = TableBlock(
        columns=_heads(call, (phrases.SIGNED_IN, phrases.LAST_SEEN, phrases.STATE)),
        rows=tuple(
            (
                _moment(call, one.created_at),
                _moment(call, one.seen_at),
                Value(text=text_of(phrases.THIS_ONE, call.locale) if one.id == current else ""),
            )
            for one in found
        ),
    )
    others = [one for one in found if one.id != current]
    buttons = [
        ButtonBlock(
            action=Action(
                label=phrases.END_SESSION.format(at=_moment(call, one.created_at).text).in_(
                    call.locale
                ),
                icon="log-out",
                post=f"{ME}/sessions/{one.id}/end",
            )
        )
        for one in others[:10]
    ]
    return [table, *buttons]


def _heads(call: Call, labels: Sequence[L]) -> tuple[tuple[str, str], ...]:
    return tuple((text_of(label, call.locale), "text") for label in labels)


def _moment(call: Call, text: str | None) -> Value:
    return Presenter(call).plain(_MOMENT, text) if text else Value(text="–")


def endpoints() -> list[Endpoint]:
    def post(path: str, run: object, rate: str = "write", *, confirm: bool = False) -> Endpoint:
        return Endpoint(
            method="POST",
            path=f"{ME}/{path}",
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission="",
            rate=rate,  # type: ignore[arg-type]  # one of the four
            surface="page",
            accepts=FORM_TYPES,
            confirm=confirm,
        )

    return [
        Endpoint(
            method="GET",
            path=ME,
            run=me,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        ),
        post("password", change_password, "login"),
        post("tokens", new_token, "heavy", confirm=True),
        post("tokens/{token_id:str}/revoke", revoke_token),
        post("sessions/{session_id:str}/end", end_session),
    ]
