"""``kontor plugins check``: what a machine can see before a person has to."""

import sys

import click

from kontor_sdk.checks.columns import check_columns
from kontor_sdk.checks.doors import check_doors
from kontor_sdk.checks.finding import Finding, Rule, examine
from kontor_sdk.checks.imports import check_imports
from kontor_sdk.checks.migrations import check_migrations
from kontor_sdk.checks.names import check_names
from kontor_sdk.checks.readme import check_readme
from kontor_sdk.checks.translations import check_translations

RULES: tuple[Rule, ...] = (
    check_names,
    check_imports,
    check_doors,
    check_columns,
    check_translations,
    check_migrations,
    check_readme,
)


def findings(key: str) -> list[Finding]:
    """Run every rule on an installed plugin; raises PluginError for one that does not load."""
    plugin = examine(key)
    return [finding for rule in RULES for finding in rule(plugin)]


@click.command()
@click.argument("key")
def check(key: str) -> None:
    """Check the installed plugin KEY; exit code 1 when there is something to mend."""
    found = findings(key)
    for finding in found:
        click.echo(str(finding))
    if found:
        click.echo(f"{len(found)} to mend in {key}.")
        sys.exit(1)
    click.echo(f"{key} keeps all {len(RULES)} rules.")
