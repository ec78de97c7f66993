"""Which plugins there are and how they do, from metadata and ledger: no plugin is imported."""

from collections.abc import Collection, Mapping, Sequence

import pluggy

from kontor_core.hooks import discovery
from kontor_core.hooks.discovery import Candidate
from kontor_core.hooks.hookspecs import PROJECT
from kontor_core.hooks.ledger import LedgerRow
from kontor_core.hooks.loaded import Loaded
from kontor_core.hooks.loader import BUILTIN
from kontor_core.hooks.selection import fit_to_import, note_absent, without_duplicates
from kontor_core.hooks.states import PluginState, State


def overview(
    enabled: Collection[str],
    ledger: Mapping[str, LedgerRow],
    candidates: Sequence[Candidate] | None = None,
) -> tuple[list[PluginState], bool]:
    """Give the state of every plugin, and whether it can be trusted.

    It cannot when an enabled plugin did not run at the last start, or not in this version: then
    only loading it tells whether it works.
    """
    found = list(discovery.scan() if candidates is None else candidates)
    wanted = {*enabled, *(c.key for c in found if c.distribution == BUILTIN)}
    known = {key: row for key, row in ledger.items() if key != "core"}
    loaded = Loaded(pluggy.PluginManager(PROJECT))
    single = without_duplicates(loaded, found, wanted)
    note_absent(loaded, wanted, known, single)
    fit_to_import(loaded, single, wanted, discovery.version_of())
    trusted = all(_has_run(state, known.get(state.key)) for state in loaded.states.values())
    return sorted(loaded.states.values(), key=lambda state: state.key), trusted


def _has_run(state: PluginState, row: LedgerRow | None) -> bool:
    if state.state is not State.ENABLED:
        return True
    return row is not None and row.version == state.version and row.state == State.ENABLED
