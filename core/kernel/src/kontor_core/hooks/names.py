"""Resolves what declarations refer to by name; an unknown name is an error with the nearest one.

A name belongs to a plugin by its key (``loyalty.tier``), to core without one. A name of a plugin in
``optional`` or ``bridges`` that is not running is no error: what refers to it is left out.
"""

from collections.abc import Collection, Iterable

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.text import nearest
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.hookspecs import PluginInfo


class Absent(Exception):
    """A name of an optional plugin that is not running."""


class Names:
    """Looks names up on behalf of one plugin."""

    def __init__(self, info: PluginInfo, running: Collection[str]) -> None:
        self.info = info
        self._running = running

    def known(self, what: L, name: str, candidates: Iterable[str], *, where: str) -> None:
        """Pass when the name exists; raises PluginError with the nearest one."""
        names = list(candidates)
        if name not in names:
            raise self.unknown(what, name, names, where=where)

    def known_or_absent(self, what: L, name: str, candidates: Iterable[str], *, where: str) -> None:
        """As ``known``, but raises Absent when the name's plugin is one that may be off."""
        names = list(candidates)
        owner = name.partition(".")[0] if "." in name else CORE
        may_be_off = owner in {*self.info.optional, *self.info.bridges}
        if name not in names and may_be_off and owner not in self._running:
            raise Absent(name)
        self.known(what, name, names, where=where)

    def unknown(self, what: L, name: str, candidates: Iterable[str], *, where: str) -> PluginError:
        guess = nearest(name, candidates)
        return self.refusal(
            f"{where}: {what.de} „{name}“ gibt es nicht."
            + (f" Gemeint ist wohl „{guess}“." if guess else ""),
            f'{where}: there is no {what.en} "{name}".'
            + (f' Did you mean "{guess}"?' if guess else ""),
        )

    def refusal(self, de: str, en: str) -> PluginError:
        return PluginError(self.info.key, L(de, en=en))


ENTITY = L("Entität", en="entity")
FIELD = L("Feld", en="field")
PERMISSION = L("Recht", en="permission")
EVENT = L("Ereignis", en="event")
PAGE = L("Seite", en="page")
