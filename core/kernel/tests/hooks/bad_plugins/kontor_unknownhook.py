"""It misspells a hook."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("unknownhook", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_entitys(self) -> list[object]:
        return []
