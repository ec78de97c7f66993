"""Which of the installed plugins are fit to be imported, and why the others are not.

Everything here is decided from metadata: a plugin that stays off is never imported.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from typing import Protocol

from kontor_core.foundation.errors import PluginError
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.text import nearest
from kontor_core.hooks.class_check import check_key
from kontor_core.hooks.discovery import Candidate
from kontor_core.hooks.loaded import Loaded, unhealthy
from kontor_core.hooks.states import PluginState, State


class Known(Protocol):
    """What the ledger remembers of a plugin (``ledger.py``)."""

    @property
    def key(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def version(self) -> str | None: ...
    @property
    def distribution(self) -> str | None: ...


def without_duplicates(
    loaded: Loaded, found: Sequence[Candidate], wanted: Collection[str]
) -> dict[str, Candidate]:
    """Give one candidate for each key; where two distributions claim it, neither may have it."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in found:
        if candidate.key == "core":
            _refuse_core(loaded, candidate)
            continue
        groups.setdefault(candidate.key, []).append(candidate)
    single = {}
    for key, group in sorted(groups.items()):
        if len(group) == 1:
            single[key] = group[0]
            continue
        names = ", ".join(f"{c.distribution} {c.version}" for c in group)
        error = PluginError(
            key,
            L(
                f"Mehrere Distributionen wollen den Schlüssel „{key}“: {names}. Keine wird "
                "geladen. Deinstallieren Sie alle bis auf eine.",
                en=f'Several distributions claim the key "{key}": {names}. None is loaded. '
                "Uninstall all but one.",
            ),
        )
        loaded.states[key] = _state_of(group[0], State.FAILED).turned(State.FAILED, error.message)
        if key in wanted:
            loaded.quarantine(key, error)
    return single


def _refuse_core(loaded: Loaded, candidate: Candidate) -> None:
    """Show whoever calls itself core under its distribution's name; the key is taken."""
    state = replace(_state_of(candidate, State.FAILED), key=candidate.distribution)
    try:
        check_key(candidate.key)
    except PluginError as error:
        loaded.states[state.key] = state.turned(State.FAILED, error.message)


def note_absent(
    loaded: Loaded,
    wanted: Collection[str],
    known: Mapping[str, Known],
    single: Mapping[str, Candidate],
) -> None:
    """Write down what is not installed, and what is installed but not on."""
    for key, candidate in single.items():
        if key not in wanted:
            was_on = key in known
            loaded.states[key] = _state_of(candidate, State.DISABLED if was_on else State.AVAILABLE)
    for key in sorted((set(wanted) | set(known)) - set(loaded.states) - set(single)):
        row = known.get(key)
        removed = row is not None and row.state == State.REMOVED and key not in wanted
        loaded.states[key] = PluginState(
            key=key,
            state=State.REMOVED if removed else State.MISSING,
            distribution=row.distribution if row else None,
            version=row.version if row else None,
            problem=None if removed else _missing(key, single, known=row is not None),
        )


def fit_to_import(
    loaded: Loaded, single: Mapping[str, Candidate], wanted: Collection[str], sdk: str | None
) -> list[Candidate]:
    """Sort out what must not be imported, and put the rest after what it requires."""
    fit: dict[str, Candidate] = {}
    for key, candidate in single.items():
        if key not in wanted:
            continue
        loaded.states[key] = _state_of(candidate, State.ENABLED)
        try:
            check_key(key)
        except PluginError as error:
            loaded.quarantine(key, error)
            continue
        if problem := _incompatible(candidate, sdk):
            loaded.states[key] = loaded.states[key].turned(State.INCOMPATIBLE, problem)
            if loaded.strict:
                raise PluginError(key, problem)
            continue
        fit[key] = candidate

    key_of = {c.distribution: key for key, c in single.items()}
    needs = {
        key: {key_of.get(name, name.removeprefix("kontor-")) for name in c.requires}
        for key, c in fit.items()
    }
    order = _sorted(loaded, needs)
    ready: list[Candidate] = []
    for key in order:
        absent = sorted(n for n in needs[key] if n not in {c.key for c in ready})
        if absent:
            loaded.block(key, unhealthy(absent[0]))
        else:
            ready.append(fit[key])
    return ready


def _sorted(loaded: Loaded, needs: Mapping[str, set[str]]) -> list[str]:
    known = {key: {n for n in names if n in needs} for key, names in needs.items()}
    try:
        return list(by_key(known))
    except CycleError as error:
        circle = list(dict.fromkeys(error.args[1]))
        for key in circle:
            others = " -> ".join(circle)
            loaded.block(
                key,
                L(
                    f"Plugins verlangen einander im Kreis: {others}.",
                    en=f"Plugins require each other in a circle: {others}.",
                ),
            )
        return _sorted(loaded, {k: v for k, v in needs.items() if k not in circle})


def by_key(needs: Mapping[str, set[str]]) -> Iterator[str]:
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()])
        first = ready.pop(0)
        yield first
        sorter.done(first)


def _state_of(candidate: Candidate, state: State) -> PluginState:
    return PluginState(
        key=candidate.key,
        state=state,
        distribution=candidate.distribution,
        version=candidate.version,
        summary=candidate.summary,
    )


def _incompatible(candidate: Candidate, sdk: str | None) -> Label | None:
    wants = candidate.sdk_range
    if wants is None:
        return L(
            f"{candidate.distribution} nennt keinen Bereich für kontor-sdk. Schreiben Sie "
            "„kontor-sdk>=1,<2“ in seine Abhängigkeiten.",
            en=f"{candidate.distribution} declares no range for kontor-sdk. Write "
            '"kontor-sdk>=1,<2" into its dependencies.',
        )
    if sdk is None:
        return L(
            "kontor-sdk ist nicht installiert, jedes Plugin braucht es.",
            en="kontor-sdk is not installed, and every plugin needs it.",
        )
    if wants.contains(sdk, prereleases=True):
        return None
    return L(
        f"{candidate.distribution} {candidate.version} ist für kontor-sdk {wants} geschrieben, "
        f"installiert ist {sdk}. Seine Daten bleiben; installieren Sie eine passende Version.",
        en=f"{candidate.distribution} {candidate.version} is written for kontor-sdk {wants}, "
        f"installed is {sdk}. Its data is kept; install a version that fits.",
    )


def _missing(key: str, single: Mapping[str, Candidate], *, known: bool) -> Label:
    guess = nearest(key, single)
    de = f"Plugin {key} ist nicht installiert."
    en = f"Plugin {key} is not installed."
    if known:
        de += " Seine Daten bleiben."
        en += " Its data is kept."
    if guess:
        de += f" Gemeint ist vielleicht „{guess}“."
        en += f' Did you mean "{guess}"?'
    else:
        de += f" Installieren Sie kontor-{key} oder streichen Sie es aus kontor.toml."
        en += f" Install kontor-{key} or take it out of kontor.toml."
    return L(de, en=en)
