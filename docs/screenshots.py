"""Pictures of the demo company: ``make screenshots`` for the README, ARGS=--all for every page."""

import argparse
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from kontor_core.app import KontorApp
from kontor_core.cli.demo import fill
from kontor_core.foundation.access import sessions, users
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.definition import FILE_NAME, write_default
from kontor_sdk.testing.browser import FLAGS, find_chromium
from kontor_web.asgi import make_asgi
from kontor_web.web import WebSettings

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"  # those of the README
ALL = ROOT / "build" / "screenshots"  # every page in every look, to be looked at
DESK, PHONE = (1440, 900), (390, 844)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--all", action="store_true", help="every page, into build/screenshots")
    folder = ALL if options.parse_args().all else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        demo_company(Path(home)) as app,
        live(app) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        customer = f"/customers/{best_customer(app)}"
        if folder == ALL:
            take_all(browser, app, address, customer)
        else:
            with a_page(browser, app, address, DESK) as page:
                take(page, customer, folder / "customer.png")
                take(page, "/customers", folder / "customers.png")
            with a_page(browser, app, address, DESK, theme="dark", locale="en") as page:
                take(page, "/customers", folder / "customers-dark.png")
        browser.close()
    print(f"The pictures lie in {folder}")  # noqa: T201  # a script for the command line


def take_all(browser: Browser, app: KontorApp, address: str, customer: str) -> None:
    pages = {
        "start": "/",
        "customers": "/customers",
        "customer": customer,
        "orders": f"{customer}?tab=transactions.account",
        "contacts": "/contacts",
        "products": "/x/transactions/products",
        "form": f"{customer}/edit",
        "import": "/import",
        "definition": "/definition",
        "account": "/me",
    }
    for name, path in pages.items():
        for look, size in (("desk", DESK), ("phone", PHONE)):
            for theme in ("light", "dark"):
                with a_page(browser, app, address, size, theme=theme) as page:
                    take(page, path, ALL / f"{name}-{look}-{theme}.png")
    with a_page(browser, app, address, DESK, user=None) as page:
        take(page, "/login", ALL / "login-desk-light.png")


@contextmanager
def demo_company(home: Path) -> Iterator[KontorApp]:
    write_default(home / FILE_NAME, name="Hanse Handels AG", plugins=("transactions",))
    app = KontorApp.open(home, migrate=True)
    fill(app)
    app.bus.deliver()
    yield app
    app.close()


@contextmanager
def live(app: KontorApp) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    asgi = make_asgi(app, WebSettings(dev=True))
    server = uvicorn.Server(uvicorn.Config(asgi, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listening.close()


@contextmanager
def a_page(
    browser: Browser,
    app: KontorApp,
    address: str,
    size: tuple[int, int],
    *,
    theme: str = "light",
    locale: str = "de",
    user: str | None = "administrator",
) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address,
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if theme == "dark" else "light",
        locale=locale,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "k_locale", "value": locale, "url": address}])
    if user is not None:
        context.add_cookies([{"name": "kontor", "value": session(app), "url": address}])
    yield context.new_page()
    context.close()


def take(page: Page, path: str, file: Path) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=os.fspath(file))


def session(app: KontorApp) -> str:
    """Open a session of the demo's first user with an administrator's rights."""
    email = "pictures@kontor.example"
    found = users.find_by_email(app.storage, email)
    with app.unit(SYSTEM) as uow:
        if found is None:
            made = users.create_user(
                uow, name="Sarah Lorenz", email=email, roles=("administrator",)
            )
            return sessions.create(uow, made.id).token
        return sessions.create(uow, found.id).token


def best_customer(app: KontorApp) -> str:
    """Find a customer with much to show: the one with the most revenue."""
    info = app.resources.named("customers")
    page = app.resources.page(SYSTEM, info, fields=["transactions.revenue"], limit=500)
    richest = max(page.rows, key=lambda row: row.f0 or 0)
    return str(richest.f1)


if __name__ == "__main__":
    main()
