"""How documents show: the tab of a record, the page of one, lines of the history."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from kontor_sdk import L, Locale
from kontor_sdk.flow import Events, Fact
from kontor_sdk.models import from_text, written_moment
from kontor_sdk.people import CHANNELS
from kontor_sdk.ui import Block, CellValue, Entry, Link, RecordRef, Template, UiContext

from .content import PICTURES
from .queries import (
    Origin,
    Stored,
    by_id,
    count_of,
    counts_of,
    from_interactions,
    of_record,
    of_records,
)

_WORDS: Mapping[str, L] = {
    "choose": L("Dateien wählen", en="Choose files"),
    "limit": L(
        "… oder hierher ziehen; höchstens 25 MB je Datei.",
        en="… or drop them here; at most 25 MB each.",
    ),
    "files": L("Dateien", en="Files"),
    "name": L("Name", en="Name"),
    "size": L("Größe", en="Size"),
    "when": L("Hochgeladen", en="Uploaded"),
    "actions": L("Aktionen", en="Actions"),
    "older": L("Frühere Fassungen", en="Earlier versions"),
    "version": L("Fassung", en="Version"),
    "removed": L("Gelöschte Dateien", en="Deleted files"),
    "remove": L("Löschen", en="Delete"),
    "restore": L("Wiederherstellen", en="Restore"),
    "empty": L("Noch keine Dateien.", en="No files yet."),
    "touches": L("Aus dem Verlauf", en="From the history"),
}
_UNITS = ("Bytes", "kB", "MB")


def files_tab(ctx: UiContext) -> Block:
    """Show the files of a record with a form for new ones."""
    assert ctx.record is not None  # noqa: S101  # a tab of records
    stored = of_record(ctx, ctx.record.id)
    present = sorted((one for one in stored if not one.removed_at), key=_by_name)
    files = []
    for _, versions in groupby(present, key=lambda one: one.name):
        newest, *older = (_shown(ctx, one) for one in versions)
        files.append({**newest, "older": older})
    files.sort(key=lambda one: str(one["at"]), reverse=True)
    return Template(
        "documents/files.html",
        words={name: text.in_(ctx.locale) for name, text in _WORDS.items()},
        entity=ctx.record.entity,
        record=ctx.record.id,
        files=files,
        removed=[_shown(ctx, one) for one in stored if one.removed_at],
        touches=[
            {**_shown(ctx, one), "origin": _origin(one).in_(ctx.locale)}
            for one in from_interactions(ctx, ctx.record.entity, ctx.record.id)
        ],
    )


def links_of_interactions(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, Sequence[Link]]:
    """Give the files that stand below interactions on the timeline; versions once."""
    found: dict[str, dict[str, Link]] = {}
    for one in of_records(ctx, ids):
        if one.name:
            link = Link(one.name, f"/x/documents/files/{one.id}")
            found.setdefault(one.record_id, {})[one.name] = link
    return {record: list(links.values()) for record, links in found.items()}


def files_count(ctx: UiContext) -> int | None:
    return count_of(ctx, ctx.record_id) or None


def files_counts(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, CellValue]:
    """Give how many files the records of a list keep, in one query."""
    return counts_of(ctx, ids)


def content_panel(ctx: UiContext) -> list[Block]:
    """Show what a document holds: the picture it is, and the way to its bytes."""
    found = by_id(ctx, [ctx.record_id])[ctx.record_id]
    download = Link(L("Herunterladen", en="Download"), f"/x/documents/files/{found.id}")
    record = RecordRef(found.entity, found.record_id)
    blocks: list[Block] = [download, Link(L("Zum Datensatz", en="To the record"), record)]
    if found.media_type in PICTURES:
        blocks.append(Template("documents/picture.html", id=found.id, name=found.name or ""))
    return blocks


def document_entries(ctx: UiContext, events: Events) -> list[Entry | None]:
    """Tell of files that came, went and came back; other changes tell nothing."""
    documents = by_id(ctx, [event.subject_id for event in events if event.subject_id])
    found = [(event, documents.get(event.subject_id or "")) for event in events]
    return [
        # what belongs to an interaction stands below that
        None if one is not None and one.entity == "interaction" else _entry(event, one)
        for event, one in found
    ]


def human_size(size: int, locale: Locale) -> str:
    """Give a size as people read it.

    >>> human_size(950, "de"), human_size(1_540_000, "de"), human_size(1_540_000, "en")
    ('950 Bytes', '1,5 MB', '1.5 MB')
    """
    power = 0 if size < 1000 else 1 if size < 1_000_000 else 2
    text = f"{size / 1000**power:.{1 if power == 2 else 0}f}"
    return f"{text.replace('.', ',') if locale == 'de' else text} {_UNITS[power]}"


def _entry(event: Fact, document: Stored | None) -> Entry | None:
    name = document.name if document else None
    changed = event.payload.get("changed")
    moved = changed.get("removed_at") if isinstance(changed, Mapping) else None
    if event.type.endswith(".created"):
        title = L("Datei hochgeladen", en="File uploaded")
    elif isinstance(moved, Sequence):
        gone = moved[-1] is not None
        title = (
            L("Datei gelöscht", en="File deleted")
            if gone
            else L("Datei wiederhergestellt", en="File restored")
        )
    else:
        return None
    if document is None or name is None:
        return Entry(title=title)
    named = Link(name, RecordRef("documents.document", document.id))
    return Entry(title=(title, L(": ", en=": "), named))


def _shown(ctx: UiContext, one: Stored) -> dict[str, object]:
    return {
        "id": one.id,
        "name": one.name or one.id,
        "number": one.number,
        "size": human_size(one.size, ctx.locale),
        "at": one.created_at,
        "when": written_moment(from_text(one.created_at), ctx.tz).in_(ctx.locale),
        "picture": one.media_type in PICTURES,
        "interaction": one.record_id,
    }


def _origin(one: Origin) -> L:
    """Say what a file came with: an e-mail and its subject, a visit."""
    word = next((c.label for c in CHANNELS if c.value == one.channel), one.channel)
    return L("{word}: {subject}" if one.about else "{word}").format(word=word, subject=one.about)


def _by_name(one: Stored) -> tuple[str, int]:
    return (one.name or "", -one.number)
