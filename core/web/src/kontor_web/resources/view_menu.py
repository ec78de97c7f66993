"""The menu of a list's view: keep what is shown, change or share a view, open the list with it."""

from urllib.parse import urlencode

from kontor_core.foundation.i18n import Label, text_of
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.saved_views import Saved, may_change
from kontor_web.calls import Call
from kontor_web.resources.asked import EVERYTHING, PIECES, Asked, State, beside
from kontor_web.ui import list_phrases as phrases
from kontor_web.ui.views import Action, ViewMenu


def view_menu(call: Call, info: ResourceInfo, asked: Asked) -> ViewMenu | None:
    """Give what can be done with the view on screen; None for who cannot keep any."""
    if call.actor.id is None:
        return None
    saved = asked.usual.saved
    own = saved is not None and may_change(call.actor, saved)
    found = []
    if saved is not None and asked.changed:
        if own:
            keep = overwrite_url(saved, asked.state, saved.version)
            found.append(_post(call, phrases.OVERWRITE, "save", keep))
        here = f"{asked.path}?view={saved.id}"
        found.append(Action(label=_text(call, phrases.DISCARD), icon="undo-2", href=here))
    new = beside(info, asked, "views/new")
    found.append(Action(label=_text(call, phrases.SAVE_AS), icon="bookmark-plus", get=new))
    if saved is not None and own:
        edit = beside(info, asked, f"views/{saved.id}/edit")
        found.append(Action(label=_text(call, phrases.RENAME), icon="share-2", get=edit))
    found += _opening(call, info, asked)
    if saved is not None and own:
        delete = f"/ui/views/{saved.id}/delete"
        label = _text(call, phrases.DELETE_VIEW)
        found.append(Action(label=label, icon="trash-2", post=delete, danger=True))
    return ViewMenu(
        label=_text(call, phrases.VIEW),
        changed=asked.changed,
        actions=tuple(found),
    )


def overwrite_url(view: Saved, state: State, version: int) -> str:
    """Give the address that keeps a state in a view, whatever it held before."""
    items = [(name, getattr(state, name)) for name in PIECES]
    return f"/ui/views/{view.id}/overwrite?{urlencode([('version', str(version)), *items])}"


def _opening(call: Call, info: ResourceInfo, asked: Asked) -> list[Action]:
    """Offer the view on screen as the one the list opens with, or take that back."""
    usual, here = asked.views.usual, asked.view
    if here in (EVERYTHING, usual) or asked.usual.missing:
        here = ""
    if not here and not usual:
        return []
    label = phrases.OPEN_WITH if here else phrases.OPEN_PLAIN
    items = urlencode([("list", asked.path), ("view", here)])
    icon = "pin" if here else "pin-off"
    return [_post(call, label, icon, f"/ui/{info.name}/views/usual?{items}")]


def _post(call: Call, label: Label, icon: str, url: str) -> Action:
    return Action(label=_text(call, label), icon=icon, post=url)


def _text(call: Call, label: Label) -> str:
    return text_of(label, call.locale)
