"""Its marker belongs to another project."""

import pluggy

from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.hookspecs import Plugin, PluginInfo

hookimpl = pluggy.HookimplMarker("other")


class Plug(Plugin):
    info = PluginInfo("wrongmarker", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_jobs(self) -> list[Job]:
        return []
