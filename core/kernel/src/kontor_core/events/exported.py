"""What the log keeps of an export: who took how much of what along, by which filter."""

from kontor_core.events.types import Event, personal


class RecordsExported(Event):
    """Records left the house as a file; filters name people, so they count as personal."""

    name = "records.exported"

    resource: str
    format: str
    rows: int
    fields: tuple[str, ...]
    filter: str | None = personal(None)
    search: str | None = personal(None)
