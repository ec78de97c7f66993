"""Which records rows point at: what they are called is asked for all of them at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from kontor_core.foundation.fields import Field
from kontor_core.foundation.kinds import Kind


def refs_in(fields: Iterable[Field], values: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Give the records that these rows point at."""
    refs = [(f.name, f.spec.ref) for f in fields if f.kind is Kind.REF and f.spec.ref]
    return {(ref, row[name]) for row in values for name, ref in refs if row.get(name)}
