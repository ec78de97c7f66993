"""pluggy would put a coroutine into the answers."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.hookspecs import Plugin, PluginInfo, hookimpl


class Plug(Plugin):
    info = PluginInfo("asynchook", L("Kaputt", en="Broken"))

    @hookimpl
    async def kontor_jobs(self) -> list[object]:  # type: ignore[override]
        return []
