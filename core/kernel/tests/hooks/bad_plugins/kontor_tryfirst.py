"""It wants to be asked before everybody else."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.flow import Job
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("tryfirst", L("Kaputt", en="Broken"))

    @hookimpl(tryfirst=True)
    def kontor_jobs(self) -> list[Job]:
        return []
