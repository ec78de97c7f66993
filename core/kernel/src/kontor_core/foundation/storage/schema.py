"""What storage must know of every table to fence it: row scope and class of each column."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Table

from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.errors import FenceBreach
from kontor_core.foundation.fields import spec_of
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.privacy.classes import Data


class RowScope(StrEnum):
    """How one decides who may see a row."""

    ROOT = "root"  # by its own owner_id and team_id, and by Shares of it
    CHILD = "child"  # by copies of its parent's owner_id and team_id, and by Shares of the parent
    VIA = "via"  # whoever sees one of its parents sees it; no copies
    PRIVATE = "private"  # the user it belongs to, whatever their role says, and Kontor itself
    SUBJECT = "subject"  # whoever sees the record that its columns name, of whatever kind
    OPEN = "open"  # everybody who may read the entity at all
    SYSTEM = "system"  # nobody through a profile: storage's own


SUBJECT, SUBJECT_ID = "subject", "subject_id"
"""The columns of a row that is kept with records of any kind: the entity and the id of one."""


def asked_of_subject(action: Action) -> Action:
    """Give the right to a record that doing this to a row kept with it takes."""
    return action if action in (Action.READ, Action.EXPORT) else Action.EDIT


@dataclass(frozen=True, slots=True)
class Parent:
    """A column and the table whose id it holds."""

    column: str
    table: str


@dataclass(frozen=True, slots=True)
class TableRule:
    """How the fence treats one table."""

    table: Table
    entity: str
    scope: RowScope
    parents: tuple[Parent, ...] = ()  # one for CHILD, one or more for VIA, any for PRIVATE
    linked: Parent | None = None  # also visible through rows of this table that name it
    classes: Mapping[str, Data] = field(default_factory=dict)
    whose: str = ""  # for PRIVATE: the column of the user a row belongs to
    title: str = ""  # the column that tells rows apart on screen
    label: Label = ""
    listed: str = ""  # the resource that lists its rows
    label_plural: Label = ""  # what that calls many
    keeps: bool = False  # rows of tables with the scope SUBJECT may be kept with its records

    @classmethod
    def of(
        cls,
        table: Table,
        entity: str,
        scope: RowScope,
        parents: Iterable[Parent] = (),
        linked: Parent | None = None,
        *,
        whose: str = "",
        keeps: bool = False,
        title: str = "",
        label: Label = "",
        listed: str = "",
        label_plural: Label = "",
    ) -> "TableRule":
        """Make a rule; the classes of columns are read off their declarations."""
        classes = {}
        for column in table.columns:
            spec = spec_of(column)
            classes[column.name] = spec.data if spec else Data.INTERNAL
        return cls(
            table,
            entity,
            scope,
            tuple(parents),
            linked,
            classes,
            whose=whose,
            title=title,
            label=label,
            listed=listed,
            label_plural=label_plural,
            keeps=keeps,
        )

    @property
    def name(self) -> str:
        return self.table.name


class Schema:
    """All table rules, by table name and by entity."""

    def __init__(self, rules: Iterable[TableRule]) -> None:
        self._by_table = {rule.name: rule for rule in rules}
        self._by_entity = {rule.entity: rule for rule in self._by_table.values()}
        self._children: dict[str, list[TableRule]] = {}
        for rule in self._by_table.values():
            if rule.scope is RowScope.CHILD:
                self._children.setdefault(rule.parents[0].table, []).append(rule)
        self.kept = tuple(r for r in self._by_table.values() if r.scope is RowScope.SUBJECT)
        """The tables whose rows are kept with records of any kind."""
        self.subjects = tuple(r for r in self._by_table.values() if r.keeps)
        """The tables whose records such rows may be kept with."""

    def __iter__(self) -> Iterator[TableRule]:
        return iter(self._by_table.values())

    def rule(self, table: str) -> TableRule:
        """Give the rule of a table; raises FenceBreach for a table nobody declared."""
        try:
            return self._by_table[table]
        except KeyError:
            raise FenceBreach(
                L(
                    f"Tabelle {table} ist nicht deklariert. Melden Sie sie mit kontor_entities.",
                    en=f"Table {table} is not declared. Declare it in kontor_entities.",
                )
            ) from None

    def entity(self, name: str) -> TableRule | None:
        return self._by_entity.get(name)

    def subject(self, name: str) -> TableRule | None:
        """Give the rule of an entity that rows may be kept with."""
        rule = self._by_entity.get(name)
        return rule if rule is not None and rule.keeps else None

    def children(self, table: str) -> list[TableRule]:
        """Give the tables that carry copies of this table's owner and team."""
        return self._children.get(table, [])

    def root(self, rule: TableRule) -> TableRule:
        """Give the scope root of a child: the customer of an order line."""
        while rule.scope is RowScope.CHILD:
            rule = self.rule(rule.parents[0].table)
        return rule

    def level(self, profile: Profile, rule: TableRule, action: Action) -> Level:
        """Give the level a profile has here; a row not named by a role follows its parents.

        What is a user's own is no matter of roles: its rows say whose they are.
        """
        if rule.scope is RowScope.PRIVATE:
            return Level.ALL
        if rule.scope is RowScope.SUBJECT and rule.entity not in profile.levels:
            asked = asked_of_subject(action)
            every = (self.level(profile, above, asked) for above in self.subjects)
            return max(every, default=Level.NONE)
        if rule.scope in (RowScope.CHILD, RowScope.VIA) and rule.entity not in profile.levels:
            return max(self.level(profile, self.rule(p.table), action) for p in rule.parents)
        return profile.level(rule.entity, action)
