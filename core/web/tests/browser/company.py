"""A company to walk through: the demo's people, everything switched on, an awkward name."""

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from openpyxl import Workbook

from kontor_core.app import KontorApp
from kontor_core.cli.demo import fill
from kontor_core.events.failures import DELAYS
from kontor_core.exchange.starting import run_import, start_import
from kontor_core.foundation.clock import FixedClock, SystemClock, use_clock
from kontor_core.hooks.declarations.ui import NavItem, Tab, View
from kontor_core.hooks.registries import Owned
from kontor_mailbox.models import Message, Waiting
from kontor_sdk.flow import EventContext, Events, RecordRef, Subscription
from kontor_sdk.testing.homes import Homes
from kontor_sdk.testing.kit import Kontor, User
from kontor_web.endpoints import Endpoint
from kontor_web.resources.addresses import list_url, record_url
from kontor_web.routes import all_endpoints

LONG = "Donaudampfschifffahrtsgesellschaft mbH & Co. KGaA"
SIZE = "size = 40\n"
ROWS = "Firma;E-Mail;Phase\nAlster GmbH;a@firma.example;Aktiv\nBrandt KG;keine;Aktiv\n"
WRONG = "/customers?filter=wrong"

_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
_LINK = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
_ELSEWHERE = (
    "/ui/kit/{name",  # samples of the design system have tests of their own
    "/bulk/{job_id:str}/refused",  # a file
)


@dataclass(frozen=True)
class Company:
    """A running CRM with two years of demo history, and its administrator."""

    kontor: Kontor
    anna: User
    customer: RecordRef


@dataclass
class Answers:
    """What every registered address answers: pages, refusals, and paths nobody could fill."""

    pages: list[str] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    caged: dict[str, str] = field(default_factory=dict)  # by address, what a frame may show
    unknown: list[str] = field(default_factory=list)
    taken: frozenset[str] = frozenset()  # paths of their own, as /customers/new
    _links: dict[str, None] = field(default_factory=dict)

    def ask(self, client: httpx.Client, addresses: Iterable[str]) -> None:
        """Tell pages from files and redirects; keep what the pages lead to."""
        for address in addresses:
            if address in self.pages:
                continue
            answer = client.get(address)
            if answer.status_code >= 400 and answer.status_code != expected(address):
                self.refused[address] = answer.status_code
            elif "sandbox" in answer.headers.get("content-security-policy", ""):
                self.caged[address] = answer.text  # what strangers wrote: no script may look at it
            elif not answer.is_redirect and answer.headers["content-type"].startswith("text/html"):
                self.pages.append(address)
                found = (unescape(link) for link in _LINK.findall(answer.text))
                self._links |= dict.fromkeys(found)

    def led_to(self, path: str) -> str | None:
        """Give an address that some page leads to and that this path of a route matches."""
        places = (re.escape(part) for part in _PLACE.split(path)[::2])
        pattern = re.compile("([^/?]+)".join(places) + r"(\?.*)?")
        links = (link for link in self._links if link.partition("?")[0] not in self.taken)
        return next((link for link in links if pattern.fullmatch(link)), None)

    def layouts(self) -> list[str]:
        """Give an address for each way to lay out each list: as a board, as a calendar."""
        ways: dict[tuple[str, str], str] = {}
        for link in self._links:
            address = urlsplit(link)
            layout = parse_qs(address.query).get("layout")
            if layout and not address.path.startswith("/ui/"):
                ways.setdefault((address.path, layout[0]), link)
        return list(ways.values())


def found_company(homes: Homes, folder: Path) -> Iterator[Company]:
    """Lay out the demo company with all plugins that are here, at the present time."""
    home = homes.copy(("transactions",), "", folder / "company")
    (home / "demo.toml").write_text(SIZE, encoding="utf-8")
    with closing(KontorApp.open(home, strict=True)) as app:
        fill(app)
        kontor = Kontor(app, ("transactions",), SystemClock())  # type: ignore[arg-type]  # it runs
        anna = kontor.user(role="administrator", name="Anna Amt")
        kontor.deliver()
        customer = _busiest(kontor, anna)
        kontor.change(customer, {"name": LONG})
        yield Company(kontor, anna, customer)


def _busiest(kontor: Kontor, anna: User) -> RecordRef:
    """Give the customer with the most files, tags and orders."""
    counts: dict[str, int] = {}
    for entity, weight in (
        ("documents.document", 5),
        ("documents.tagging", 3),
        ("transactions.order", 1),
    ):
        for record_id in kontor.visible(entity, to=anna):
            found = kontor.values(RecordRef(entity, record_id)).get("customer_id")
            if found:
                counts[str(found)] = counts.get(str(found), 0) + weight
    return RecordRef("customer", max(counts, key=lambda one: (counts[one], one)))


def walked(company: Company) -> Answers:
    """Ask for every page that is registered, and for each state of it that has an address.

    Where a path holds a name, the first address is taken that a page leads to; what no page leads
    to in the demo company stands in ``_EXAMPLES``.
    """
    app = company.kontor.app
    client = company.kontor.client(as_=company.anna)
    paths = [one.path for one in all_endpoints(app) if _is_page(one)]
    client.post("/ui/customers/export", data={"format": "csv"})
    changed = {"id": company.customer.id, "phase": "active"}
    client.post("/ui/customers/bulk/edit?list=%2Fcustomers&field=phase", data=changed)
    found = Answers(taken=frozenset(path for path in paths if "{" not in path))
    found.ask(client, [path + _QUERIES.get(path, "") for path in paths if "{" not in path])
    found.ask(client, [f"/x/mailbox/triage?message={_stranger(company)}"])
    found.ask(client, [WRONG, record_url(app.resources.named("customers"), company.customer.id)])
    empty = tuple(
        f"{list_url(info)}/"
        for info in app.resources.all()
        if not company.kontor.visible(info.entity)
    )
    examples = {path: make(company, client) for path, make in _EXAMPLES.items()}
    for path in sorted((path for path in paths if "{" in path), key=lambda path: path.count("{")):
        address = examples.get(path) or found.led_to(path)
        if address is not None:
            found.ask(client, [address])
        elif not path.startswith(empty):
            found.unknown.append(path)
    for info in app.resources.all():
        base = list_url(info)
        if info.declaration.search:
            found.ask(client, [f"{base}?q=nobody%20is%20called%20that"])
        found.ask(
            client, [f"{base}?view={one.id}" for one in app.registries.specs(View, info.entity)]
        )
        record = found.led_to(f"{base}/{{record_id}}")
        if info.entity == "customer":
            record = record_url(info, company.customer.id)
        tabs = app.registries.specs(Tab, info.entity) if record else ()
        found.ask(client, [f"{record}?tab={owned.id}" for owned in tabs])
    found.ask(client, found.layouts())
    return found


def expected(address: str) -> int:
    return 422 if address == WRONG else 200


def is_like_others(company: Company, address: str) -> bool:
    """Tell what shows no other parts than another address: views, and what no navigation leads to.

    Of a resource that no navigation leads to the list is left.
    """
    app = company.kontor.app
    led_to = {owned.spec.to for owned in app.registries.specs(NavItem)}
    aside = [list_url(info) for info in app.resources.all() if list_url(info) not in led_to]
    repeated = ("?q=", "layout=", "/edit")  # seen once, of customers
    again = "?view=" in address or (
        any(part in address for part in repeated) and not address.startswith("/customers")
    )
    return again or any(address.startswith((f"{base}/", f"{base}?")) for base in aside)


def _is_page(endpoint: Endpoint) -> bool:
    here = not endpoint.path.startswith(_ELSEWHERE)
    return endpoint.method == "GET" and endpoint.surface == "page" and here


def _upload(company: Company, client: httpx.Client) -> str:
    """Bring a file as far as its check."""
    answer = client.post(
        "/import", data={"target": "customers"}, files={"file": ("kunden.csv", ROWS.encode())}
    )
    address: str = answer.headers["location"]
    client.post(f"{address}/check")
    for _ in range(600):  # a process of its own checks it
        if 'hx-trigger="every' not in client.get(f"{address}/check").text:
            break
        time.sleep(0.1)
    return address


def _job(company: Company, client: httpx.Client) -> str:
    """Import a file; one of its rows is refused."""
    app = company.kontor.app
    path = app.home / "kunden.csv"
    path.write_text(ROWS, encoding="utf-8")
    job_id = start_import(app, company.kontor.actor(company.anna), path, "customers")
    return f"/import/jobs/{run_import(app, job_id).id}"


def _workbook(company: Company, client: httpx.Client) -> str:
    """Import one of the two sheets of a workbook."""
    book, file = Workbook(), BytesIO()
    for name in ("Kunden", "Kontakte"):
        sheet: Any = book.create_sheet(name)
        for row in (["Firma"], [f"{name} Nord"]):
            sheet.append(row)
    book.save(file)
    sent = {"file": ("mappe.xlsx", file.getvalue())}
    address = client.post("/import", data={"target": "customers"}, files=sent).headers["location"]
    client.post(address)
    job: str = client.post(f"{address}/run").headers["location"]
    for _ in range(600):
        if 'hx-trigger="every' not in client.get(job).text:
            break
        time.sleep(0.1)
    return f"{job}/sheets"


def _feed(company: Company, client: httpx.Client) -> str:
    """Ask for a calendar address."""
    client.post("/ui/action/tasks.new_address")
    found = re.search(r"/x/tasks/feed/[^\"]+", client.get("/x/tasks/calendar").text)
    assert found is not None
    return found[0]


def _letter(company: Company, client: httpx.Client) -> str:
    """Let the delivery of an event be given up."""

    def fail(ctx: EventContext, events: Events) -> None:
        raise ValueError("the till is closed")

    bus = company.kontor.app.bus
    subscribers = bus._subscribers
    till = Subscription("customer.created", fail, id="till")
    bus._subscribers = (*subscribers, Owned("shop", "shop.till", till))
    bus.enrol()
    company.kontor.customer()
    with use_clock(clock := FixedClock(datetime.now(UTC))):
        for delay in (timedelta(0), *DELAYS):
            clock.set(clock.now() + delay)
            bus.deliver()
    bus._subscribers = subscribers
    (letter,) = bus.dead_letters()
    return f"/settings/events/{letter.id}"


def _welcome(company: Company, client: httpx.Client) -> str:
    """Invite somebody."""
    shown = client.post(f"/settings/users/{company.kontor.user().id}/link").text
    found = re.search(r"/welcome/[\w-]+", shown)
    assert found is not None
    return found[0]


def _picture(company: Company, client: httpx.Client) -> str:
    kinds = {
        one: company.kontor.values(RecordRef("documents.document", one))["media_type"]
        for one in company.kontor.visible("documents.document")
    }
    picture = next(one for one, kind in kinds.items() if kind == "image/png")
    return f"/x/documents/files/{picture}/preview"


def _stranger(company: Company) -> str:
    """Give the first message of the demo company that waits to be sorted."""
    with company.kontor.unit() as uow:
        return uow.find_all(Waiting)[0].id


def _message(company: Company, client: httpx.Client) -> str:
    """Give the HTML of a message with a customer, as its frame asks for it."""
    with company.kontor.unit() as uow:
        found = next(row.id for row in uow.find_all(Message) if row.html)
    return f"/x/mailbox/messages/{found}/html"


_EXAMPLES: Mapping[str, Callable[[Company, httpx.Client], str]] = {
    "/import/files/{upload_id:str}": _upload,
    "/import/files/{upload_id:str}/check": lambda *given: f"{_upload(*given)}/check",
    "/import/jobs/{job_id:str}": _job,
    "/import/jobs/{job_id:str}/sheets": _workbook,
    "/settings/events/{letter:str}": _letter,
    "/welcome/{token:str}": _welcome,
    "/x/documents/files/{document_id:str}/preview": _picture,
    "/x/mailbox/messages/{message_id:str}/html": _message,
    "/x/mailbox/waiting/{waiting_id:str}/html": lambda company, _: (
        f"/x/mailbox/waiting/{_stranger(company)}/html"
    ),
    "/x/mailbox/waiting/{waiting_id:str}/raw": lambda company, _: (
        f"/x/mailbox/waiting/{_stranger(company)}/raw"
    ),
    "/x/tasks/feed/{token:str}": _feed,
}
"""What to look at where the demo company has nothing that leads there."""

_QUERIES = {"/ui/language": "?to=de", "/ui/theme": "?to=light"}
