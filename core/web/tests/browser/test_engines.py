"""The flows of a day in Firefox and WebKit: what an engine does otherwise shows here.

``make test-engines``; the ordinary suite drives Chromium alone.
"""

from collections.abc import Iterator

import pytest

from kontor_core.foundation.access import passwords, users
from kontor_sdk.testing.homes import Homes
from kontor_sdk.testing.kit import Kontor, User

from .company import Answers, Company, expected, found_company, walked
from .conftest import Live, serving
from .engines import ALT, CONTROL, ENTER, ESCAPE, RIGHT, Engine, missing, started
from .looking import STRUCTURE

pytestmark = pytest.mark.engines

PASSWORD = "ein ganz langer Satz"
SIZES = ((1440, 900), (500, 844))  # no engine makes its window narrower than about 450
PARTS = 4

_SETTLED = """(() => {
  const waiting = [...document.querySelectorAll("[data-box] > [aria-busy=true], .htmx-request")]
    .filter((one) => one.checkVisibility());
  waiting[0]?.scrollIntoView();
  const loaded = document.readyState === "complete" && document.fonts.status === "loaded";
  return loaded && !waiting.length;
})()"""


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def name(request: pytest.FixtureRequest) -> str:
    engine: str = request.param
    if remedy := missing(engine):
        pytest.skip(remedy)
    return engine


@pytest.fixture(scope="module")
def engine(name: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with started(name, tmp_path_factory.mktemp(name)) as engine:
        yield engine


@pytest.fixture(scope="module")
def company(kontor_homes: Homes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    yield from found_company(kontor_homes, tmp_path_factory.mktemp("walked"))


@pytest.fixture(scope="module")
def answers(company: Company) -> Answers:
    return walked(company)


@pytest.fixture(scope="module")
def site(company: Company) -> Iterator[Live]:
    with serving(company.kontor) as live:
        yield live


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_whole(
    company: Company, answers: Answers, site: Live, engine: Engine, part: int
) -> None:
    _enter(engine, site, company.anna)
    engine.complaints()
    faults = []
    for address in answers.pages[part::PARTS]:
        for width, height in SIZES:
            engine.size(width, height)
            engine.open(site.address + address)
            engine.wait(_SETTLED)
            engine.js("scrollTo(0, 0)")
            faults += [
                f"{address} ({width} px): {one}" for one in engine.js(f"return ({STRUCTURE})()")
            ]
        if expected(address) == 200:
            faults += [f"{address}: {one}" for one in engine.complaints()]

    assert faults == []


def test_signing_in_searching_and_opening(
    kontor: Kontor, live: Live, anna: User, engine: Engine
) -> None:
    hashed = passwords.hash_password(PASSWORD)
    with kontor.unit() as uow:
        users.set_password(uow, anna.id, hashed)
    for name in ("Alster GmbH", "Brandt KG", "Brandis AG"):
        kontor.customer({"name": name})
    engine.size(*SIZES[0])

    engine.open(f"{live.address}/ui/language?to=de&next=/customers")
    engine.type("input[type=email]", anna.email)
    engine.type("input[type=password]", PASSWORD)
    engine.click("main button[type=submit], form button[type=submit]", "Anmelden")
    engine.type("#list-q", "bran")
    engine.wait("location.search === '?q=bran'")
    engine.wait("document.querySelectorAll('td.lead a').length === 2")

    assert engine.js("return document.activeElement.id") == "list-q"
    engine.click("td.lead a", "Brandt KG")
    _title(engine, "Brandt KG")


def test_editing_in_place_refuses_then_saves(
    kontor: Kontor, live: Live, anna: User, engine: Engine
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    _enter(engine, live, anna, f"/customers/{customer.id}")

    engine.click("#fact-name button")
    engine.type("#fact-name input.inp", " ")
    engine.keys(ENTER)
    engine.find("#fact-name", "Bitte ausfüllen.")
    engine.type("#fact-name input.inp", "Alster & Söhne KG")
    engine.keys(ENTER)
    engine.find("#fact-name button", "Alster & Söhne KG")

    assert kontor.values(customer)["name"] == "Alster & Söhne KG"


def test_a_note_and_a_dialog(kontor: Kontor, live: Live, anna: User, engine: Engine) -> None:
    customer = kontor.customer({"name": "Alster GmbH"})
    _enter(engine, live, anna, f"/customers/{customer.id}")

    engine.type(".comp textarea, k-composer textarea", "Ruft morgen an")
    engine.keys(CONTROL, ENTER)
    engine.find("#timeline", "Ruft morgen an")
    engine.click("main [hx-target='#dialog-in']")
    engine.find("dialog[open]")
    assert engine.js(
        "return document.querySelector('dialog[open]').contains(document.activeElement)"
    )
    engine.keys(ESCAPE)
    engine.wait("!document.querySelector('dialog[open]')")

    assert engine.js("return document.activeElement.getAttribute('hx-target')") == "#dialog-in"


def test_the_palette_leads_to_a_customer(
    kontor: Kontor, live: Live, anna: User, engine: Engine
) -> None:
    kontor.customer({"name": "Alster GmbH"})
    _enter(engine, live, anna, "/")

    engine.keys(CONTROL, "k")
    engine.type("k-palette input", "alst")
    engine.find("k-palette [role=option]", "Alster GmbH")
    engine.keys(ENTER)

    _title(engine, "Alster GmbH")


def test_a_card_is_moved_by_keys(kontor: Kontor, live: Live, anna: User, engine: Engine) -> None:
    customer = kontor.customer({"name": "Alster GmbH", "phase": "prospect"})
    _enter(engine, live, anna, "/customers?layout=board&by=phase")

    engine.find(f"#b-{customer.id} .ti")
    engine.js(f"document.querySelector('#b-{customer.id} .ti').focus()")
    engine.keys(ALT, RIGHT)
    engine.find("#lane-new", "Alster GmbH")
    engine.find("#toasts", "Alster GmbH")

    assert kontor.values(customer)["phase"] == "new"


def test_rows_are_chosen_and_deleted_by_keys_and_buttons(
    kontor: Kontor, live: Live, anna: User, engine: Engine
) -> None:
    for name in ("Alster GmbH", "Brandt KG"):
        kontor.customer({"name": name})
    _enter(engine, live, anna, "/customers")

    for key in ("j", "x", "j", "x"):
        engine.keys(key)
    engine.find(".bulk", "2 ausgewählt")
    engine.click(".bulk button", "Löschen")
    engine.click("dialog[open] button[type=submit]", "2 löschen")
    engine.find("#toasts button", "Rückgängig")
    engine.click("#toasts button", "Rückgängig")
    engine.wait("document.querySelectorAll('td.lead a').length === 2")

    assert len(kontor.visible("customer")) == 2


def test_theme_and_language_are_kept(live: Live, anna: User, engine: Engine) -> None:
    _enter(engine, live, anna, "/customers")

    engine.js("document.cookie = 'k_theme=light; path=/'")
    engine.open(f"{live.address}/ui/theme?to=dark&next=/customers")
    engine.open(f"{live.address}/ui/language?to=en&next=/customers")

    assert engine.js("return document.documentElement.dataset.theme") == "dark"
    _title(engine, "Customers")
    engine.open(f"{live.address}/ui/language?to=de&next=/customers")


def _enter(engine: Engine, live: Live, user: User, path: str = "/customers") -> None:
    engine.size(*SIZES[0])
    engine.open(f"{live.address}/login")
    cookie = live.cookie(user)
    engine.cookie({"name": cookie["name"], "value": cookie["value"]})
    engine.open(live.address + path)
    engine.click("h1")  # WebKit listens to keys once somebody clicked


def _title(engine: Engine, title: str) -> None:
    engine.wait("document.querySelector('h1')?.innerText === arguments[0]", title)
