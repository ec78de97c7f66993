"""Which plugins are installed: read from the metadata of distributions, without importing them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import importlib_metadata

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

GROUP = "kontor.plugins"
COMMANDS = "kontor.commands"
SDK = "kontor-sdk"
HOUSE = frozenset({SDK, "kontor-core", "kontor-web", "kontor-builtin", "kontor-crm"})
"""Distributions that are no plugins, though their names begin like one."""


@dataclass(frozen=True)
class Candidate:
    """One entry point of the group ``kontor.plugins``, as its distribution describes it."""

    key: str
    target: str  # "kontor_keyaccounts.plugin:KeyAccounts"
    distribution: str
    version: str
    summary: str
    requirements: tuple[str, ...]

    @property
    def module(self) -> str:
        return self.target.partition(":")[0].strip()

    @property
    def attribute(self) -> str:
        return self.target.partition(":")[2].strip()

    @property
    def package(self) -> str:
        return self.module.partition(".")[0]

    @cached_property
    def sdk_range(self) -> "SpecifierSet | None":
        """Give the range of SDK versions it declares; None when it declares none."""
        for requirement in self._parsed:
            if canonical(requirement.name) == SDK:
                return requirement.specifier
        return None

    @cached_property
    def requires(self) -> frozenset[str]:
        """Give the names of other plugins' distributions it cannot be installed without."""
        names = {canonical(r.name) for r in self._parsed if r.marker is None}
        return frozenset(n for n in names if n.startswith("kontor-") and n not in HOUSE)

    @cached_property
    def _parsed(self) -> "tuple[Requirement, ...]":
        # kontor --help lists commands and reads no requirements; this library would double its time
        from packaging.requirements import InvalidRequirement, Requirement

        found = []
        for text in self.requirements:
            try:
                found.append(Requirement(text))
            except InvalidRequirement:
                continue  # pip would have refused it; it cannot name anything of ours
        return tuple(found)


def scan(path: Sequence[str] | None = None) -> list[Candidate]:
    """Find every installed plugin, by key and distribution; imports none of them.

    ``path`` is where to look, ``sys.path`` when left out.
    """
    found: dict[tuple[str, str], Candidate] = {}
    if path is None:
        distributions = importlib_metadata.distributions()
    else:
        distributions = importlib_metadata.distributions(path=list(path))
    for dist in distributions:
        for point in dist.entry_points:
            if point.group != GROUP:
                continue
            candidate = Candidate(
                key=point.name,
                target=point.value,
                distribution=canonical(dist.name),
                version=dist.version,
                summary=dist.metadata.get("Summary") or "",
                requirements=tuple(dist.requires or ()),
            )
            # the first on the path is the one that would be imported
            found.setdefault((candidate.key, candidate.distribution), candidate)
    return [found[name] for name in sorted(found)]


def version_of(distribution: str = SDK) -> str | None:
    """Give the version of an installed distribution, by default the SDK; None when it is absent."""
    try:
        return importlib_metadata.version(distribution)
    except importlib_metadata.PackageNotFoundError:
        return None


def canonical(name: str) -> str:
    """Write a distribution's name the one way: ``Kontor_Sales`` -> ``kontor-sales``."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class CommandEntry:
    """A command group of a plugin; its help is the distribution's summary."""

    entry: importlib_metadata.EntryPoint

    @property
    def summary(self) -> str:
        dist = self.entry.dist
        return (dist.metadata["Summary"] or "") if dist is not None else ""

    def load(self) -> Any:
        """Import the plugin's command group."""
        return self.entry.load()


def command_entries(group: str = "") -> dict[str, CommandEntry]:
    """Give the command groups that plugins bring, by name; the first distribution wins.

    ``group`` asks for additions to one of our own groups: the entry point ``plugins.check`` is the
    command ``check`` of ``kontor plugins``.
    """
    found: dict[str, CommandEntry] = {}
    for entry in importlib_metadata.entry_points(group=COMMANDS):
        within, _, name = entry.name.rpartition(".")
        if within == group:
            found.setdefault(name, CommandEntry(entry))
    return found
