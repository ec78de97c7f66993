"""The key is the namespace: distribution, package and command group carry it."""

from collections.abc import Iterator

from kontor_core.hooks.discovery import command_entries
from kontor_core.hooks.loader import BUILTIN
from kontor_sdk.checks.finding import Examined, Finding


def check_names(plugin: Examined) -> Iterator[Finding]:
    """Compare the names of the distribution with the key."""
    found, key = plugin.candidate, plugin.key
    if found.distribution not in (f"kontor-{key}", BUILTIN):
        message = f"The distribution {found.distribution} has to be called kontor-{key}."
        yield Finding("pyproject.toml", "names", message)
    if found.package != f"kontor_{key}":
        message = f"The package {found.package} has to be called kontor_{key}."
        yield Finding("pyproject.toml", "names", message)
    for name, command in command_entries().items():
        dist = command.entry.dist
        if dist is not None and dist.name == found.distribution and name != key:
            message = f"The command group {name} has to be called {key}."
            yield Finding("pyproject.toml", "names", message)
