"""Looking at Kontor as another user: begin, and end before the time is up."""

from kontor_core.events.administration import VIEW_AS, UserViewed, UserViewingEnded
from kontor_core.foundation import clock
from kontor_core.foundation.access import sessions, viewing
from kontor_core.foundation.access.identities import SYSTEM, Actor
from kontor_core.foundation.errors import Forbidden, NotFound
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.security.content import FORM_TYPES
from kontor_web.security.entering import with_session
from kontor_web.settings import words
from kontor_web.settings.parts import ROOT, back, get, post, said
from kontor_web.ui.answers import go, render
from kontor_web.ui.shell import VIEWING_ENDS
from kontor_web.ui.views import ConfirmView


def ask(call: Call) -> Reply:
    """Say what looking as somebody means."""
    other = _other(call)
    viewing.check(call.actor, other)
    view = ConfirmView(
        title=said(call, words.VIEW_AS_TITLE.format(name=other.name)),
        text=said(call, words.VIEW_AS_TEXT.format(name=other.name)),
        submit=said(call, words.VIEW_AS.format(name=other.name)),
        action=f"{ROOT}/users/{other.id}/view",
        csrf=call.csrf,
        consequences=(said(call, words.VIEW_AS_TOLD), said(call, words.VIEW_AS_NOT)),
        danger=False,
    )
    return render(call, "core/parts/confirm.html", view=view)


def begin(call: Call) -> Reply:
    """Look as somebody from now on, under a fresh session."""
    other = _other(call)
    viewing.check(call.actor, other)
    session = _session(call)
    until = clock.now() + viewing.LONGEST
    with call.kontor.unit(call.actor) as uow:
        uow.publish(UserViewed(subject=_user(other), viewed_id=str(other.id), until=until))
    with call.kontor.unit(SYSTEM) as uow:
        fresh = sessions.rotate(uow, session, viewed_id=other.id, viewed_until=until)
    return with_session(call, go(call, "/"), fresh.token)


def end(call: Call) -> Reply:
    """Be oneself again, under a fresh session; nothing happens to one who is already."""
    visitor = call.visitor
    if visitor is None or visitor.viewer is None:
        return redirect("/")
    session, other = _session(call), visitor.actor
    with call.kontor.unit(visitor.viewer) as uow:
        uow.publish(UserViewingEnded(subject=_user(other), viewed_id=str(other.id)))
    with call.kontor.unit(SYSTEM) as uow:
        fresh = sessions.rotate(uow, session)
    reply = back(call, f"{ROOT}/users/{other.id}", words.VIEW_AS_ENDED)
    return with_session(call, reply, fresh.token)


def _other(call: Call) -> Actor:
    """Give whom to look as; NotFound for one who is switched off."""
    return call.kontor.actor(call.param("user_id"))


def _user(actor: Actor) -> RecordRef:
    if actor.id is None:
        raise NotFound("user")
    return RecordRef("user", actor.id)


def _session(call: Call) -> sessions.SessionRow:
    if call.visitor is None or call.visitor.session is None:
        raise Forbidden(
            L("Das geht nur nach persönlicher Anmeldung.", en="This needs a personal sign-in.")
        )
    return call.visitor.session


def endpoints() -> list[Endpoint]:
    one = "/users/{user_id:str}/view"
    return [
        get(one, ask, VIEW_AS, surface="fragment"),
        post(one, begin, VIEW_AS, confirm=True),
        Endpoint(
            method="POST",
            path=VIEWING_ENDS,
            run=end,
            audience="staff",
            permission="",
            rate="write",
            surface="page",
            accepts=FORM_TYPES,
            while_viewing=True,
        ),
    ]
