"""What a rule finds, and the plugin it looks at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from kontor_core.core_plugin import Core
from kontor_core.foundation.errors import KontorError, PluginError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.text import nearest
from kontor_core.hooks.discovery import Candidate, scan
from kontor_core.hooks.dispatch import Dispatcher
from kontor_core.hooks.loader import load
from kontor_core.hooks.register import register
from kontor_core.hooks.registries import Registries


@dataclass(frozen=True)
class Finding:
    """Something to mend: where, by which rule, and what to do."""

    place: str
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Examined:
    """An installed plugin that loads; ``project`` is None for one installed without its sources."""

    key: str
    candidate: Candidate
    registries: Registries
    package: Path
    project: Path | None

    def place(self, file: Path, line: int = 1) -> str:
        return f"{file.relative_to(self.package.parent)}:{line}"


Rule = Callable[[Examined], Iterator[Finding]]


def examine(key: str) -> Examined:
    """Load a plugin with what it requires; raises KontorError saying what is wrong."""
    found = {candidate.key: candidate for candidate in scan()}
    candidate = found.get(key)
    if candidate is None:
        guess = nearest(key, found)
        hint_de = f"Meinten Sie „{guess}“?" if guess else "Installieren Sie es mit pip install -e ."
        hint_en = f'Did you mean "{guess}"?' if guess else "Install it with pip install -e ."
        raise PluginError(key, L(f"nicht installiert. {hint_de}", en=f"not installed. {hint_en}"))
    loaded = load(enabled={key, *_required(key, found)}, core=Core())
    registries = register(Dispatcher(loaded))
    if (problem := loaded.states[key].problem) is not None:
        raise KontorError(problem)  # with file and line, as `kontor plugins list` says it
    package = Path(str(import_module(candidate.package).__file__)).parent
    return Examined(key, candidate, registries, package, _project(package))


def _required(key: str, found: dict[str, Candidate]) -> set[str]:
    names = {candidate.distribution: other for other, candidate in found.items()}
    needed: set[str] = set()
    waiting = [key]
    while waiting:
        for distribution in found[waiting.pop()].requires:
            other = names.get(distribution)
            if other is not None and other not in needed:
                needed.add(other)
                waiting.append(other)
    return needed


def _project(package: Path) -> Path | None:
    for folder in list(package.parents)[:3]:
        if (folder / "pyproject.toml").is_file():
            return folder
    return None
