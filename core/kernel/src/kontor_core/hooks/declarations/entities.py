"""Which tables there are, who sees their rows, and how they are listed and edited."""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kontor_core.foundation.i18n import Label
from kontor_core.hooks.declarations.exchange import ImportPreset

if TYPE_CHECKING:
    from kontor_core.foundation.storage.models import Table
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

CORE = "core"
"""The key of core's own plugin; left out of the names people write."""

CreateFn = Callable[["UnitOfWork", Mapping[str, object]], "Table"]
"""``(uow, values) -> row``: the domain function behind "New"."""
ChangeFn = Callable[["UnitOfWork", str, Mapping[str, object], int], "Table"]
"""``(uow, id, values, version) -> row``: the domain function behind "Save"."""
DeleteFn = Callable[["UnitOfWork", str, int], None]
"""``(uow, id, version)``: the domain function behind "Delete"."""


class Scope(StrEnum):
    """How the fence decides who sees a row."""

    ROOT = "root"  # by its own owner_id and team_id; shares name its own id
    CHILD = "child"  # as its scope parent; carries copies of the parent's owner and team
    VIA = "via"  # visible when a row named by one of the ``via`` columns is visible
    PRIVATE = "private"  # the user named by ``private``, whatever their role says
    OPEN = "open"  # no row scope at all: needs a written reason
    SUBJECT = "subject"  # as the record that ``subject`` and ``subject_id`` name, of any kind
    SYSTEM = "system"  # core's own books: reachable through no profile


@dataclass(frozen=True)
class Entity:
    """A table whose rows people work with.

    A table with ``scope_parent`` is a child and shares its parent's fate; without one it is a
    scope root. ``title`` names the column that tells rows apart on screen. ``linked`` is
    ``(table, column)``: a row is also visible through a visible row of that table whose column
    holds its id (a contact through its affiliations). ``filters_by`` is a column by which lists
    of the records that these rows belong to can be filtered (customers by their tags).

    ``private`` names the column of the user a row belongs to: they alone read and write it,
    whatever their role says; with ``via`` whoever sees such a record reads its rows too.
    ``of_any`` is a column that holds the id of a record of any kind that no link names.
    """

    model: "type[Table]"  # the table
    _: KW_ONLY
    label: Label | None = None  # what one row is called
    title: str = "name"
    scope_parent: str | None = None
    scope: Scope | None = None  # only where it cannot be derived
    scope_reason: str = ""  # why a table is open to all
    linked: "tuple[type[Table], str] | None" = None
    via: tuple[str, ...] = ()
    filters_by: str | None = None
    private: str | None = None
    of_any: str | None = None

    @property
    def table(self) -> str:
        return str(self.model.__tablename__)

    @property
    def key(self) -> str:
        """Give the key of the plugin the table belongs to."""
        return self.model.__kontor_key__

    @property
    def name(self) -> str:
        """Give the name people write: ``customer``, ``keyaccounts.account_plan``."""
        noun = self.table.removeprefix(f"{self.key}_")
        return noun if self.key == CORE else f"{self.key}.{noun}"

    @property
    def row_scope(self) -> Scope:
        if self.scope is not None:
            return self.scope
        if self.private:
            return Scope.PRIVATE
        if self.via:
            return Scope.VIA
        return Scope.CHILD if self.scope_parent else Scope.ROOT


@dataclass(frozen=True)
class Facet(Entity):
    """A plugin's 1:1 table on customer; its columns become customer fields everywhere.

    ``edit`` names the permission that changing it needs besides the right to edit the customer.
    """

    _: KW_ONLY
    scope_parent: str | None = "customer_id"
    edit: str | None = None


@dataclass(frozen=True)
class Resource:
    """How an entity is listed, edited, searched, imported and exposed by the API.

    ``columns`` are the default columns of the list and ``form`` the fields of the form, both
    derived from the table when empty. ``sort`` is a field, ``-`` before it for descending, or
    several with commas between.
    Without ``create``, ``change`` or ``delete`` the generic verb of the unit of work is used.
    ``held_by`` names the field that says who has to care for a record and ``open`` is a filter of
    those that are not done yet: what is handed to somebody else when a user leaves.
    ``keeps`` says that what may be kept with records of any kind, such as files and tags, may be
    kept with these too.
    """

    model: "type[Table]"  # the table
    _: KW_ONLY
    label: Label  # what one is called
    label_plural: Label | None = None  # what many are called
    name: str | None = None  # the local plural; derived from the class when left out
    icon: str = "circle"  # a name of Lucide
    columns: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    sort: str | None = None
    search: str | None = None  # a column that is searched by prefix
    nav: bool = False  # stands in the sidebar
    create: CreateFn | None = None
    change: ChangeFn | None = None
    delete: DeleteFn | None = None
    import_key: str | None = None  # the field by which an import finds rows again
    read_only: bool = False  # no forms, no writing API
    per_page: int = 50  # rows of a page
    presets: tuple[ImportPreset, ...] = ()  # files that become this and other rows at once
    held_by: str = "owner_id"
    open: str = ""
    keeps: bool = True

    @property
    def key(self) -> str:
        return self.model.__kontor_key__

    @property
    def entity(self) -> str:
        return Entity(self.model).name

    @property
    def full_name(self) -> str:
        """Give the name in URLs, scopes and commands: ``customers``, ``transactions.orders``."""
        local = self.name or plural(self.entity.rpartition(".")[2])
        return local if self.key == CORE else f"{self.key}.{local}"

    @property
    def plural_label(self) -> Label:
        return self.label_plural or self.label


def plural(noun: str) -> str:
    """Give the English plural of a snake case noun; ``Resource(name=)`` corrects the rest."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"
