"""What an actor may do: levels by entity and action, and classes of columns.

Equal profiles share one fenced engine, so a profile is a value without ids in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from kontor_core.foundation.privacy.classes import Data


class Level(IntEnum):
    """How far a right reaches; several roles give the highest."""

    NONE = 0
    OWN = 1
    TEAM = 2
    ALL = 3


class Action(StrEnum):
    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    EXPORT = "export"
    ASSIGN = "assign"


ANY = "*"
"""Stands for every entity that a role does not name."""

Levels = Mapping[str, Mapping[Action, Level]]

STAFF_CLASSES = frozenset({Data.PUBLIC, Data.INTERNAL, Data.PERSONAL})


@dataclass(frozen=True)
class Profile:
    """Levels by entity and action, readable and editable classes, named permissions."""

    levels: Levels
    read_classes: frozenset[Data] = STAFF_CLASSES
    edit_classes: frozenset[Data] = STAFF_CLASSES
    permissions: frozenset[str] = frozenset()
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        levels = sorted(
            (entity, tuple(sorted((a.value, int(v)) for a, v in actions.items())))
            for entity, actions in self.levels.items()
        )
        parts = (levels, sorted(self.read_classes), sorted(self.edit_classes))
        object.__setattr__(self, "key", repr(parts))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Profile)
            and self.key == other.key
            and self.permissions == other.permissions
        )

    def level(self, entity: str, action: Action, fallback: str | None = None) -> Level:
        """Give the level for an entity; one not named follows ``fallback``, then ``*``."""
        for name in (entity, fallback, ANY):
            if name is not None and (actions := self.levels.get(name)) is not None:
                return actions.get(action, Level.NONE)
        return Level.NONE

    def may(self, permission: str) -> bool:
        return ANY in self.permissions or permission in self.permissions

    def covers(self, other: "Profile") -> bool:
        """Tell whether whoever has this profile may do all that the other one allows."""
        names = {ANY, *self.levels, *other.levels}
        return (
            all(self.level(n, a) >= other.level(n, a) for n in names for a in Action)
            and other.read_classes <= self.read_classes
            and other.edit_classes <= self.edit_classes
            and (ANY in self.permissions or other.permissions <= self.permissions)
        )


def merge(profiles: Iterable[Profile]) -> Profile:
    """Make one profile of several roles: the highest level, every class and permission wins.

    A role that does not name an entity speaks about it through its ``*``.
    """
    given = list(profiles)
    names = {name for profile in given for name in profile.levels}
    levels = {
        name: {
            action: max((p.level(name, action) for p in given), default=Level.NONE)
            for action in Action
        }
        for name in names
    }
    return Profile(
        levels=levels,
        read_classes=frozenset().union(*(p.read_classes for p in given)),
        edit_classes=frozenset().union(*(p.edit_classes for p in given)),
        permissions=frozenset().union(*(p.permissions for p in given)),
    )


EVERYTHING = Profile(
    levels={ANY: dict.fromkeys(Action, Level.ALL)},
    read_classes=frozenset(set(Data) - {Data.SECRET}),
    edit_classes=frozenset(Data),
    permissions=frozenset({ANY}),
)
SERVICE = Profile(levels={ANY: dict.fromkeys(Action, Level.ALL)})
"""What a plugin works with when nobody asked it to: all rows, neither special nor secret data."""
NOTHING = Profile(levels={}, read_classes=frozenset(), edit_classes=frozenset())
