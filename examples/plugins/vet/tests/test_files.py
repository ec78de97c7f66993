"""Files and tags of animals: the plugin says nothing of them, and they are there."""

from kontor_sdk.testing import Kontor


def test_an_animal_keeps_files_and_carries_tags_as_its_client_is_seen(kontor: Kontor) -> None:
    owner, stranger = kontor.user(team=kontor.team()), kontor.user(team=kontor.team())
    client = kontor.customer(as_=owner)
    bo = kontor.create(
        "vet.animal", {"customer_id": client, "name": "Bo", "species": "dog"}, as_=owner
    )
    tag = kontor.create("documents.tag", {"name": "Bites"})
    browser = kontor.client(as_=owner)
    form = {"entity": "vet.animal", "record": bo.id}
    given = {"tag_id": tag.id, "subject": "vet.animal", "subject_id": bo.id}

    made = browser.post("/x/documents/files", data=form, files={"file": ("xray.txt", b"x")}).json()
    kontor.create("documents.tagging", given, as_=owner)

    address = f"/x/documents/files/{made['id']}"
    assert "xray.txt" in browser.get(f"/x/vet/animals/{bo.id}?tab=documents.files").text
    assert "Bites" in browser.get("/x/vet/animals?columns=name,documents.tags").text
    assert browser.get(address).content == b"x"
    assert kontor.client(as_=stranger).get(address).status_code == 404

    kontor.delete(client)

    assert kontor.visible("documents.document") == kontor.visible("documents.tagging") == []
