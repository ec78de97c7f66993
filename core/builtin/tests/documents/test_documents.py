"""Files of customers and people: kept, versioned, fenced, handed out harmlessly."""

import io
import struct
import zlib
from datetime import timedelta

import httpx
import pytest
from PIL import Image

from kontor_documents.content import media_type_of, safe_type
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

pytestmark = pytest.mark.plugins("documents")

FILES = "/x/documents/files"


def picture(size: tuple[int, int] = (20, 10)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "teal").save(drawn, "JPEG", exif=_exif())
    return drawn.getvalue()


def _exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    return exif.tobytes()


def send(
    client: httpx.Client, about: RecordRef, content: bytes, name: str = "angebot.txt"
) -> httpx.Response:
    form = {"entity": about.entity, "record": about.id}
    return client.post(FILES, data=form, files={"file": (name, content)})


def press(client: httpx.Client, address: str) -> httpx.Response:
    return client.post(address, data={"from": "a button"})


@pytest.fixture
def owner(kontor: Kontor) -> User:
    return kontor.user(team=kontor.team())


@pytest.fixture
def customer(kontor: Kontor, owner: User) -> RecordRef:
    return kontor.customer(as_=owner)


def test_file_comes_back_as_it_was_and_is_only_ever_saved(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)

    made = send(client, customer, "Grüße".encode(), "Angebot März.txt").json()
    answer = client.get(f"{FILES}/{made['id']}")

    assert (made["name"], made["number"], made["size"]) == ("Angebot März.txt", 1, 7)
    assert answer.content == "Grüße".encode()
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "Angebot%20M%C3%A4rz.txt" in answer.headers["content-disposition"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in ",".join(answer.headers.get_list("content-security-policy"))


def test_same_name_again_is_the_next_version(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)

    numbers = [send(client, customer, text).json()["number"] for text in (b"one", b"two")]
    other = send(client, kontor.customer(as_=owner), b"three").json()["number"]

    assert (numbers, other) == ([1, 2], 1)


@pytest.mark.parametrize("content", [b"<html><script>x</script>", b"<svg onload='x'></svg>"])
def test_what_could_run_in_a_browser_is_handed_out_as_bytes(
    kontor: Kontor, owner: User, customer: RecordRef, content: bytes
) -> None:
    client = kontor.client(as_=owner)
    made = send(client, customer, content, "harmlos.png").json()

    answer = client.get(f"{FILES}/{made['id']}")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert client.get(f"{FILES}/{made['id']}/preview").status_code == 404


def test_preview_is_drawn_anew_without_what_the_file_told_besides(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    content = picture((2400, 1200))
    made = send(client, customer, content, "foto.jpg").json()

    answer = client.get(f"{FILES}/{made['id']}/preview")

    assert b"secret place" in content
    assert b"secret place" not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 600)
    assert answer.headers["content-disposition"].startswith("inline")


def test_picture_that_is_damaged_has_no_preview(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    made = send(client, customer, picture()[:80], "foto.jpg").json()

    assert client.get(f"{FILES}/{made['id']}/preview").status_code == 404


@pytest.mark.parametrize("edge", [7_000, 11_000, 60_000])
def test_asvs_5_2_6_picture_of_too_many_pixels_is_not_unpacked(
    kontor: Kontor, owner: User, customer: RecordRef, edge: int
) -> None:
    client = kontor.client(as_=owner)
    size = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", size), (b"IDAT", b""), (b"IEND", b"")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    made = send(client, customer, content, "foto.png").json()

    assert client.get(f"{FILES}/{made['id']}/preview").status_code == 422


@pytest.mark.parametrize("kind", ["text/javascript", "text/css", "application/wasm", "x/y"])
def test_only_types_that_never_run_are_named(kind: str) -> None:
    assert safe_type(kind) == "application/octet-stream"
    assert safe_type("application/pdf") == "application/pdf"


def test_rights_follow_the_record(kontor: Kontor, owner: User, customer: RecordRef) -> None:
    made = send(kontor.client(as_=owner), customer, b"mine").json()
    stranger = kontor.client(as_=kontor.user(team=kontor.team()))
    address = f"{FILES}/{made['id']}"

    answers = [
        stranger.get(address),
        stranger.get(f"{address}/preview"),
        press(stranger, f"{address}/remove"),
        send(stranger, customer, b"smuggled"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert stranger.get("/api/documents.documents").json()["items"] == []
    assert kontor.visible("documents.document") == [made["id"]]


def test_file_refused_leaves_nothing_behind(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    gone = RecordRef("customer", "0190b6f0-0000-7000-8000-000000000001")

    refused = [
        send(client, RecordRef("customer", "nobody"), b"for nobody"),
        send(client, gone, b"for nobody"),
        send(client, RecordRef("user", owner.id), b"for a user"),
        send(client, customer, b""),
        send(client, customer, b"x" * (25 * 1024 * 1024 + 1)),
    ]

    assert [answer.status_code for answer in refused] == [404, 404, 422, 422, 422]
    assert list(kontor.app.storage.blobs.all()) == []
    assert client.get(f"{FILES}/nothing").status_code == 404


def test_nobody_names_the_file_of_another_record(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    made = send(client, customer, b"mine").json()

    answer = client.post(
        "/api/documents.documents", json={"customer_id": customer.id, "blob_id": made["id"]}
    )

    assert answer.status_code == 403


def test_file_taken_away_comes_back_within_30_days_and_then_goes_for_good(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    first, second = (send(client, customer, b"x", name).json()["id"] for name in ("a.txt", "b.txt"))

    for document in (first, second):
        press(client, f"{FILES}/{document}/remove")
    press(client, f"{FILES}/{second}/restore")
    kontor.run_jobs()
    early = kontor.visible("documents.document")
    kontor.pass_time(timedelta(days=31))
    kontor.run_jobs()

    assert early == [first, second]
    assert kontor.visible("documents.document") == [second]


def test_tab_shows_what_is_there_and_the_history_tells_of_it(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    made = send(client, customer, b"x", "vertrag.txt").json()
    address = f"/customers/{customer.id}"

    tab = client.get(f"{address}?tab=documents.files")
    history = client.get(address)
    page = client.get(f"/x/documents/documents/{made['id']}")

    assert "vertrag.txt" in tab.text
    assert "vertrag.txt" in history.text
    assert f"{FILES}/{made['id']}" in page.text


def test_file_of_a_person_stands_on_their_page(kontor: Kontor, owner: User) -> None:
    person = kontor.create("contact", {"family_name": "Abel"}, as_=owner)
    client = kontor.client(as_=owner)
    send(client, person, b"x", "ausweis.txt")

    tab = client.get(f"/contacts/{person.id}?tab=documents.files")

    assert "ausweis.txt" in tab.text


@pytest.mark.parametrize(
    ("head", "name", "media_type"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "bild.png", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "text.pdf", "image/png"),
        (
            b"PK\x03\x04\x14\0",
            "liste.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (b"PK\x03\x04\x14\0", "liste.exe", "application/zip"),
        (b"Name;Ort\n", "liste.csv", "text/csv"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "liste.csv", "text/html"),
        (b"<?xml version='1.0'?><svg/>", "logo.png", "image/svg+xml"),
        (b"\0\1\2\3", "liste.csv", "application/octet-stream"),
    ],
)
def test_bytes_say_what_a_file_is(head: bytes, name: str, media_type: str) -> None:
    assert media_type_of(head, name) == media_type


def test_file_of_an_interaction_stands_below_it_and_with_its_customer(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client, stranger = kontor.client(as_=owner), kontor.client(as_=kontor.user())
    touch = kontor.create("interaction", {"customer_id": customer, "channel": "visit"}, as_=owner)
    own = send(client, customer, b"one", "foto.txt").json()

    made = send(client, touch, b"two", "foto.txt").json()

    address = f"{FILES}/{made['id']}"
    assert (own["number"], made["number"]) == (1, 1)  # its versions are its own
    assert client.get(address).content == b"two"
    assert stranger.get(address).status_code == 404
    tab = client.get(f"/interactions/{touch.id}?tab=documents.files").text
    history = client.get(f"/customers/{customer.id}").text
    files = client.get(f"/customers/{customer.id}?tab=documents.files").text
    for page in (tab, history, files):
        assert address in page
    assert history.count("foto.txt") == 2  # one upload of the customer's, one below the visit


def test_file_of_an_interaction_goes_with_it(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    client = kontor.client(as_=owner)
    touch = kontor.create("interaction", {"customer_id": customer, "channel": "visit"}, as_=owner)
    send(client, touch, b"two", "foto.txt")

    kontor.delete(touch)

    assert kontor.visible("documents.document") == []


def test_file_of_an_interaction_is_erased_with_the_person_it_was_with(
    kontor: Kontor, owner: User, customer: RecordRef
) -> None:
    from kontor_core.contacts.privacy import erase_contact
    from kontor_core.foundation.access.identities import SYSTEM

    client = kontor.client(as_=owner)
    person = kontor.create("contact", {"family_name": "Abel"}, as_=owner)
    given = {"customer_id": customer, "contact_id": person, "channel": "visit"}
    send(client, kontor.create("interaction", given, as_=owner), b"two", "foto.txt")
    send(client, customer, b"one", "vertrag.txt")

    erase_contact(kontor.app.storage, SYSTEM, person.id)

    (left,) = kontor.visible("documents.document")
    assert kontor.values(RecordRef("documents.document", left))["name"] == "vertrag.txt"
