"""Fields: declared once on the column, used by lists, forms, filters, rights, privacy and the API.

``field(...)`` returns a pydantic field whose column carries a ``FieldSpec`` in ``column.info``;
the registry (``hooks/registries.py``) turns the specs of all tables into ``Field`` objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import PydanticUndefined
from sqlalchemy import Column
from sqlmodel import Field as SqlModelField

from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.kinds import Kind as Kind
from kontor_core.foundation.money import PRICE_SCALE, QUANTITY_SCALE
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage import types


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice: what is stored, what is shown, and one of the colours c1..c8."""

    value: str
    label: Label
    color: str = "c8"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """What a column says about itself."""

    label: Label
    kind: Kind
    data: Data = Data.INTERNAL
    erase: Erase = Erase.KEEP
    choices: tuple[Choice, ...] = ()
    options: str | None = None  # a list of choices that the definition owns, e.g. "phases"
    ref: str | None = None  # the entity a REF points at
    currency: str | None = None  # the sibling column that holds a MONEY field's currency
    editable: bool = True
    hidden: bool = False  # not offered in lists, forms and filters
    sort: bool = False  # may be sorted by: the table gets the three indexes of a sort
    sort_key: str | None = None  # another column to sort by (a normalised form of this one)
    max_length: int = 500
    help: Label | None = None
    required: bool = False
    searched: bool = False  # its words are found by the search over everything
    mentions: bool = False  # an @ in the text offers colleagues


@dataclass(frozen=True, slots=True)
class Field:
    """A field as everybody outside the column names it."""

    name: str  # as people write it: "phase", "transactions.revenue", "custom.size"
    owner: str  # key of the plugin that declares it; "core" and "custom" are the other two
    entity: str  # the entity it is a field of
    table: str  # the table its column stands in (a facet's, for a facet field)
    column: str
    spec: FieldSpec
    json_key: str | None = None  # set for custom fields: a key inside the column ``custom``
    through: str | None = None  # of many rows: their column that names the record; to filter by

    @property
    def label(self) -> Label:
        return self.spec.label

    @property
    def kind(self) -> Kind:
        return self.spec.kind

    @property
    def sortable(self) -> bool:
        return self.spec.sort

    def with_label(self, label: Label) -> "Field":
        return replace(self, spec=replace(self.spec, label=label))


_COLUMN_TYPE: Mapping[Kind, Any] = {
    Kind.INT: types.Whole,
    Kind.MONEY: types.Whole,
    Kind.NUMBER: lambda: types.Scaled(PRICE_SCALE),
    Kind.UNIT_PRICE: lambda: types.Scaled(PRICE_SCALE),
    Kind.QUANTITY: lambda: types.Scaled(QUANTITY_SCALE),
    Kind.BOOL: types.Flag,
    Kind.DATE: types.Day,
    Kind.DATETIME: types.Moment,
    Kind.CHOICES: types.Json,
    Kind.JSON: types.Json,
    Kind.REF: types.Id,
    Kind.ID: types.Id,
}


def column_type(kind: Kind) -> types.ColumnType:
    made: types.ColumnType = _COLUMN_TYPE.get(kind, types.String)()
    return made


def field(  # every option is a keyword of the one declaration
    label: Label,
    data: Data = Data.INTERNAL,
    *,
    kind: Kind = Kind.TEXT,
    erase: Erase | None = None,
    default: Any = PydanticUndefined,
    choices: tuple[Choice, ...] = (),
    options: str | None = None,
    ref: str | None = None,
    currency: str | None = None,
    nullable: bool = False,
    index: bool = False,
    unique: bool = False,
    editable: bool = True,
    hidden: bool = False,
    sort: bool = False,
    sort_key: str | None = None,
    max_length: int = 500,
    help: Label | None = None,  # the word users of the SDK look for
    searched: bool = False,
    mentions: bool = False,
) -> Any:
    """Declare a column with all that anybody needs to know of it.

    ``nullable`` makes the default None; ``default`` makes the field optional in forms. A
    ``PERSONAL`` field that says nothing about erasure is blanked. ``ref`` with ``Kind.REF`` keeps
    a bare id of another entity; ``link`` adds the foreign key. ``searched`` puts the words of a
    text into the search over everything; for special and secret data that is refused.
    ``mentions`` lets an ``@`` in a long text offer colleagues; what that means to them is up to
    the plugin.
    """
    if searched and data in (Data.SPECIAL, Data.SECRET):
        raise ValueError(f"searched=True: {data} data is kept out of the search index")
    if nullable and default is PydanticUndefined:
        default = None
    if erase is None:
        erase = Erase.BLANK if data in (Data.PERSONAL, Data.SPECIAL, Data.SECRET) else Erase.KEEP
    if kind in (Kind.CHOICE, Kind.TEXT) and (choices or options):
        kind = Kind.CHOICE
    spec = FieldSpec(
        label=label,
        kind=kind,
        data=data,
        erase=erase,
        choices=choices,
        options=options,
        ref=ref,
        currency=currency,
        editable=editable,
        hidden=hidden,
        sort=sort or sort_key is not None,
        sort_key=sort_key,
        max_length=20_000 if kind is Kind.LONGTEXT and max_length == 500 else max_length,
        help=help,
        required=default is PydanticUndefined and not nullable,
        searched=searched,
        mentions=mentions,
    )
    return _column_field(
        column_type(kind), default, nullable=nullable, index=index, unique=unique, spec=spec
    )


def link(
    entity: str,
    label: Label | None = None,
    *,
    on_delete: str,
    unique: bool = False,
    nullable: bool = False,
    index: bool = True,
    data: Data = Data.INTERNAL,
    editable: bool = True,
    hidden: bool = False,
) -> Any:
    """Declare a column that points at another entity: ``link("customer", on_delete="cascade")``.

    ``entity`` is a core entity or one of the plugin's own (``"transactions.order"``).
    ``on_delete`` is ``cascade``, ``restrict`` or ``set null`` and must be written out.
    """
    if on_delete not in ("cascade", "restrict", "set null"):
        raise ValueError(f"on_delete={on_delete!r}: say cascade, restrict or set null")
    default: Any = None if nullable else PydanticUndefined
    spec = FieldSpec(
        label=label or L(*_LINK_LABELS.get(entity, (entity, entity))),
        kind=Kind.REF,
        data=data,
        ref=entity,
        editable=editable,
        hidden=hidden,
        required=not nullable,
    )
    return _column_field(
        types.Id(),
        default,
        nullable=nullable,
        index=index,
        unique=unique,
        spec=spec,
        foreign_key=f"{table_of(entity)}.id",
        ondelete=on_delete.upper(),
    )


BLOB = "blob"
"""What the column of a stored file points at: no table, the folder of blobs."""


def blob(label: Label | None = None) -> Any:
    """Declare a column that holds the id of a stored file, as ``ctx.blobs.put`` gives it.

    The file goes with its row: at once when a person is erased, else by the nightly sweep.
    """
    spec = FieldSpec(
        label=label or L("Inhalt", en="Content"),
        kind=Kind.REF,
        ref=BLOB,
        editable=False,
        hidden=True,
        required=True,
    )
    return _column_field(
        types.Id(), PydanticUndefined, nullable=False, index=False, unique=False, spec=spec
    )


def subject() -> Any:
    """Declare the column ``subject`` of a row kept with records of any kind: the entity of one."""
    return field(L("Art des Datensatzes", en="Kind of record"), max_length=80)


def subject_id(*, erase: Erase = Erase.KEEP) -> Any:
    """Declare the column ``subject_id`` beside it: the id of that record.

    ``erase=Erase.DELETE`` lets the row go when the person is erased whose record it is.
    """
    return field(L("Datensatz", en="Record"), kind=Kind.REF, erase=erase)


_LINK_LABELS = {
    "customer": ("Kunde", "Customer"),
    "contact": ("Person", "Contact"),
    "user": ("Benutzer", "User"),
    "team": ("Team", "Team"),
}


def table_of(entity: str) -> str:
    """Give the table of an entity: ``customer`` -> ``core_customer``."""
    key, _, name = entity.rpartition(".")
    return f"{key or 'core'}_{name}"


def _column_field(
    type_: types.ColumnType,
    default: Any,
    *,
    nullable: bool,
    index: bool,
    unique: bool,
    spec: FieldSpec,
    **foreign: Any,
) -> Any:
    # no sa_column: SQLModel would hand the same Column to every subclass
    return SqlModelField(
        default=default,
        sa_type=type_,
        sa_column_kwargs={"info": {"kontor": spec}},
        nullable=nullable,
        index=index and not unique,
        unique=unique,
        primary_key=spec.kind is Kind.ID,
        **foreign,
    )


def spec_of(column: Column[Any]) -> FieldSpec | None:
    """Give what a column declares; None for a column declared without ``field`` or ``link``."""
    spec = column.info.get("kontor")
    return spec if isinstance(spec, FieldSpec) else None
