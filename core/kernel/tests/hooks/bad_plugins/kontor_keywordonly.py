"""pluggy does not see keyword-only arguments."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.contexts import SeedContext
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("keywordonly", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_seed(self, *, ctx: SeedContext) -> None:  # type: ignore[override]
        pass
