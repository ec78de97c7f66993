"""Shares: one record opened to one more person or team; part of the fence."""

from dataclasses import dataclass
from typing import Literal

ShareLevel = Literal["read", "edit"]


@dataclass(frozen=True, slots=True)
class Share:
    """Open ``record`` (the id of a scope root) with its children to a user or a team."""

    record: str
    principal: str
    level: ShareLevel = "read"
