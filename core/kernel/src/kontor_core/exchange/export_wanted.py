"""What somebody wants to take along, and the kinds of files there are."""

from typing import Literal

import msgspec

from kontor_core.exchange.export_cells import Manner
from kontor_core.foundation.i18n import Locale

Format = Literal["csv", "xlsx", "jsonl", "vcf"]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "jsonl", "vcf")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "vcf": "text/vcard; charset=utf-8",
}


class Wanted(msgspec.Struct, frozen=True):
    """What somebody wants to take along; ``fields`` None means all they may read."""

    resource: str
    format: str = "csv"
    filter: str | None = None
    search: str | None = None
    sort: str | None = None
    fields: tuple[str, ...] | None = None
    manner: Manner = Manner.NAMES
    locale: Locale = "en"
    delimiter: str = ","
