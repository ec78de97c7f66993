"""Every page can be used by everybody: axe finds nothing, nothing is wider than its window."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.plugins("transactions")]

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = {
    "desk": {"width": 1440, "height": 900},
    "phone in the dark": {"width": 390, "height": 844, "dark": True},
}


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run `kontor ui build` in a checkout.")
    return AXE.read_text()


@pytest.fixture
def customer(kontor: Kontor) -> RecordRef:
    customer = kontor.customer({"name": "Donaudampfschifffahrtsgesellschaft mbH & Co. KGaA"})
    person = kontor.create("contact", {"given_name": "Katharina", "family_name": "Petersen"})
    kontor.create("affiliation", {"customer_id": customer, "contact_id": person, "role": "Einkauf"})
    kontor.create(
        "contact_point", {"customer_id": customer, "scheme": "phone", "value": "+494012345678"}
    )
    kontor.create("notes.note", {"customer_id": customer, "body": "Ruft morgen an"})
    return customer


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page(
    kontor: Kontor,
    anna: User,
    customer: RecordRef,
    open_as: "Callable[..., Page]",
    axe: str,
    look: str,
) -> None:
    record = f"/customers/{customer.id}"
    paths = [
        "/",
        "/home/arrange",
        "/customers",
        "/customers?q=nothing",
        record,
        f"{record}?tab=transactions.account",
        f"{record}/edit",
        "/contacts",
        "/x/transactions/orders",
        "/import",
        "/definition",
        "/definition/transactions",
        "/settings",
        "/settings/users",
        f"/settings/users/{anna.id}",
        "/settings/roles/agent",
        "/settings/events",
        "/settings/jobs",
        "/settings/health",
        f"/users/{anna.id}",
        "/me",
    ]
    page = open_as(anna, "/", **LOOKS[look])
    found = {}
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        page.evaluate(f"(() => {{ {axe} }})()")
        violations = page.evaluate(
            "tags => axe.run(document, { runOnly: tags }).then(r => r.violations.map(v =>"
            " `${v.id}: ${v.nodes.map(n => n.target).join(', ')}`))",
            TAGS,
        )
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if violations or wide > 0:
            found[path] = [*violations, *([f"{wide} px too wide"] if wide > 0 else [])]

    assert found == {}
