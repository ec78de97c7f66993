"""Refused rows as a file that opens in a spreadsheet: line, column, value, reason."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from kontor_core.exchange import jobs
from kontor_core.exchange.forgetting import KEPT
from kontor_core.exchange.formulas import guarded
from kontor_core.foundation import clock
from kontor_core.foundation.i18n import L, current_locale, text_of

if TYPE_CHECKING:
    from kontor_core.app import KontorApp

HEADER = (
    L("Zeile", en="line"),
    L("Spalte", en="column"),
    L("Wert", en="value"),
    L("Grund", en="reason"),
)
_AT_ONCE = 5_000


def errors_path(app: "KontorApp", job_id: str) -> Path:
    return jobs.folder(app) / f"{job_id}-errors.csv"


def write_errors(app: "KontorApp", job_id: str) -> Path | None:
    """Write the file anew from the books; None, and no file, when every row was taken."""
    path = errors_path(app, job_id)
    locale = current_locale()
    rows = jobs.job_errors(app, job_id, limit=_AT_ONCE)
    if not rows:
        path.unlink(missing_ok=True)
        return None
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([text_of(word, locale) for word in HEADER])
        while rows:
            writer.writerows(
                [r.line, *map(_safe, (r.column, r.value, r.why(locale)))] for r in rows
            )
            rows = jobs.job_errors(app, job_id, after=rows[-1].id, limit=_AT_ONCE)
    return path


def forget_old_files(app: "KontorApp") -> None:
    """Delete files of refused rows that are older than a month."""
    oldest = (clock.now() - KEPT).timestamp()
    for path in jobs.folder(app).glob("*-errors.csv"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _safe(value: str) -> str:
    """Give a cell that no spreadsheet runs; numbers below zero stay numbers."""
    return value if _is_number(value) else guarded(value)


def _is_number(value: str) -> bool:
    return value[1:].replace(".", "", 1).replace(",", "", 1).isdigit()
