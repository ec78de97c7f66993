"""Where the currency of an amount stands: in a field beside it, a facet's in the same facet."""

from collections.abc import Iterable

from kontor_core.foundation.fields import Field
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo


def currency_of(info: ResourceInfo, field: Field) -> str | None:
    """Give the field that holds the currency of an amount; None for what is no such amount."""
    if field.kind is not Kind.MONEY or not field.spec.currency:
        return None
    prefix = field.name.rpartition(".")[0]
    name = f"{prefix}.{field.spec.currency}" if prefix else field.spec.currency
    return name if name in info.fields else None


def currencies(info: ResourceInfo, names: Iterable[str]) -> list[str]:
    """Give the fields that hold the currencies of these fields, each once."""
    fields = (info.fields[name] for name in names if name in info.fields)
    found = (currency_of(info, field) for field in fields)
    return list(dict.fromkeys(name for name in found if name is not None))
