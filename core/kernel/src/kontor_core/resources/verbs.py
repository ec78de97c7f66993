"""What can be done with any resource: list, count, get, create, change, delete.

HTTP, command line and import all come through here; a resource's own domain functions are called
where it declares them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Forbidden, Invalid, NotFound
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import Ast, Filter, from_json, read, resolve
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import model_of
from kontor_core.foundation.storage.storage import Storage
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import clean_text, nearest
from kontor_core.hooks.declarations.ui import Agg
from kontor_core.resources.aggregates import Aggregated, aggregate
from kontor_core.resources.catalogue import Catalogue, ResourceInfo
from kontor_core.resources.columns import Source, names_of, row_type, values_of
from kontor_core.resources.cursor import decode
from kontor_core.resources.lanes import Dealer, LaneRows, Lanes, LaneTotal
from kontor_core.resources.listing import Lister, Page
from kontor_core.resources.ordering import Sort, parse_sort
from kontor_core.resources.query import ListQuery
from kontor_core.resources.sought import FEW, MOST_FOUND, Index, Sought, join

Values = Mapping[str, Any]

_MOST_FILTERS = 500
_LONGEST_SEARCH = 200


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record: values by field name, in the form rows have them; masked ones are None."""

    id: str
    version: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Saved:
    id: str
    version: int


class Resources:
    """The verbs over every resource of one application."""

    def __init__(
        self,
        storage: Storage,
        catalogue: Catalogue,
        unit: Callable[[Actor], AbstractContextManager[UnitOfWork]] | None = None,
        index: Index | None = None,
    ) -> None:
        self._storage = storage
        self._catalogue = catalogue
        self._lister = Lister(storage)
        self._dealer = Dealer(storage)
        self._gets: dict[tuple[str, tuple[str, ...]], Any] = {}
        self._filters: dict[Any, Filter] = {}  # by text; what is relative is bound when it runs
        self._unit = unit or storage.unit
        self._index = index

    def all(self) -> list[ResourceInfo]:
        return self._catalogue.all()

    def named(self, name: str) -> ResourceInfo:
        """Give a resource by its name; raises NotFound with the nearest name."""
        return self._catalogue.named(name)

    def of_entity(self, entity: str) -> ResourceInfo | None:
        return self._catalogue.of_entity(entity)

    # ---- reading

    def page(
        self,
        actor: Actor,
        info: ResourceInfo,
        *,
        filter: str | Mapping[str, Any] | Ast | None = None,
        sort: str | None = None,
        fields: Sequence[str] | None = None,
        cursor: str | None = None,
        limit: int = 50,
        search: str | Sought | None = None,
    ) -> Page:
        """Give one keyset page; raises Invalid for what cannot be understood."""
        query = self._query(
            actor, info, filter=filter, sort=sort, fields=fields, search=search, limit=limit
        )
        if cursor:
            query = _with_cursor(query, cursor)
        return self._lister.page(actor, info.rule, query)

    def walk(
        self,
        actor: Actor,
        info: ResourceInfo,
        *,
        filter: str | Mapping[str, Any] | Ast | None = None,
        sort: str | None = None,
        fields: Sequence[str] | None = None,
        search: str | None = None,
        size: int = 2000,
    ) -> Iterator[Page]:
        """Give all pages one after the other: for exports, in constant memory.

        Each is a read of its own, so that no long transaction stands in anybody's way.
        """
        query = self._query(
            actor, info, filter=filter, sort=sort, fields=fields, search=search, limit=size
        )
        while True:
            page = self._lister.page(actor, info.rule, query, most=size)
            yield page
            if page.next is None:
                return
            query = replace(query, cursor=page.next)

    def count(
        self,
        actor: Actor,
        info: ResourceInfo,
        *,
        filter: str | Mapping[str, Any] | Ast | None = None,
        search: str | Sought | None = None,
    ) -> int:
        """Count up to 10,000; 10,001 stands for more."""
        query = self._query(actor, info, filter=filter, search=search, fields=())
        return self._lister.count(actor, info.rule, query)

    def lane_totals(
        self,
        actor: Actor,
        info: ResourceInfo,
        by: str,
        amount: str | None = None,
        *,
        filter: str | Mapping[str, Any] | Ast | None = None,
        search: str | Sought | None = None,
    ) -> list[LaneTotal]:
        """Count all rows by their value of a field; add up an amount, by currency."""
        query = self._query(actor, info, filter=filter, search=search, fields=())
        field = info.fields[amount] if amount is not None else None
        if field is not None and field.spec.data not in actor.profile.read_classes:
            field = None
        currency = _currency(info, field) if field is not None else None
        return self._dealer.totals(actor, info.rule, query, info.fields[by], field, currency)

    def deal(
        self,
        actor: Actor,
        info: ResourceInfo,
        lanes: Lanes,
        places: Sequence[int],
        *,
        filter: str | Mapping[str, Any] | Ast | None = None,
        sort: str | None = None,
        fields: Sequence[str] | None = None,
        limit: int = 20,
        search: str | Sought | None = None,
    ) -> Mapping[int, LaneRows]:
        """Give the first rows of several lanes at once; ``page`` gives those behind them."""
        query = self._query(
            actor, info, filter=filter, sort=sort, fields=fields, search=search, limit=limit
        )
        return self._dealer.deal(actor, info.rule, query, lanes, places)

    def aggregate(
        self,
        actor: Actor,
        info: ResourceInfo,
        name: str,
        how: Agg,
        *,
        filter: str | Mapping[str, Any] | Ast | None = None,
        search: str | Sought | None = None,
    ) -> Sequence[Aggregated]:
        """Compute over a column of the whole result, by currency; nothing of what is masked."""
        field = info.fields[name]
        if field.spec.data not in actor.profile.read_classes:
            return []
        query = self._query(actor, info, filter=filter, search=search, fields=())
        currency = _currency(info, field)
        return aggregate(self._storage, actor, info.rule, query, field, currency, how)

    def get(
        self,
        actor: Actor,
        info: ResourceInfo,
        record_id: str,
        fields: Sequence[str] | None = None,
    ) -> RecordRow:
        """Read one record; raises NotFound when it is missing or hidden."""
        wanted = self._fields(actor, info, fields)
        if not ids.is_id(record_id):
            raise NotFound(info.entity, record_id)
        key = (info.rule.name, names_of(wanted))
        built = self._gets.get(key)
        if built is None:
            built = self._gets[key] = self._get_statement(info, wanted)
        statement, row_class = built
        row = self._storage.reader(actor).one(statement, row_class, {"record_id": record_id})
        if row is None:
            raise NotFound(info.entity, record_id)
        *values, version = values_of(row)
        return RecordRow(record_id, version, dict(zip(key[1], values, strict=True)))

    def _get_statement(self, info: ResourceInfo, fields: Sequence[Field]) -> tuple[Any, Any]:
        source = Source(self._storage.schema, info.rule.table)
        columns = [source.column(f).label(f"f{i}") for i, f in enumerate(fields)]
        version = source.base.c.version.label("version_")
        statement = select(*columns, version).select_from(source.joined())
        statement = statement.where(source.base.c.id == bindparam("record_id", type_=Id()))
        return statement, row_type((*names_of(fields), "_version"))

    def _query(
        self,
        actor: Actor,
        info: ResourceInfo,
        *,
        filter: Any = None,
        sort: str | None = None,
        fields: Sequence[str] | None = None,
        search: str | Sought | None = None,
        limit: int = 50,
    ) -> ListQuery:
        wanted = self._fields(actor, info, fields)
        sought = self.sought(actor, info, search) if isinstance(search, str) else search
        condition = self.filter(actor, info, filter)
        if sought is not None:
            condition = sought.within(condition, info.fields["id"])
        return ListQuery(
            fields=tuple(wanted),
            sort=parse_sort(sort or info.usual_sort(actor), info.fields, actor),
            filter=condition,
            search=sought.beginning if sought is not None else None,
            search_column=info.declaration.search,
            limit=limit,
        )

    def searchable(self, info: ResourceInfo) -> bool:
        """Tell whether this list can be searched."""
        known = self._index is not None and self._index.knows(info)
        return known or info.declaration.search is not None

    def sought(self, actor: Actor, info: ResourceInfo, text: str) -> Sought | None:
        """Understand a search once, for a page, its count and its sums; None for none."""
        if text and not self.searchable(info):
            raise Invalid(
                L("Hier kann nicht gesucht werden.", en="There is no search here."), field="search"
            )
        text = clean_text(text, max_length=_LONGEST_SEARCH, field="search")
        if not text:
            return None
        column, beginning = info.declaration.search, []
        if column is not None:
            by = (f for f in info.fields.values() if column in (f.spec.sort_key, f.column))
            sort = next((Sort(f) for f in by if f.sortable and f.table == info.rule.name), None)
            query = ListQuery((), sort, search=text, search_column=column, limit=FEW)
            page = self._lister.page(actor, info.rule, query)
            if self._index is None or not self._index.knows(info) or page.next is not None:
                return Sought(text)
            beginning = [row.f0 for row in page.rows]
        assert self._index is not None  # noqa: S101  # searchable, and not by a column
        return join(text, beginning, self._index.lookup(actor, info, text, MOST_FOUND))

    def filter(
        self,
        actor: Actor,
        info: ResourceInfo,
        given: str | Mapping[str, Any] | Ast | None,
    ) -> Filter | None:
        """Read a filter, text or tree, against the fields this actor may see."""
        if given is None or given == "" or given == {}:
            return None
        classes = actor.profile.read_classes
        key = (info.name, given, classes) if isinstance(given, str) else None
        found = self._filters.get(key) if key is not None else None
        if found is None:
            tree = _read(given)
            found = resolve(
                tree,
                info.filters,
                readable=lambda field: field.spec.data in classes,
                conventions=self._storage.conventions,
            )
            if key is not None:
                if len(self._filters) > _MOST_FILTERS:
                    self._filters.clear()
                self._filters[key] = found
        return found

    def _fields(
        self, actor: Actor, info: ResourceInfo, names: Sequence[str] | None
    ) -> Sequence[Field]:
        if names is None:
            return info.readable(actor)
        unknown = [name for name in names if name not in info.fields]
        if unknown:
            near = nearest(unknown[0], list(info.fields))
            hint_de = f" Meinten Sie „{near}“?" if near else ""
            hint_en = f' Did you mean "{near}"?' if near else ""
            raise Invalid(
                L(
                    f"Das Feld „{unknown[0]}“ gibt es nicht.{hint_de}",
                    en=f'There is no field "{unknown[0]}".{hint_en}',
                ),
                field="fields",
            )
        once = dict.fromkeys(names)  # a row is an object: each field stands in it once
        return [info.fields[name] for name in once if name != "id"]  # every row has its id

    # ---- writing

    def create(self, actor: Actor, info: ResourceInfo, values: Values) -> Saved:
        """Make a record in a unit of its own; raises Invalid with a message per field."""
        with self._unit(actor) as uow:
            return self.create_in(uow, info, values)

    def create_in(self, uow: UnitOfWork, info: ResourceInfo, values: Values) -> Saved:
        """Make a record in a unit that is open already."""
        own, custom, facets = self._sorted_out(info, values)
        create = info.declaration.create
        given = {**own, **custom}
        row = create(uow, given) if create is not None else uow.create(info.model, given)
        self._change_facets(uow, info, row.id, facets)
        return Saved(row.id, row.version)

    def change(
        self, actor: Actor, info: ResourceInfo, record_id: str, values: Values, version: int
    ) -> Saved:
        """Change a record seen at ``version``; raises Stale when it is older than the row."""
        with self._unit(actor) as uow:
            return self.change_in(uow, info, record_id, values, version)

    def change_in(
        self, uow: UnitOfWork, info: ResourceInfo, record_id: str, values: Values, version: int
    ) -> Saved:
        own, custom, facets = self._sorted_out(info, values)
        change = info.declaration.change
        given = {**own, **custom}
        if change is not None:
            row = change(uow, record_id, given, version)
        else:
            row = uow.change(info.model, record_id, given, version=version)
        self._change_facets(uow, info, record_id, facets)
        return Saved(row.id, row.version)

    def delete(self, actor: Actor, info: ResourceInfo, record_id: str, version: int) -> None:
        """Delete a record seen at ``version``."""
        with self._unit(actor) as uow:
            self.delete_in(uow, info, record_id, version)

    def delete_in(self, uow: UnitOfWork, info: ResourceInfo, record_id: str, version: int) -> None:
        if info.declaration.read_only:
            raise _read_only(info)
        delete = info.declaration.delete
        if delete is not None:
            delete(uow, record_id, version)
        else:
            uow.delete(uow.get(info.model, record_id), version=version)

    def unit(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        """Open a unit for several of these verbs at once."""
        return self._unit(actor)

    def _sorted_out(
        self, info: ResourceInfo, values: Values
    ) -> tuple[dict[str, Any], dict[str, Any], dict[str, dict[str, Any]]]:
        """Part what is the entity's own from custom fields and from facets, by table."""
        if info.declaration.read_only:
            raise _read_only(info)
        own: dict[str, Any] = {}
        custom: dict[str, Any] = {}
        facets: dict[str, dict[str, Any]] = {}
        problems: dict[str, L] = {}
        for name, value in values.items():
            field = info.fields.get(name)
            if field is None:
                near = nearest(name, list(info.fields))
                problems[name] = L(
                    f"Das Feld „{name}“ gibt es nicht."
                    + (f" Meinten Sie „{near}“?" if near else ""),
                    en=f'There is no field "{name}".'
                    + (f' Did you mean "{near}"?' if near else ""),
                )
            elif not field.spec.editable:
                problems[name] = L(
                    "Dieses Feld wird von Kontor geführt.", en="This field is kept by Kontor."
                )
            elif field.json_key is not None:
                custom[name] = value
            elif field.table == info.rule.name:
                own[name] = value
            else:
                facets.setdefault(field.table, {})[field.column] = value
        if problems:
            raise Invalid(problems)
        return own, custom, facets

    def _change_facets(
        self,
        uow: UnitOfWork,
        info: ResourceInfo,
        record_id: str,
        facets: Mapping[str, Mapping[str, Any]],
    ) -> None:
        for table, values in facets.items():
            _require(uow.actor, info, table, next(iter(values)))
            model = model_of(table)
            row = uow.facet(model, record_id)
            try:
                if row is None:
                    uow.create(model, {**values, "customer_id": record_id})
                else:
                    uow.change(model, row.id, values)
            except Invalid as error:
                raise _named_as_written(error, info, table) from None


def _require(actor: Actor, info: ResourceInfo, table: str, column: str) -> None:
    """A facet may ask for a permission besides the right to edit the customer."""
    permission = info.permissions.get(table)
    if permission is not None and not actor.profile.may(permission):
        name = next(f.name for f in info.fields.values() if (f.table, f.column) == (table, column))
        raise Forbidden(
            L(
                f"Ihre Rolle darf „{name}“ nicht ändern; dazu gehört die Berechtigung "
                f"{permission}.",
                en=f'Your role may not change "{name}"; that takes the permission {permission}.',
            ),
            field=name,
        )


def _named_as_written(error: Invalid, info: ResourceInfo, table: str) -> Invalid:
    """Call a facet's columns as people write them: ``points`` -> ``club.points``."""
    names = {f.column: f.name for f in info.fields.values() if f.table == table}
    return Invalid({names.get(name, name): text for name, text in error.problems().items()})


def _read(given: str | Mapping[str, Any] | Ast) -> Ast:
    if isinstance(given, str):
        return read(given)
    return from_json(given) if isinstance(given, Mapping) else given


def _currency(info: ResourceInfo, amount: Field) -> Field | None:
    """Give the field that says in which currency an amount is."""
    prefix = amount.name.rpartition(".")[0]
    sibling = f"{prefix}.{amount.spec.currency}" if prefix else amount.spec.currency or ""
    return info.fields.get(sibling)


def _with_cursor(query: ListQuery, cursor: str) -> ListQuery:
    keys = query.sort.keys if query.sort else ()
    return ListQuery(
        query.fields,
        query.sort,
        query.filter,
        query.search,
        query.search_column,
        decode(cursor, sort=str(query.sort or ""), fields=[one.field for one in keys]),
        query.limit,
    )


def _read_only(info: ResourceInfo) -> Forbidden:
    return Forbidden(
        L(
            f"„{info.label}“ kann hier nicht geändert werden.",
            en=f'"{info.label}" cannot be changed here.',
        )
    )


def json_rows(page: Page) -> bytes:
    """Encode a page's rows as a JSON array of objects by field name."""
    return _encoder.encode(page.rows)


_encoder = msgspec.json.Encoder()
