"""Migrations make exactly the tables that models declare."""

from collections.abc import Iterator

from kontor_sdk.checks.finding import Examined, Finding
from kontor_sdk.scaffold.migration import difference


def check_migrations(plugin: Examined) -> Iterator[Finding]:
    """Run the migrations on an empty database and compare."""
    if not any(owned.owner == plugin.key for owned in plugin.registries.entities.values()):
        return
    requires = plugin.registries.plugins[plugin.key].requires
    if difference(plugin.key, package=plugin.package.name, requires=requires).body is not None:
        message = (
            "Models and migrations differ. Write the next one: "
            f'kontor plugins migration {plugin.key} -m "What changes"'
        )
        yield Finding(f"{plugin.package.name}/migrations", "migrations", message)
