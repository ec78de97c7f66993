"""Its key is not the name of its entry point."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("otherkey", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_jobs(self) -> list[Job]:
        return []
