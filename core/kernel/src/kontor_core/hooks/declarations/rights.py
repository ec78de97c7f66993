"""Names of rights, and roles a plugin proposes."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

from kontor_core.foundation.i18n import Label

Action = Literal["read", "create", "edit", "delete", "export", "assign"]
Level = Literal["none", "own", "team", "all"]


@dataclass(frozen=True)
class Permission:
    """A right beyond reading and writing rows: ``Permission("appoint", L(...))``.

    The name is local; roles and ``requires=`` say it in full (``keyaccounts.appoint``).
    """

    name: str  # local
    label: Label
    _: KW_ONLY
    help: Label | None = None  # what it allows, in a sentence


@dataclass(frozen=True)
class RoleTemplate:
    """A role the plugin proposes; it exists once ``kontor.toml`` takes it over.

    ``grants`` is entity -> action -> level: ``{"keyaccounts.account_plan": {"read": "team"}}``.
    """

    name: str  # local
    label: Label
    _: KW_ONLY
    grants: Mapping[str, Mapping[Action, Level]] = field(default_factory=dict)
    permissions: tuple[str, ...] = ()  # in full
