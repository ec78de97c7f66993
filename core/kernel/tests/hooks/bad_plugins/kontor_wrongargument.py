"""It asks for an argument the hook does not pass."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("wrongargument", L("Kaputt", en="Broken"))

    @hookimpl
    def kontor_seed(self, context: object) -> None:  # type: ignore[override]
        pass
