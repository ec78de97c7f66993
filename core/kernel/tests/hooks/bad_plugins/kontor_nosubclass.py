"""Its class is no Plugin."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.hookspecs import PluginInfo, hookimpl


class Plug:
    info = PluginInfo("nosubclass", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_jobs(self) -> list[object]:
        return []
