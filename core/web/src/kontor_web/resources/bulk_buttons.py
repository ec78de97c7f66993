"""The bar of a list for what is selected: what goes with any records, and what plugins add."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from kontor_core.bulk.fields import assignable_fields, editable_fields
from kontor_core.exchange.export_rights import may_export
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.i18n import text_of
from kontor_core.hooks.declarations.actions import EVERYWHERE, ActionScope
from kontor_core.hooks.declarations.actions import Action as ActionSpec
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.listing import COUNTED_TO
from kontor_web.calls import Call
from kontor_web.resources import bulk_phrases as phrases
from kontor_web.resources import export_phrases
from kontor_web.resources.asked import Asked, beside
from kontor_web.resources.bulk_selection import number_of
from kontor_web.resources.chips import icon_of
from kontor_web.ui.blocks import action_button
from kontor_web.ui.shell import may
from kontor_web.ui.slots import allowed
from kontor_web.ui.views import Action


def bulk_fields(call: Call, info: ResourceInfo, asked: Asked) -> list[Action]:
    """Give the fields that may be changed on a selection: the menu behind "Change"."""
    if call.actor.id is None or not may(call, info, Verb.EDIT):
        return []
    return [
        Action(
            label=text_of(field.label, call.locale),
            icon=icon_of(field),
            get=beside(info, asked, "bulk/edit", field=field.name),
        )
        for field in editable_fields(info, call.actor)
    ]


def bulk_actions(call: Call, info: ResourceInfo, asked: Asked) -> list[Action]:
    """Give the buttons of the bar besides: assign, export, actions of plugins, delete."""
    found = []
    schema = call.kontor.storage.schema
    assigns = schema.level(call.actor.profile, info.rule, Verb.ASSIGN) is not Level.NONE
    if assigns and may(call, info, Verb.EDIT) and assignable_fields(info, call.actor):
        get = beside(info, asked, "bulk/assign")
        found.append(Action(label=text_of(phrases.ASSIGN, call.locale), icon="user", get=get))
    if may_export(schema, call.actor, info):
        label = text_of(export_phrases.EXPORT, call.locale)
        found.append(Action(label=label, icon="download", get=beside(info, asked, "export")))
    for owned in call.kontor.registries.specs(ActionSpec, info.entity):
        if owned.spec.scope is ActionScope.BULK and allowed(call, owned):
            button = action_button(call, owned.id, owned.spec)
            of = [("of", info.name)] if owned.spec.on in EVERYWHERE else []
            found.append(_with_list(button, asked, of))
    if may(call, info, Verb.DELETE):
        get = beside(info, asked, "bulk/delete")
        found.append(
            Action(label=text_of(phrases.DELETE, call.locale), icon="trash-2", get=get, danger=True)
        )
    return found


def _with_list(action: Action, asked: Asked, of: Sequence[tuple[str, str]]) -> Action:
    """Let an action of a plugin know the list as well: all of its result may be meant."""
    query = urlencode([*of, ("list", asked.path), *asked.carried])
    return replace(
        action,
        get=f"{action.get}?{query}" if action.get else None,
        post=f"{action.post}?{query}" if action.post else None,
    )


def every(call: Call, count: int, shown: int) -> str:
    """Offer the whole result where a page does not show all of it."""
    if count <= shown:
        return ""
    n = f"{number_of(call, min(count, COUNTED_TO))}{'+' if count > COUNTED_TO else ''}"
    return phrases.EVERY.format(n=n).in_(call.locale)
