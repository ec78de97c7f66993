"""Records out: what is asked for is checked, then written page by page in constant memory.

One writer for web, API and command line. Rows come through the fenced read door with the fields
and masks of the one who exports; every export leaves a fact.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from operator import attrgetter
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any

import msgspec

from kontor_core.events.exported import RecordsExported
from kontor_core.exchange.export_beside import AT_ONCE, Beside
from kontor_core.exchange.export_cards import MOST_CARDS, write_cards
from kontor_core.exchange.export_cells import Cells, Column, Manner
from kontor_core.exchange.export_files import table_file
from kontor_core.exchange.export_rights import exporting
from kontor_core.exchange.export_wanted import FORMATS, Wanted
from kontor_core.exchange.formulas import guarded
from kontor_core.exchange.mapping import guess_mapping
from kontor_core.exchange.targets import resource_target
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Invalid, KontorError
from kontor_core.foundation.fields import Field
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.text import nearest
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.currencies import currency_of
from kontor_core.resources.listing import Page

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

_PAGE = 2_000
_PIECE = 256 * 1024
_IN_MEMORY = 4 * 1024 * 1024
_MOST_TITLES = 50_000

Progress = Callable[[int], None]

_encode = msgspec.json.Encoder().encode_into


class Export:
    """One export, checked: raises Forbidden, or Invalid for what cannot be understood."""

    def __init__(self, app: "KontorApp", actor: Actor, wanted: Wanted) -> None:
        self._app = app
        self._actor = actor
        self.wanted = wanted
        self.info = app.resources.named(wanted.resource)
        _check_format(self.info, wanted)
        self._seen_by = exporting(app.storage.schema, actor, self.info)
        self._beside = Beside(app, self._seen_by, self.info, wanted.locale)
        self._fields = self._wanted_fields()
        self._read = self._read_names()
        self.count = app.resources.count(
            self._seen_by, self.info, filter=wanted.filter, search=wanted.search
        )
        next(self._pages(size=1))  # raises for a sort that is none

    def write(self, file: IO[bytes], progress: Progress | None = None) -> int:
        """Write everything; gives the number of records. What left is told of even if it breaks."""
        done = 0
        try:
            for count in self._written(file):
                done += count
                if progress is not None:
                    progress(done)
        finally:
            self._tell(done)
        return done

    def stream(self) -> Generator[bytes]:
        """Give the file piece by piece, nothing in between; a workbook comes at its end."""
        done = 0
        whole = self.wanted.format == "xlsx"
        try:
            with SpooledTemporaryFile(_IN_MEMORY) as buffer:
                for count in self._written(buffer):
                    done += count
                    yield b"" if whole else _taken(buffer)
                buffer.seek(0)
                while piece := buffer.read(_PIECE):
                    yield piece
        finally:
            self._tell(done)

    # ---- by format

    def _written(self, file: IO[bytes]) -> Iterator[int]:
        if self.wanted.format == "vcf":
            reader = self._app.reader(self._seen_by)
            pages = self._pages(size=MOST_CARDS)
            return write_cards(file, reader, pages, self._read, self._beside.card_parts)
        if self.wanted.format == "jsonl":
            return self._write_lines(file)
        return self._write_table(file)

    def _write_lines(self, file: IO[bytes]) -> Iterator[int]:
        """Write each row as the API gives it, one JSON object a line."""
        buffer = bytearray()
        for page in self._pages():
            buffer.clear()
            for row in self._objects(page):
                _encode(row, buffer, -1)
                buffer += b"\n"
            file.write(buffer)
            yield len(page.rows)

    def _objects(self, page: Page) -> Sequence[Any]:
        if not self._extra:
            return page.rows
        by_name = self._columns(page)
        return [dict(zip(by_name, row, strict=True)) for row in zip(*by_name.values(), strict=True)]

    def _write_table(self, file: IO[bytes]) -> Iterator[int]:
        wanted = self.wanted
        typed = wanted.format == "xlsx"
        cells = Cells(self._app.storage.conventions, wanted.locale, wanted.manner, typed=typed)
        title = text_of(self.info.label_plural, wanted.locale)
        with table_file(
            wanted.format,
            file,
            title=title,
            delimiter=wanted.delimiter,
            marked=wanted.manner is Manner.LABELS,
        ) as table:
            table.head([guarded(name) for name in self._header()])
            for page in self._pages():
                if page.rows:
                    table.rows(self._cells(cells, self._columns(page)))
                yield len(page.rows)

    # ---- columns

    def _columns(self, page: Page) -> dict[str, Column]:
        """Give a page by column; what stands beside the record's own fields is looked up."""
        names = (*self._read, "id")  # what the cursor needs comes behind them
        found: dict[str, Column] = {
            name: list(map(attrgetter(f"f{place}"), page.rows)) for place, name in enumerate(names)
        }
        if self._extra and page.rows:
            ids = found["id"]
            beside = self._beside.values(self._extra, ids)
            for name in self._extra:
                values = beside.get(name, {})
                found[name] = [values.get(record_id) for record_id in ids]
        return found

    def _cells(self, cells: Cells, by_name: Mapping[str, Column]) -> Sequence[Column]:
        if self.wanted.manner is Manner.LABELS:
            self._learn_titles(cells, by_name)
        found: list[Column] = []
        for name in self._shown():
            field = self._fields.get(name)
            if field is None:  # the id
                found.append(by_name[name])
                continue
            currency = currency_of(self.info, field)
            found.append(
                cells.column(field, by_name[name], by_name.get(currency) if currency else None)
            )
        return found

    def _learn_titles(self, cells: Cells, by_name: Mapping[str, Column]) -> None:
        if len(cells.titles) > _MOST_TITLES:
            cells.titles.clear()
        wanted = {
            (field.spec.ref, value)
            for field in self._fields.values()
            if field.kind is Kind.REF and field.spec.ref
            for value in set(by_name[field.name])
            if value is not None and (field.spec.ref, value) not in cells.titles
        }
        reader = self._app.reader(self._actor)
        cells.titles.update(reader.titles(wanted))

    def _pages(self, *, size: int = 0) -> Iterator[Page]:
        wanted = self.wanted
        return self._app.resources.walk(
            self._seen_by,
            self.info,
            filter=wanted.filter,
            search=wanted.search,
            sort=wanted.sort,
            fields=self._read,
            size=size or (AT_ONCE if self._extra else _PAGE),
        )

    def _wanted_fields(self) -> dict[str, Field]:
        """Give the fields by name, those that stand beside the record's own included."""
        wanted, beside = self.wanted, self._beside
        if wanted.fields is None:
            own = {field.name: field for field in self.info.readable(self._actor)}
            return (
                own if wanted.format == "vcf" else own | {n: beside.fields[n] for n in beside.own}
            )
        found: dict[str, Field] = {}
        for name in wanted.fields:
            field = self.info.fields.get(name) or beside.fields.get(name)
            if field is None:
                raise _no_field(name, [*self.info.fields, *beside.fields])
            if name != "id":
                found[name] = field
        return found

    @property
    def _extra(self) -> list[str]:
        return [name for name in self._fields if name in self._beside.fields]

    def _read_names(self) -> list[str]:
        """Give the fields to read: the record's own, and the currencies of its amounts."""
        own = [field for name, field in self._fields.items() if name in self.info.fields]
        siblings = (currency_of(self.info, field) for field in own)
        return list(dict.fromkeys([*(f.name for f in own), *(name for name in siblings if name)]))

    def _shown(self) -> tuple[str, ...]:
        names = tuple(self._fields)
        with_id = self.wanted.manner is Manner.NAMES and self.wanted.fields is None
        return ("id", *names) if with_id or "id" in (self.wanted.fields or ()) else names

    def _header(self) -> list[str]:
        """Give names, or such labels as the import takes for the very same fields again."""
        names = list(self._shown())
        if self.wanted.manner is Manner.NAMES:
            return names
        found = [self._label(name) for name in names]
        labels = [
            name if found.count(label) > 1 else label
            for name, label in zip(names, found, strict=True)
        ]
        try:
            target = resource_target(self._app, self.info.name, self._actor)
        except KontorError:
            return labels  # nobody imports these
        taken = guess_mapping(target, labels).mapping
        return [
            label if taken.get(label, name) == name or name not in target.fields else name
            for name, label in zip(names, labels, strict=True)
        ]

    def _label(self, name: str) -> str:
        field = self._fields.get(name)
        return name if field is None else text_of(field.label, self.wanted.locale)

    def _tell(self, rows: int) -> None:
        wanted = self.wanted
        with self._app.unit(self._actor) as uow:
            uow.publish(
                RecordsExported(
                    resource=self.info.name,
                    format=wanted.format,
                    rows=rows,
                    fields=self._shown(),
                    filter=wanted.filter,
                    search=wanted.search,
                )
            )


def _taken(buffer: IO[bytes]) -> bytes:
    """Take out what was written so far."""
    buffer.seek(0)
    piece = buffer.read()
    buffer.seek(0)
    buffer.truncate()
    return piece


def file_name(info: ResourceInfo, wanted: Wanted, day: str) -> str:
    """Give what the file is called: ``Kunden 2026-11-21.xlsx`` for people."""
    people = wanted.manner is Manner.LABELS
    name = f"{text_of(info.label_plural, wanted.locale)} {day}" if people else info.name
    return f"{name}.{wanted.format}"


def _check_format(info: ResourceInfo, wanted: Wanted) -> None:
    if wanted.format not in FORMATS:
        near = nearest(wanted.format, FORMATS)
        raise Invalid(
            {
                "format": L(
                    f"„{wanted.format}“ gibt es nicht; möglich: {', '.join(FORMATS)}."
                    + (f" Meinten Sie „{near}“?" if near else ""),
                    en=f'There is no "{wanted.format}"; possible: {", ".join(FORMATS)}.'
                    + (f' Did you mean "{near}"?' if near else ""),
                )
            }
        )
    if wanted.format != "vcf":
        return
    if info.entity != "contact":
        raise Invalid(
            {
                "format": L(
                    "vCard gibt es nur für Personen (contacts).",
                    en="vCard is for people (contacts) only.",
                )
            }
        )
    if wanted.fields is not None:
        raise Invalid(
            {"fields": L("Eine vCard hat ihre eigenen Felder.", en="A vCard has its own fields.")}
        )


def _no_field(name: str, known: Sequence[str]) -> Invalid:
    near = nearest(name, known)
    return Invalid(
        {
            "fields": L(
                f"Das Feld „{name}“ gibt es nicht." + (f" Meinten Sie „{near}“?" if near else ""),
                en=f'There is no field "{name}".' + (f' Did you mean "{near}"?' if near else ""),
            )
        }
    )
