"""Tables in a real browser: what stays in sight, how high rows are, what is selected again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.access.preferences import COMPACT, keep_preferences
from kontor_sdk.testing.kit import Kontor, User

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]
WIDE = "/customers?columns=name,number,phase,kind,owner_id,team_id,language,roles,created_at"
EDGES = """() => {
  const box = document.querySelector('.tw');
  box.scrollTo(400, 200);
  const to = box.getBoundingClientRect();
  const of = (selector) => document.querySelector(selector).getBoundingClientRect();
  const rows = [...document.querySelectorAll('tbody tr')];
  const seen = rows.find((row) => row.getBoundingClientRect().top > to.top + 60);
  const lead = seen.querySelector('.lead').getBoundingClientRect();
  const at = document.elementFromPoint(lead.left + 20, lead.top + lead.height / 2);
  const head = of('th.lead');
  const top = document.elementFromPoint(head.left + 12, head.top + head.height / 2);
  return [
    box.scrollLeft > 0 && box.scrollTop > 0,
    Math.round(head.top - to.top),
    Math.round(lead.left - to.left),
    at.closest('td')?.classList.contains('lead') ?? false,
    top.closest('th')?.classList.contains('lead') ?? false,
  ];
}"""
TARGETS = """() => [...document.querySelectorAll('tbody :is(a, button, label)')]
  .map((one) => one.getBoundingClientRect())
  .filter((box) => box.width && (box.height < 24 || box.width < 24)).length"""


def test_head_and_first_column_stay_in_sight(kontor: Kontor, anna: User, open_as: OpenPage) -> None:
    for number in range(30):
        kontor.customer({"name": f"Firma {number:02} mit einem langen Namen", "owner_id": anna.id})
    page = open_as(anna, WIDE, width=900, height=500)

    usual = page.locator("tbody tr").first.bounding_box()
    edges = page.evaluate(EDGES)
    with kontor.app.unit(SYSTEM) as uow:
        keep_preferences(uow, anna.id, density=COMPACT)
    page.reload()
    compact = page.locator("tbody tr").first.bounding_box()

    assert edges == [True, 0, 46, True, True]
    assert usual is not None
    assert compact is not None
    assert (round(usual["height"]), round(compact["height"])) == (40, 30)
    assert page.evaluate(TARGETS) == 0


def test_what_a_bulk_action_took_away_is_selected_again_when_it_is_undone(
    kontor: Kontor, anna: User, open_as: OpenPage
) -> None:
    for name in ("Alster GmbH", "Brandt KG", "Cordes AG"):
        kontor.customer({"name": name})
    page = open_as(anna, "/customers")
    bulk = page.locator(".bulk")

    for name in ("Alster GmbH", "Cordes AG"):
        page.locator("tr", has_text=name).locator("td.ck label").click()
    bulk.get_by_role("button", name="Löschen").click()
    page.get_by_role("dialog").get_by_role("button", name="2 löschen").click()
    page.locator("tbody tr", has_text="Alster GmbH").wait_for(state="detached")
    page.locator(".toast").get_by_role("button", name="Rückgängig").click()
    bulk.get_by_text("2 ausgewählt").wait_for()

    checked = page.locator("tr", has=page.locator("td.ck input:checked"))
    assert checked.locator(".nm a").all_inner_texts() == ["Alster GmbH", "Cordes AG"]
