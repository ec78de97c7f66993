"""Typed settings of a plugin, read from ``[plugin.<key>]`` of ``kontor.toml``."""

from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING

from kontor_core.foundation.i18n import Label

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True)
class Settings:
    """Settings of a plugin: a frozen pydantic model whose every field has a default.

    A value in ``kontor.toml`` is overridden by ``KONTOR_<KEY>_<NAME>``; secrets come from the
    environment or a secret file alone.
    """

    model: "type[BaseModel]"  # frozen, with defaults
    _: KW_ONLY
    label: Label | None = None
