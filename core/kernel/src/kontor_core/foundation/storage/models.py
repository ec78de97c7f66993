"""The base of every table: ``plugin_base(key)`` gives prefix, id, version, times and scope."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Column, Index, MetaData, text
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import declared_attr, registry
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel
from sqlmodel._compat import SQLModelConfig

from kontor_core.foundation.fields import FieldSpec, Kind, field
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables of all plugins; each plugin has its own mapper registry over it, so that one broken
mapper does not make every other class unusable."""


def snake(name: str) -> str:
    """``AccountPlan`` -> ``account_plan``."""
    out = [
        "_" + c.lower() if c.isupper() and i and not name[i - 1].isupper() else c.lower()
        for i, c in enumerate(name)
    ]
    return "".join(out)


class Table(SQLModel):
    """What every row has. Use ``plugin_base(key)``, which adds the key's prefix."""

    __kontor_key__: ClassVar[str] = ""
    # rows that agree in all of these columns say the same: a merge keeps the survivor's
    __same__: ClassVar[tuple[str, ...]] = ()

    model_config = SQLModelConfig(extra="forbid", validate_default=False)

    id: str = field(L("Kennung", en="Id"), kind=Kind.ID, default="", hidden=True, editable=False)
    created_at: datetime = field(
        L("Angelegt", en="Created"), kind=Kind.DATETIME, default=None, editable=False
    )
    updated_at: datetime = field(
        L("Geändert", en="Changed"), kind=Kind.DATETIME, default=None, editable=False
    )
    version: int = field(
        L("Version", en="Version"), kind=Kind.INT, default=1, hidden=True, editable=False
    )
    # bare ids: copies of the scope parent's on every child row; users and teams are never deleted
    owner_id: str | None = field(
        L("Betreuung", en="Owner"), kind=Kind.REF, ref="user", nullable=True
    )
    team_id: str | None = field(L("Team", en="Team"), kind=Kind.REF, ref="team", nullable=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.__kontor_key__ or "__abstract__" in cls.__dict__:
            return
        name = f"{cls.__kontor_key__}_{snake(cls.__name__)}"
        cls.__tablename__ = name
        _MODELS[name] = cls
        extra = cls.__dict__.get("__indexes__", ())
        info = {"same": cls.__same__}
        cls.__table_args__ = (
            *extra,
            *_sort_indexes(cls, name),
            {"sqlite_strict": True, "info": info},
        )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # SQLAlchemy hands in the class
        table = cls.__table__  # type: ignore[attr-defined]  # set once the class is mapped
        return {"version_id_col": table.c.version, "eager_defaults": False}


def _sort_indexes(cls: type[Table], table: str) -> list[Index]:
    """Make the three indexes that a declared sort needs at the levels all, team and own."""
    found = []
    for name, info in cls.model_fields.items():
        spec = _spec(info)
        if spec is not None and spec.sort:
            column = spec.sort_key or name
            found += [
                Index(f"ix_{table}_{column}_all", column, "id"),
                Index(f"ix_{table}_{column}_team", "team_id", column, "id"),
                Index(f"ix_{table}_{column}_own", "owner_id", column, "id"),
            ]
    return found


def _spec(info: Any) -> FieldSpec | None:
    kwargs = getattr(info, "sa_column_kwargs", None)
    spec = kwargs.get("info", {}).get("kontor") if isinstance(kwargs, dict) else None
    return spec if isinstance(spec, FieldSpec) else None


def columns(model: type[Table]) -> ReadOnlyColumnCollection[str, Column[Any]]:
    """Give a table's columns for statements: ``plan = columns(Plan); select(plan.id)``.

    The attributes of the class serve too; to a type checker those are values, not columns.
    """
    table: SqlTable = model.__table__  # type: ignore[attr-defined]  # mapped classes have one
    return table.c


def table_of_model(model: type[Table]) -> SqlTable:
    """Give the SQL table of a class."""
    table: SqlTable = model.__table__  # type: ignore[attr-defined]  # every mapped class has one
    return table


def index_where_set(table: str, column: str) -> Index:
    """Make an index of the few rows that have a value.

    A full index would also be taken for "has none", and a list would be read through it and
    sorted, instead of walking the index of its sort.
    """
    has = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", column, sqlite_where=has, postgresql_where=has)


def custom_values() -> Any:
    """Declare the column that holds the company's own fields."""
    return field(
        L("Eigene Felder", en="Custom fields"),
        Data.PERSONAL,
        kind=Kind.JSON,
        default={},
        hidden=True,
        editable=False,
    )


def signpost(entity: str) -> Any:
    """Declare the column of a merged record that says where it went."""
    return field(
        L("Zusammengeführt mit", en="Merged into"),
        kind=Kind.REF,
        ref=entity,
        nullable=True,
        hidden=True,
        editable=False,
    )


def model_of(table: str) -> type[Table]:
    """Give the class that is mapped to a table; raises KeyError."""
    return _MODELS[table]


_MODELS: dict[str, type[Table]] = {}


def plugin_base(key: str) -> type[Table]:
    """Make the base class of a plugin's tables: ``Base = plugin_base("keyaccounts")``."""

    class Base(Table, registry=registry(metadata=METADATA)):
        __kontor_key__: ClassVar[str] = key
        metadata: ClassVar[MetaData] = METADATA
        __abstract__ = True

    return Base
