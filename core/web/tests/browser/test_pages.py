"""Every page that is registered can be used by everybody: axe, structure and console are silent.

The pages come from the routes, so that a new page, a new plugin or a new tab is walked by itself.
The suite sees each page in one language, on a desk and on a phone, light and dark in turn;
``make test-browser-full`` sees each in every look.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import pytest

from kontor_sdk.testing.browser import Guard
from kontor_sdk.testing.homes import Homes

from .company import (
    Answers,
    Company,
    expected,
    found_company,
    is_like_others,
    walked,
)
from .conftest import Live, serving
from .looking import DESK, PHONE, Look, Looking

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., "Page"]

IN_TURN = (
    ("de", (Look(DESK), Look(PHONE, axe=False))),
    ("en", (Look(PHONE, dark=True), Look(DESK, dark=True, axe=False))),
    ("en", (Look(DESK, dark=True), Look(PHONE, dark=True, axe=False))),
    ("de", (Look(PHONE), Look(DESK, axe=False))),
)
EVERY_LOOK = [
    (language, tuple(Look(size, dark=dark) for size in sizes))
    for language, dark, sizes in (
        ("de", False, (DESK, PHONE)),
        ("de", True, (PHONE, DESK)),
        ("en", False, (PHONE, DESK)),
        ("en", True, (DESK, PHONE)),
    )
]
PARTS = 12
"""Every look of every page takes longer than one test may."""


BROKEN = """<!doctype html><html lang="en"><title>x</title><main><h1>Broken</h1><button></button>
<p style="position: relative"><span style="position: absolute">One</span><span>Another</span></p>
<p style="width: 40px; overflow: hidden; white-space: nowrap">What nobody can read</p>
<div style="width: 3000px">Wide</div></main></html>"""


@pytest.fixture(scope="module")
def company(kontor_homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    yield from found_company(kontor_homes, tmp_path_factory.mktemp("walked"))


@pytest.fixture(scope="module")
def answers(company: Company) -> Answers:
    """Ask for every page once; before a browser starts, whose event loop bars another."""
    return walked(company)


@pytest.fixture(scope="module")
def site(company: Company) -> Iterator[Live]:
    with serving(company.kontor) as live:
        yield live


@pytest.fixture
def looking(site: Live, company: Company, new_page: OpenPage, guard: Guard) -> Looking:
    page = new_page(base_url=site.address, cookies=[site.cookie(company.anna)])
    return Looking(page, guard)


def test_every_page_answers(answers: Answers) -> None:
    assert answers.refused == {}
    if answers.unknown:
        pytest.skip(f"company._EXAMPLES lacks something to look at: {answers.unknown}")


def test_what_strangers_wrote_holds_no_script(answers: Answers) -> None:
    assert answers.caged
    assert [at for at, text in answers.caged.items() if "<script" in text.lower()] == []


@pytest.mark.parametrize("turn", range(len(IN_TURN)))
def test_every_page_can_be_used_by_everybody(
    company: Company, answers: Answers, site: Live, looking: Looking, turn: int
) -> None:
    language, looks = IN_TURN[turn]
    pages = [page for page in answers.pages if not is_like_others(company, page)]
    speak(looking.page, site, language)
    for address in pages[turn :: len(IN_TURN)]:
        looking.at(address, looks, status=expected(address))

    looking.judge()


def test_looking_finds_what_is_broken(looking: Looking) -> None:
    looking.page.goto("about:blank")
    looking.page.set_content(BROKEN)

    looking.here("broken", (Look(DESK),))

    (found,) = looking.faults.values()
    told = "\n".join(found)
    assert "button-name" in told
    assert "lie on each other: span" in told
    assert "cut off by" in told
    assert "px too wide" in told


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/ui/kit", 403), ("/search?q=x", 500)]
)
def test_a_page_that_cannot_be_shown_says_so_to_everybody(
    company: Company,
    site: Live,
    looking: Looking,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    status: int,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("the index is gone")

    monkeypatch.setattr(company.kontor.app.search, "find", fail)
    reader = company.kontor.user(role="reader")
    looking.page.context.add_cookies([site.cookie(reader)])
    for language, looks in IN_TURN[:2]:
        speak(looking.page, site, language)
        looking.at(path, looks, status=status)

    looking.judge()


def test_dialogs_of_a_record_and_a_list_can_be_used_by_everybody(
    company: Company, site: Live, looking: Looking
) -> None:
    page = looking.page
    for path in (f"/customers/{company.customer.id}", "/customers"):
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(path)
        openers = page.locator("main [hx-target='#dialog-in'], main [data-do=open-dialog]")
        for number in range(openers.count()):
            for row in page.locator("#list td.ck input").all()[:1]:
                row.evaluate("one => { one.checked = true }")  # some ask what to do with it
            openers.nth(number).evaluate("button => button.click()")  # behind a menu as well
            page.locator("dialog[open]").wait_for()
            name = openers.nth(number).evaluate("button => button.innerText || button.textContent")
            looking.here(f"{path}: {name.strip()}", (Look(PHONE),))
            page.keyboard.press("Escape")
            page.locator("dialog[open]").wait_for(state="detached")

    looking.judge()


def test_signing_in_can_be_used_by_everybody(site: Live, new_page: OpenPage, guard: Guard) -> None:
    looking = Looking(new_page(base_url=site.address), guard)
    for language, looks in IN_TURN:
        speak(looking.page, site, language)
        looking.at("/login", looks)

    looking.judge()


@pytest.mark.browser_full
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("language", "looks"), EVERY_LOOK)
def test_every_page_can_be_used_in_every_look(
    answers: Answers, site: Live, looking: Looking, language: str, looks: Sequence[Look], part: int
) -> None:
    speak(looking.page, site, language)
    for address in answers.pages[part::PARTS]:
        looking.at(address, looks, status=expected(address))

    looking.judge()


def speak(page: "Page", site: Live, language: str) -> None:
    page.context.add_cookies([{"name": "k_locale", "value": language, "url": site.address}])
