"""Which pages cost most: ``python -m bench.pages [--save]``, a row each, the dearest first.

All builtin and bundled plugins are on, the demo company is in. CPU is a ratio against
the empty page of the search, asked in turn with each, so that the machine does not count; the
rest are counts. A page's CPU and requests are its own and those of the boxes that load by
themselves; what stays in a browser's cache stands once, under "first visit".
"""

import gzip
import json
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from html import unescape
from pathlib import Path

import httpx

from bench.harness import HERE
from kontor_core.app import KontorApp
from kontor_core.cli.demo import fill
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.users import create_user
from kontor_core.foundation.definition import FILE_NAME, write_default
from kontor_core.hooks.declarations.ui import Tab
from kontor_sdk.testing.client import Web
from kontor_web.resources.addresses import list_url, record_url
from kontor_web.routes import all_endpoints
from kontor_web.ui.assets import DIST, manifest

ROUNDS = 7
KEPT = HERE / "pages.json"
STATEMENTS = 60
"""No page asks more: what grows with its rows would."""
RATIO = 10.0
"""No page costs more CPU than so many times the empty page of the search."""
UNIT = "/search"

_SKIPPED = ("/ui/", "/logout")
_LAZY = re.compile(r'hx-get="([^"]+)"[^>]*hx-trigger="revealed')
_FIRST_VISIT = ("kontor.css", "kontor.js")


@dataclass
class Row:
    """What one page costs."""

    page: str
    cpu: float
    statements: int
    kilobytes: float
    zipped: float
    requests: int


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = _company(Path(folder))
        web = Web(app)
        try:
            rows = _measured(app, web)
        finally:
            web.close()
            app.close()
    _show(rows)
    if "--save" in sys.argv:
        kept = [asdict(row) for row in rows]
        KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    broken = [row for row in rows if row.statements > STATEMENTS or row.cpu > RATIO]
    for row in broken:
        print(f"too dear: {row.page}")
    return 1 if broken else 0


def _company(home: Path) -> KontorApp:
    write_default(home / FILE_NAME, name="Hanse Handels AG", plugins=("transactions",))
    app = KontorApp.open(home, migrate=True)
    fill(app)
    return app


def _measured(app: KontorApp, web: Web) -> list[Row]:
    with app.unit(SYSTEM) as uow:
        user = create_user(uow, name="Bench", email="bench@example.org", roles=("administrator",))
    client = web.client(user.id)
    rows = []
    for name, address in _pages(app).items():
        answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        boxes = [unescape(url) for url in _LAZY.findall(answer.text)]
        with _statements(app) as asked:
            client.get(address)
        rows.append(
            Row(
                page=name,
                cpu=round(sum(_cpu(client, one) for one in (address, *boxes)), 1),
                statements=len(asked),
                kilobytes=round(len(answer.content) / 1024, 1),
                zipped=round(len(gzip.compress(answer.content, 6)) / 1024, 1),
                requests=1 + len(boxes),
            )
        )
    return sorted(rows, key=lambda row: -row.cpu)


def _pages(app: KontorApp) -> dict[str, str]:
    """Give an address for each page that has one without knowing more, and for each record."""
    found = {
        endpoint.path: endpoint.path
        for endpoint in all_endpoints(app)
        if endpoint.method == "GET"
        and endpoint.surface == "page"
        and "{" not in endpoint.path
        and not endpoint.path.startswith(_SKIPPED)
    }
    for info in app.resources.all():
        page = app.resources.page(SYSTEM, info, fields=[info.title], limit=1)
        if not page.rows:
            continue
        record = record_url(info, page.rows[0].f1)
        found[f"{list_url(info)}/…"] = record
        for tab in app.registries.specs(Tab, info.entity):
            found[f"{list_url(info)}/…?tab={tab.id}"] = f"{record}?tab={tab.id}"
    return found


def _cpu(client: httpx.Client, address: str) -> float:
    """Give the median of the rounds' ratios."""
    ratios = []
    for _ in range(ROUNDS):
        start = time.process_time()
        client.get(UNIT)
        between = time.process_time()
        client.get(address)
        ratios.append((time.process_time() - between) / (between - start))
    return statistics.median(ratios)


@contextmanager
def _statements(app: KontorApp) -> Iterator[list[str]]:
    """Note every statement of every lane until the block ends."""
    asked: list[str] = []
    database = app.database
    connect = database._connect_reader

    def noted() -> sqlite3.Connection:
        connection: sqlite3.Connection = connect()
        connection.set_trace_callback(asked.append)
        return connection

    for connection in database._open:
        connection.set_trace_callback(asked.append)
    database._connect_reader = noted  # type: ignore[method-assign]  # for this block
    try:
        yield asked
    finally:
        database._connect_reader = connect  # type: ignore[method-assign]
        for connection in database._open:
            connection.set_trace_callback(None)


def _show(rows: list[Row]) -> None:
    print(f"{'page':52} {'CPU':>6} {'statements':>11} {'KB':>7} {'gz':>6} {'requests':>9}")
    for row in rows:
        print(
            f"{row.page:52} {row.cpu:5.1f}x {row.statements:11} {row.kilobytes:7.1f}"
            f" {row.zipped:6.1f} {row.requests:9}"
        )
    first = sum((DIST / f"{manifest()[name]}.gz").stat().st_size for name in _FIRST_VISIT)
    fonts = sum(file.stat().st_size for file in DIST.glob("inter-latin-wght*.woff2"))
    print(
        f"first visit: {first / 1024:.0f} KB of style and code (gz), {fonts / 1024:.0f} KB of font"
    )


if __name__ == "__main__":
    sys.exit(main())
