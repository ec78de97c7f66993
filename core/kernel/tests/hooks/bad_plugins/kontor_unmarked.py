"""Its method would silently never be called."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.entities import Resource
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("unmarked", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_jobs(self) -> list[Job]:
        return []

    def kontor_resources(self) -> list[Resource]:
        return []
