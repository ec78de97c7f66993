"""A server of its own for the benchmark: the product's endpoints and their raw limits, together.

``python -m bench.server HOME PORT`` serves until it is ended. The raw endpoints pass the same edge
and the same lane; what differs is the data path alone.
"""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from msgspec import structs

from kontor_core.app import KontorApp
from kontor_core.foundation import ids
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.resources.verbs import json_rows
from kontor_web.asgi import make_asgi
from kontor_web.calls import Call
from kontor_web.edge import Edge
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, as_json
from kontor_web.resources.asked import Asked, Scope
from kontor_web.resources.lists import list_view
from kontor_web.resources.pages import list_page
from kontor_web.server import settled
from kontor_web.ui.answers import render
from kontor_web.ui.shell import shell
from kontor_web.ui.views import ListView, Tag, Value
from kontor_web.web import WebSettings

FILTER = 'phase = "active"'


class Raw(msgspec.Struct, rename={"id_": "id"}):
    """What a handwritten list gives: the columns of the product's default list answer."""

    created_at: str
    updated_at: str
    owner_id: str | None
    team_id: str | None
    number: str
    kind: str
    name: str
    phase: str
    roles: msgspec.Raw
    language: str
    id_: str


_COLUMNS = (
    "created_at, updated_at, owner_id, team_id, number, kind, name, phase, roles, language, id"
)
_LIST = (
    f"SELECT {_COLUMNS}, name_key FROM core_customer WHERE phase = ? ORDER BY name_key, id LIMIT 51"
)
_GET = f"SELECT {_COLUMNS}, version FROM core_customer WHERE id = ?"
_encode = msgspec.json.Encoder().encode


def _text(raw: bytes | None) -> str | None:
    if raw is None:
        return None
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def _row(r: Any) -> Raw:
    return Raw(
        r[0], r[1], _text(r[2]), _text(r[3]), r[4], r[5], r[6], r[7],
        msgspec.Raw(r[8].encode()), r[9], str(_text(r[10])),
    )  # fmt: skip


def endpoints(app: KontorApp) -> list[Endpoint]:
    info = app.resources.named("customers")

    def raw_list(_call: Call) -> Reply:
        cursor = app.database.reading().cursor()
        rows = cursor.execute(_LIST, ("active",)).fetchall()[:50]
        return Reply(b'{"items":%b}' % _encode([_row(r) for r in rows]))

    def product_list(call: Call) -> Reply:
        page = app.resources.page(SYSTEM, info, filter=FILTER, sort="name", limit=50)
        return Reply(b'{"items":%b}' % json_rows(page))

    def raw_get(call: Call) -> Reply:
        cursor = app.database.reading().cursor()
        raw_id = ids.to_bytes(call.param("record_id"))
        row = cursor.execute(_GET, (raw_id,)).fetchone()
        return Reply(_encode(_row(row)))

    def product_get(call: Call) -> Reply:
        record = app.resources.get(SYSTEM, info, call.param("record_id"))
        return as_json({**record.values, "id": record.id})

    def open_to_all(path: str, run: Any) -> Endpoint:
        return Endpoint(
            method="GET",
            path=path,
            run=run,
            audience="public",
            permission="",
            rate="page",
            surface="api",
        )

    return [
        open_to_all("/bench/raw-list", raw_list),
        open_to_all("/bench/list", product_list),
        open_to_all("/bench/raw-get/{record_id:str}", raw_get),
        open_to_all("/bench/get/{record_id:str}", product_get),
    ]


_PAGE = (
    "SELECT c.name, c.number, c.phase, c.roles, u.name, u.id, c.updated_at, c.id, c.kind,"
    " c.name_key FROM core_customer c LEFT JOIN core_user u ON u.id = c.owner_id"
    " WHERE c.merged_into_id IS NULL ORDER BY c.name_key, c.id LIMIT 51"
)


def page_endpoints(app: KontorApp) -> list[Endpoint]:
    """A page of the product, and the same template fed from a handwritten query.

    Both pass sign-in and the shell; the frame of the list (heads, filters, views) is made once
    for the raw one.
    """
    scope = Scope.of(app.resources.named("customers"))
    made: dict[str, ListView] = {}

    def product(call: Call) -> Reply:
        return list_page(call, scope)

    def raw(call: Call) -> Reply:
        if "frame" not in made:
            made["frame"] = list_view(call, scope, Asked.of(call, scope.info, scope.path))
        frame = made["frame"]
        cursor = app.database.reading().cursor()
        labels = {c.value: (str(c.label), c.color) for c in app.storage.options["phases"]}
        rows = []
        for row, like in zip(cursor.execute(_PAGE).fetchall()[:50], frame.rows, strict=True):
            cells = tuple(
                structs.replace(cell, value=_value(cell.value, index, row, labels))
                for index, cell in enumerate(like.cells)
            )
            rows.append(structs.replace(like, id=str(_text(row[7])), label=row[0], cells=cells))
        top = shell(call, frame.label, actions=[])
        return render(call, "core/list.html", 200, shell=top, list=replace(frame, rows=tuple(rows)))

    def page(path: str, run: Any) -> Endpoint:
        return Endpoint(
            method="GET",
            path=path,
            run=run,
            audience="staff",
            permission="",
            rate="page",
            surface="page",
        )

    return [page("/bench/page", product), page("/bench/raw-page", raw)]


def _value(like: Value, index: int, row: Any, labels: dict[str, tuple[str, str]]) -> Value:
    """Put a raw value in the place of one that the product showed there."""
    if like.tags:
        text, color = labels.get(row[2], (row[2], "c8")) if len(like.tags) == 1 else ("", "c8")
        return structs.replace(
            like, tags=(Tag(text=text or like.tags[0].text, color=color, dot=True),)
        )
    return structs.replace(like, text=str(row[index]) if index < 2 else like.text)


def make() -> Edge:
    app = KontorApp.open(Path(sys.argv[1]))
    made = make_asgi(app, WebSettings(dev=True), extra=[*endpoints(app), *page_endpoints(app)])
    return settled(made)


def main() -> None:
    Granian(
        "bench.server:make",
        port=int(sys.argv[2]),
        interface=Interfaces.ASGI,
        factory=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
