"""What must hold of a plugin's addresses: who has no rights gets nothing, signed in or not."""

from typing import TYPE_CHECKING

from kontor_sdk.testing.broken import hold
from kontor_sdk.testing.rows import CANARY, Rows
from kontor_sdk.ui import Page

if TYPE_CHECKING:
    import httpx

    from kontor_sdk.testing.kit import Kontor, User


def check_addresses(kontor: "Kontor", key: str, nobody: "User") -> None:
    """Ask every list, page and endpoint of a plugin: as an administrator, as nobody, signed out."""
    rows = Rows(kontor, key)
    rows.below(rows.one("customer"), 2)
    master = kontor.client(as_=kontor.user(role="administrator"))
    powerless, stranger = kontor.client(as_=nobody), kontor.client()
    problems = []
    for method, path, public in _addresses(kontor, key):
        master.request(method, path)  # whatever the plugin keeps in memory, it keeps from here on
        for who, client in (("without rights", powerless), ("signed out", stranger)):
            answer = client.request(method, path)
            if CANARY in answer.text:
                problems.append(f"{method} {path} shows rows to somebody {who}.")
            elif who == "signed out" and not public and answer.is_success:
                problems.append(f"{method} {path} answers somebody {who}.")
    hold(not problems, "\n".join(problems))


def check_pages_render(kontor: "Kontor", key: str) -> None:
    """Open every page of a plugin as people do, in German and English."""
    rows = Rows(kontor, key)
    rows.below(rows.one("customer"), 2)
    client = kontor.client(as_=kontor.user(role="administrator"))
    problems = [
        problem
        for method, path, _ in _addresses(kontor, key)
        for language in ("de", "en")
        if method == "GET" and (problem := _problem(client, path, language))
    ]
    hold(not problems, "\n".join(problems))


def _problem(client: "httpx.Client", path: str, language: str) -> str | None:
    answer = client.get(path, headers={"accept-language": language})
    if answer.status_code < 400:
        return None
    return f"{path} in {language}: {answer.status_code} {answer.text[:200]}"


def _addresses(kontor: "Kontor", key: str) -> list[tuple[str, str, bool]]:
    """Give method, path, and whether it is meant for everybody; none that asks for a record."""
    registries = kontor.app.registries
    found = [
        ("GET", address, False)
        for owned in registries.resources.values()
        if owned.owner == key
        for address in (f"/api/{owned.id}", f"/x/{key}/{owned.id.rpartition('.')[2]}")
    ]
    found += [
        ("GET", f"/x/{key}/{owned.spec.path}", False)
        for owned in registries.specs(Page)
        if owned.owner == key
    ]
    found += [
        (owned.spec.method, f"/x/{key}/{owned.spec.path}", owned.spec.audience == "public")
        for owned in registries.routes
        if owned.owner == key
    ]
    return [one for one in found if "{" not in one[1]]
