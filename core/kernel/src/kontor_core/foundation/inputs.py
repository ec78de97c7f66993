"""Input models: what an action or composer asks for, declared with the same ``field(...)``."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from kontor_core.foundation.fields import FieldSpec


class Input(BaseModel):
    """The base of input models: frozen, and nothing that was not asked for.

    class GrantPoints(Input):
        points: int = field(L("Punkte", en="Points"), kind=Kind.INT)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


def input_specs(model: type[BaseModel]) -> Mapping[str, FieldSpec | None]:
    """Give what each attribute declares; None for one declared without ``field``."""
    return {name: _spec(info) for name, info in model.model_fields.items()}


def _spec(info: Any) -> FieldSpec | None:
    kwargs = getattr(info, "sa_column_kwargs", None)
    spec = kwargs.get("info", {}).get("kontor") if isinstance(kwargs, dict) else None
    return spec if isinstance(spec, FieldSpec) else None
