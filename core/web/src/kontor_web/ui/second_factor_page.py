"""The second factor of one's own account: set it up, new recovery codes, turn it off."""

from collections.abc import Sequence

from kontor_core.events.administration import UserSecondFactorRemoved
from kontor_core.foundation.access import directory, second_factor, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.errors import KontorError, Refused
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.resources.showing import Presenter
from kontor_web.security.content import FORM_TYPES
from kontor_web.security.entering import asking, go_on, with_session
from kontor_web.security.factor_form import (
    code_field,
    codes_block,
    set_up,
    to_scan,
    told,
)
from kontor_web.security.in_person import in_person
from kontor_web.terms import Surface
from kontor_web.ui import entering_words as words
from kontor_web.ui import phrases
from kontor_web.ui.answers import go, render
from kontor_web.ui.shell import flash, seen, shell
from kontor_web.ui.views import (
    Action,
    Block,
    ButtonBlock,
    Card,
    ConfirmView,
    Crumb,
    FactsBlock,
    FormBlock,
    FormView,
    LinkBlock,
    PageView,
    Section,
    Tag,
    Toast,
    Value,
)

ME = "/me"
PATH = f"{ME}/second-factor"
_MOMENT = FieldSpec(label="", kind=Kind.DATETIME)


def card(call: Call) -> Card:
    """Say how one's own second factor stands, with the ways to change it."""
    found = second_factor.standing(call.kontor.storage, call.actor.id or "")
    label, color = words.ON if found else words.OFF
    state = Value(
        kind="choice", tags=(Tag(text=text_of(label, call.locale), color=color, dot=True),)
    )
    items = [(text_of(words.STATE, call.locale), state)]
    blocks: list[Block]
    if found is None:
        set_it_up = LinkBlock(
            text=text_of(words.SET_UP_TITLE, call.locale), href=PATH, icon="shield"
        )
        told_why = Value(kind="longtext", text=text_of(words.CARD_OFF, call.locale))
        items.append((text_of(words.CODE_TITLE, call.locale), told_why))
        blocks = [FactsBlock(items=tuple(items)), set_it_up]
    else:
        items += [
            (
                text_of(words.SINCE, call.locale),
                Presenter(call).plain(_MOMENT, found.since),
            ),
            (text_of(words.LEFT, call.locale), Value(text=str(found.codes))),
        ]
        blocks = [
            FactsBlock(items=tuple(items)),
            FormBlock(form=_button_form(call, "codes-form", f"{PATH}/codes", words.NEW_CODES)),
            LinkBlock(text=text_of(words.ANOTHER, call.locale), href=PATH, icon="shield"),
            ButtonBlock(
                action=Action(
                    label=text_of(words.TURN_OFF, call.locale), icon="power-off", get=f"{PATH}/off"
                )
            ),
        ]
    return Card(
        id="second-factor", title=text_of(words.CODE_TITLE, call.locale), blocks=tuple(blocks)
    )


def ask(call: Call) -> Reply:
    """Show the picture to scan; nothing is kept until its first code was right."""
    in_person(call)
    return _set_up_page(call)


def take(call: Call) -> Reply:
    """Take the app; one's other sessions end, this one goes on under a fresh id."""
    session = in_person(call)
    try:
        codes = set_up(call, call.actor.id or "")
    except KontorError as error:
        if error.status != 422:
            raise
        return _set_up_page(call, error.problems().get("code", error.message))
    token = go_on(call, session)
    return with_session(call, _codes_page(call, codes), token)


def new_codes(call: Call) -> Reply:
    """Show new recovery codes, this once; the former ones are worth nothing now."""
    in_person(call)
    user_id = call.actor.id or ""
    if second_factor.standing(call.kontor.storage, user_id) is None:
        return redirect(ME)
    with call.kontor.unit(SYSTEM) as uow:
        codes = second_factor.new_codes(uow, user_id)
    told(call, user_id)
    return _codes_page(call, codes)


def ask_off(call: Call) -> Reply:
    _may_turn_off(call)
    view = ConfirmView(
        title=text_of(words.CODE_TITLE, call.locale),
        text=text_of(words.CARD_OFF, call.locale),
        submit=text_of(words.TURN_OFF, call.locale),
        action=f"{PATH}/off",
        csrf=call.csrf,
    )
    return render(call, "core/parts/confirm.html", view=view)


def off(call: Call) -> Reply:
    in_person(call)
    _may_turn_off(call)
    user_id = call.actor.id or ""
    with call.kontor.unit(SYSTEM) as uow:
        gone = second_factor.remove(uow, user_id)
    if gone:
        with call.kontor.unit(call.actor) as uow:
            uow.publish(UserSecondFactorRemoved(subject=RecordRef("user", user_id)))
    note = Toast(text=text_of(words.TURNED_OFF, call.locale))
    return flash(go(call, ME), [note], secure=not call.web.settings.dev)


def _may_turn_off(call: Call) -> None:
    person = directory.person(call.kontor.storage, call.actor.id or "")
    if second_factor.asked_of(person.roles if person else (), asking(call)):
        raise Refused(words.NEEDED)


def _set_up_page(call: Call, problem: Label = "") -> Reply:
    user = users.find(call.kontor.storage, call.actor.id or "")
    again = bool(problem) and problem is not words.OLD_PAGE
    blocks, hidden = to_scan(call, user.id, user.email, again=again)
    form = FormView(
        id="second-factor-form",
        title="",
        action=PATH,
        csrf=call.csrf,
        sections=(Section(fields=(code_field(call, problem), hidden)),),
        submit=text_of(words.SET_UP, call.locale),
        cancel=ME,
        refused=bool(problem),
    )
    title = words.SET_UP_TITLE
    return _page(call, title, words.SET_UP_LEAD, [*blocks, FormBlock(form=form)], bool(problem))


def _codes_page(call: Call, codes: Sequence[str]) -> Reply:
    on = LinkBlock(text=text_of(words.CODES_KEPT, call.locale), href=ME, icon="check")
    return _page(call, words.CODES_TITLE, words.CODES_LEAD, [codes_block(call, codes), on])


def _page(
    call: Call, title: Label, lead: Label, blocks: Sequence[Block], refused: bool = False
) -> Reply:
    told = text_of(title, call.locale)
    account = text_of(phrases.MY_ACCOUNT, call.locale)
    crumbs = (Crumb(label=account, href=ME), Crumb(label=told))
    page = PageView(
        title=told,
        lead=text_of(lead, call.locale),
        cards=(Card(id="second-factor", blocks=tuple(blocks)),),
        narrow=True,
    )
    frame = shell(call, told, crumbs=crumbs)
    status = 422 if refused else 200
    return seen(call, render(call, "core/page.html", status, shell=frame, page=page))


def _button_form(call: Call, name: str, action: str, submit: Label) -> FormView:
    return FormView(
        id=name,
        title="",
        action=action,
        csrf=call.csrf,
        sections=(),
        submit=text_of(submit, call.locale),
    )


def endpoints() -> list[Endpoint]:
    def get(path: str, run: object, surface: Surface) -> Endpoint:
        return Endpoint(
            method="GET",
            path=path,
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission="",
            rate="page",
            surface=surface,
        )

    def post(path: str, run: object) -> Endpoint:
        return Endpoint(
            method="POST",
            path=path,
            run=run,  # type: ignore[arg-type]  # a handler
            audience="staff",
            permission="",
            rate="login",
            surface="page",
            accepts=FORM_TYPES,
            confirm=True,
        )

    return [
        get(PATH, ask, "page"),
        post(PATH, take),
        post(f"{PATH}/codes", new_codes),
        get(f"{PATH}/off", ask_off, "fragment"),
        post(f"{PATH}/off", off),
    ]
