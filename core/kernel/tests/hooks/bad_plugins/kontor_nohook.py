"""It implements nothing."""

from kontor_core.foundation.i18n import L
from kontor_core.hooks.hookspecs import Plugin, PluginInfo


class Plug(Plugin):
    info = PluginInfo("nohook", L("Kaputt", en="Broken"))
