"""What a column holds about people is declared, and an erasure takes it away."""

from collections.abc import Iterator

from kontor_core.foundation.fields import Kind, spec_of
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.hooks.tables import sql_table
from kontor_sdk.checks.finding import Examined, Finding

_PERSONAL = (Data.PERSONAL, Data.SPECIAL, Data.SECRET)
_OF_PERSONS = (Kind.LONGTEXT, Kind.EMAIL, Kind.PHONE)


def check_columns(plugin: Examined) -> Iterator[Finding]:
    """Look at the data class and the erase mode of every column."""
    for owned in plugin.registries.entities.values():
        if owned.owner != plugin.key:
            continue
        for column in sql_table(owned.spec).columns:
            spec = spec_of(column)
            place = f"{owned.id}.{column.name}"
            if spec is None:
                continue  # the loader has refused it already
            if spec.kind in _OF_PERSONS and spec.data not in _PERSONAL:
                message = f"A {spec.kind.value} tells of persons: declare it Data.PERSONAL."
                yield Finding(place, "columns", message)
            if spec.data in _PERSONAL and spec.erase is Erase.KEEP:
                message = f"{spec.data.value} data that erasure keeps: say Erase.BLANK or DELETE."
                yield Finding(place, "columns", message)
