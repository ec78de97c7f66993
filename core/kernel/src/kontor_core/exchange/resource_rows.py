"""Rows of a file as records of one resource: new ones made, known ones changed.

Where a resource has a domain function of its own each row goes through it; customers and plain
tables are written a chunk at a time.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kontor_core.contacts.points import SHORTHANDS
from kontor_core.events.arrivals import TagsArrived
from kontor_core.exchange.cells import CheckedRows, as_given
from kontor_core.exchange.context import Imports
from kontor_core.exchange.customers import add_addresses
from kontor_core.exchange.employers import EMPLOYER, Asked, Employers
from kontor_core.exchange.reach import (
    NOTE,
    PHOTO,
    PLACE,
    add_further,
    brought_along,
    country_codes,
)
from kontor_core.exchange.targets import TAGS, Target
from kontor_core.foundation import ids
from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.models import columns as columns_of
from kontor_core.hooks.declarations.contexts import RecordRef
from kontor_core.hooks.declarations.exchange import RowImporter
from kontor_core.resources.catalogue import ResourceInfo

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_TWICE = L(
    "Das steht schon in Zeile {line} dieser Datei.", en="Line {line} of this file already says so."
)
_APART = re.compile(r"[,;\n]")
_NOBODY = L("„{value}“ ist nicht zu finden.", en='"{value}" cannot be found.')


def importer_of(
    app: "KontorApp", target: Target, options: Mapping[str, str], asked: dict[str, Asked]
) -> "RowImporter | ResourceRows":
    """Make the importer of a target; what it does not know by itself it adds to ``asked``."""
    if target.preset is not None:
        return target.preset.importer()
    assert target.info is not None  # noqa: S101  # a target is a preset or a resource
    return ResourceRows(app, target, Employers(options, asked))


class ResourceRows:
    """Takes rows of one resource."""

    def __init__(self, app: "KontorApp", target: Target, employers: Employers) -> None:
        assert target.info is not None  # noqa: S101  # made for resources only
        self._app = app
        self._target = target
        self._info: ResourceInfo = target.info
        self._beside = brought_along(target.info.name)
        self._tagged = TAGS in target.fields and TAGS not in target.info.fields
        self._seen: dict[str, int] = {}  # import key -> line
        self._employers = employers
        self._refs = {
            name: info
            for name, f in target.fields.items()
            if f.spec.kind is Kind.REF and (info := _referred(app, f.spec.ref)) is not None
        }

    def take(self, imports: Imports, rows: CheckedRows) -> None:
        found = self._resolve(imports, rows)
        self._employers.look_up(imports, rows)
        known = self._known(imports, rows)
        fresh: list[int] = []
        named = self._info.declaration.import_key in rows.columns
        if not (found.bad or named):
            fresh += range(len(rows))
        else:
            for index in range(len(rows)):
                if index in found.bad or self._is_double(rows, index):
                    continue
                record = known.get(index)
                if record is None:
                    fresh.append(index)
                else:
                    self._each(imports, rows, index, found.values, record)
        if self._info.name == "customers" or self._info.declaration.create is None:
            self._insert(imports, rows, fresh, found.values)
        else:
            for index in fresh:
                self._each(imports, rows, index, found.values, None)

    # ---- whole chunks

    def _insert(
        self,
        imports: Imports,
        rows: CheckedRows,
        fresh: Sequence[int],
        refs: Mapping[str, Sequence[Any]],
    ) -> None:
        given = {**rows.columns, **refs}
        columns: dict[str, Any] = {
            name: [values[index] for index in fresh]
            for name, values in given.items()
            if not name.startswith("custom.")
        }
        own = [name for name in given if name.startswith("custom.")]
        if own:
            columns["custom"] = [
                {
                    name.removeprefix("custom."): given[name][index]
                    for name in own
                    if given[name][index] is not None
                }
                for index in fresh
            ]
        tags = columns.pop(TAGS, ()) if self._tagged else ()
        if self._info.name == "customers":
            made = imports.insert_customers(columns, len(fresh))
        else:
            made = imports.insert(self._info.model, columns, len(fresh))
        for record_id, names in zip(made, tags, strict=False):
            self._tell_tags(imports, record_id, names)

    # ---- one by one

    def _each(
        self,
        imports: Imports,
        rows: CheckedRows,
        index: int,
        refs: Mapping[str, Sequence[Any]],
        record: tuple[str, int] | None,
    ) -> None:
        """Make or change one record; what is wrong with it leaves the others alone."""
        values = {
            name: as_given(self._target.fields[name].spec.kind, cells[index])
            for name, cells in {**rows.columns, **refs}.items()
            if cells[index] is not None
        }
        mark = imports.made.mark()
        tags = values.pop(TAGS, None) if self._tagged else None
        try:
            with imports.uow.savepoint():
                if record is None:
                    record_id = self._create(imports, values, rows.lines[index])
                else:
                    record_id = self._change(imports, record, values)
                self._tell_tags(imports, record_id, tags)
            self._employers.keep()
        except KontorError as error:
            self._employers.forget()
            imports.made.back_to(mark)
            problems = error.problems() or {"": error.message}
            column, reason = next(iter(problems.items()))
            rows.refuse(index, column, reason)

    def _create(self, imports: Imports, values: Mapping[str, Any], line: int) -> str:
        create = self._info.declaration.create
        uow = imports.uow
        if create is None:
            return uow.create(self._info.model, values).id
        further = {name: values[name] for name in self._beside if name in values}
        given = {name: value for name, value in values.items() if name not in further}
        if EMPLOYER in further and "customer_id" not in given:
            employer = self._employers.of(uow, further[EMPLOYER], line)
            given |= {"customer_id": employer} if employer is not None else {}
        row = create(uow, given)
        if imports.made.rehearsed:
            further.pop(PHOTO, None)  # a file beside the database would stay
        if further:
            add_further(uow, further, contact_id=row.id)
        return str(row.id)

    def _tell_tags(self, imports: Imports, record_id: str, text: str | None) -> None:
        """Hand the words of a cell to whoever keeps tags: ``Messe, Wichtig``."""
        names = tuple(dict.fromkeys(n for n in map(str.strip, _APART.split(text or "")) if n))
        if names:
            about = RecordRef(self._info.entity, record_id)
            imports.uow.publish(TagsArrived(subject=about, names=names))

    def _change(self, imports: Imports, record: tuple[str, int], values: Mapping[str, Any]) -> str:
        record_id, version = record
        key = self._info.declaration.import_key
        addresses = {name: values[name] for name in SHORTHANDS if name in values}
        apart = {key, *addresses, *self._beside}
        given = {n: value for n, value in values.items() if n not in apart}
        names = [name for name in given if name in self._info.rule.table.c]
        if any(name.startswith("custom.") for name in given):
            names.append("custom")
        found = imports.before(self._info.rule, [record_id], names)[record_id]
        before = {name: found[name] for name in names}
        change = self._info.declaration.change
        uow = imports.uow
        if change is not None:
            row = change(uow, record_id, given, version)
        else:
            row = uow.change(self._info.model, record_id, given, version=version)
        add_addresses(
            uow, record_id, {n: values[n] for n in (*addresses, *PLACE, NOTE) if n in values}
        )
        if row.version != version:
            imports.made.changed.append((self._info.entity, record_id, row.version, before))
        return record_id

    # ---- looking up

    def _is_double(self, rows: CheckedRows, index: int) -> bool:
        key = self._info.declaration.import_key
        if key is None or key not in rows.columns:
            return False
        value = rows.columns[key][index]
        if value is None:
            return False
        line = self._seen.setdefault(str(value), rows.lines[index])
        if line != rows.lines[index]:
            rows.refuse(index, key, _TWICE.format(line=line))
            return True
        return False

    def _known(self, imports: Imports, rows: CheckedRows) -> dict[int, tuple[str, int]]:
        """Find the records a file speaks of again, by the resource's import key."""
        key = self._info.declaration.import_key
        if key is None or key not in rows.columns:
            return {}
        values = rows.columns[key]
        found = imports.find(self._info.model, key, [v for v in values if v is not None])
        versions = imports.versions(self._info.rule, list(found.values()))
        return {
            index: (found[value], versions[found[value]])
            for index, value in enumerate(values)
            if value in found
        }

    def _resolve(self, imports: Imports, rows: CheckedRows) -> "_Resolved":
        """Turn numbers and names of other records into their ids."""
        resolved = _Resolved()
        for name, info in self._refs.items():
            if name not in rows.columns:
                continue
            cells = rows.columns[name]
            wanted = {str(c) for c in cells if c is not None and not ids.is_id(str(c))}
            ids_of: dict[str, str] = {}
            for column in _keys_of(info):
                missing = sorted(wanted - set(ids_of))
                ids_of.update(imports.find(info.model, column, missing))
            values: list[Any] = []
            for index, cell in enumerate(cells):
                text = None if cell is None else str(cell)
                if text is None or ids.is_id(text) or text in ids_of:
                    values.append(ids_of.get(text, text) if text is not None else None)
                    continue
                values.append(None)
                if index not in resolved.bad:
                    rows.refuse(index, name, _NOBODY.format(value=text[:80]))
                    resolved.bad.add(index)
            resolved.values[name] = values
        if "country" in self._beside and "country" in rows.columns:
            codes = country_codes(rows.columns["country"])
            for index, code in enumerate(codes):
                if isinstance(code, Invalid):
                    codes[index] = None
                    if index not in resolved.bad:
                        rows.refuse(index, "country", code.message)
                        resolved.bad.add(index)
            resolved.values["country"] = codes
        return resolved


class _Resolved:
    def __init__(self) -> None:
        self.values: dict[str, Sequence[Any]] = {}
        self.bad: set[int] = set()


def _referred(app: "KontorApp", entity: str | None) -> ResourceInfo | None:
    return app.resources.of_entity(entity) if entity else None


def _keys_of(info: ResourceInfo) -> list[str]:
    """Give the columns by which people name a record: its number, its address, its name."""
    known = columns_of(info.model)
    wanted = (info.declaration.import_key, "email", info.title)
    return [name for name in dict.fromkeys(wanted) if name is not None and name in known]
