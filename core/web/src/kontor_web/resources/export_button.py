"""The button of a list that exports it."""

from kontor_core.exchange.export_rights import may_export
from kontor_core.foundation.i18n import text_of
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.resources import export_phrases as phrases
from kontor_web.resources.asked import Asked, beside
from kontor_web.ui.views import Action


def export_action(call: Call, info: ResourceInfo, asked: Asked) -> Action | None:
    """Give the button of a list; None for who may not take anything along."""
    if not may_export(call.kontor.storage.schema, call.actor, info):
        return None
    label = text_of(phrases.EXPORT, call.locale)
    return Action(label=label, icon="download", get=beside(info, asked, "export"))
