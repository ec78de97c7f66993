"""What plugins add to imports and exports: presets with their importers, and parts of cards.

A resource imports itself. A preset is for files whose rows are several things at once, such as
the lines of a shop's invoices: products, customers, orders and lines.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

import msgspec

from kontor_core.foundation.i18n import Label
from kontor_core.foundation.kinds import Kind
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import UiContext

if TYPE_CHECKING:
    from sqlalchemy.sql.selectable import SelectBase

    from kontor_core.events.types import Event
    from kontor_core.foundation.storage.models import Table
    from kontor_core.foundation.storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", bound=msgspec.Struct)


@dataclass(frozen=True)
class Same:
    """A column whose value is the same in every row: ``Same("sale")``."""

    value: Any


Columns = Mapping[str, "Sequence[Any] | Same"]
"""Values of many rows by column, in the form rows are stored in: ids, moments (RFC 3339) and days
as text, decimals as whole numbers of their scale, money in minor units."""


@dataclass(frozen=True)
class ImportColumn:
    """A value the importer reads; ``names`` are headers by which a file's column is guessed."""

    name: str
    label: Label
    kind: Kind = Kind.TEXT  # how cells are read
    _: KW_ONLY
    required: bool = False  # a file without it is refused
    names: tuple[str, ...] = ()
    max_length: int = 500  # longer texts refuse their row


@dataclass(frozen=True)
class ImportOption:
    """A word of the operator's for one import: ``--set currency=GBP``."""

    name: str
    label: Label
    default: str = ""  # what it is when nobody says


class Rows(Protocol):
    """One chunk of a file, checked against the declared kinds, in the form rows are stored in."""

    lines: Sequence[int]
    """Where each row stands in the file."""

    def __len__(self) -> int: ...

    def column(self, name: str) -> Sequence[Any]:
        """Give one column's values; all None where the file has no such column."""
        ...

    def refuse(self, index: int, column: str, reason: Label) -> None:
        """Report a row that is not taken; the importer leaves it out itself."""
        ...


class Import(Protocol):
    """What an importer is handed: reads through the fence, writes for a whole chunk at once."""

    @property
    def uow(self) -> "UnitOfWork": ...

    @property
    def options(self) -> Mapping[str, str]: ...

    def read(
        self,
        statement: "SelectBase",
        row: type[Row],
        params: Mapping[str, object] | None = None,
    ) -> list[Row]: ...

    def find(self, model: "type[Table]", column: str, values: Sequence[str]) -> dict[str, str]:
        """Give the ids of the rows whose column has one of these values, by value."""
        ...

    def insert(
        self, model: "type[Table]", columns: Columns, count: int, *, told: bool = True
    ) -> Sequence[str]:
        """Make rows and give their ids; ``told=False`` for parts that their whole tells of."""
        ...

    def insert_customers(self, columns: Columns, count: int) -> Sequence[str]:
        """Make customers by ``name`` and, where the file has one, ``number`` and other fields."""
        ...

    def update(self, model: "type[Table]", record_ids: Sequence[str], columns: Columns) -> None:
        """Change rows of this import or found by it."""
        ...

    def tell(
        self,
        event: "type[Event]",
        *,
        entity: str,
        record_ids: Sequence[str],
        customers: Sequence[str | None],
        occurred_at: Sequence[str],
        values: Columns,
    ) -> None:
        """Publish one event for each record; ``values`` are the event's own fields."""
        ...


class RowImporter(Protocol):
    """Turns chunks into rows; made anew for each run, and again after a chunk rolled back.

    What it remembers of earlier chunks (ids of products it made) is therefore always true.
    """

    def take(self, imports: Import, rows: Rows) -> None:
        """Write one chunk in its transaction: look up in batches, insert table by table."""
        ...


@dataclass(frozen=True, kw_only=True)
class ImportPreset:
    """A kind of file a plugin can take: ``kontor import --preset transactions.retail FILE``.

    ``key`` is local. ``creates`` names the entities whose rows it makes.
    """

    key: str
    label: Label
    columns: tuple[ImportColumn, ...]  # what it reads
    creates: tuple[str, ...]
    importer: Callable[[], RowImporter]  # makes a new one for each run
    options: tuple[ImportOption, ...] = ()  # what the operator may say
    help: Label | None = None


CardFn = Callable[[UiContext, Sequence[str]], Mapping[str, str | bytes]]


@dataclass(frozen=True, kw_only=True)
class CardPart(Spec):
    """What the vCards of people get besides: a text as their note, or a picture.

    ``values`` is asked for up to 100 persons at once, with the rights of the one who exports.
    """

    part: Literal["note", "picture"]  # what it adds to a card
    values: CardFn
