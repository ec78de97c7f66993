"""Files and tags on both databases: ids, sorting and the sweep are theirs to agree on."""

from kontor_core.contacts.privacy import erase_contact
from kontor_core.foundation.access.identities import SYSTEM
from kontor_core.foundation.storage.sweeping import sweep
from kontor_documents.tagging import TagChoice, tags_of
from kontor_sdk.testing.kit import Kontor

DEFINITION = """\
[company]
name = "Archiv"

[database]
url = "{url}"
durability = "normal"
"""


def test_files_and_tags_come_stay_and_go_with_a_person(archive: Kontor) -> None:
    owner = archive.user(team=archive.team())
    person = archive.create("contact", {"family_name": "Abel"}, as_=owner)
    tag = archive.create("documents.tag", {"name": "VIP"})
    client = archive.client(as_=owner)

    form = {"entity": "contact", "record": person.id}
    made = [
        client.post("/x/documents/files", data=form, files={"file": ("a.txt", text)}).json()
        for text in (b"one", b"two")
    ]
    archive.act("documents.tag_record", person, input=TagChoice(tag_id=tag.id), as_=owner)
    shown = client.get(f"/contacts/{person.id}?tab=documents.files").text
    content = client.get(f"/x/documents/files/{made[1]['id']}").content
    tags = tags_of(archive.ui(as_=owner), [person.id])

    assert [one["number"] for one in made] == [1, 2]
    assert "a.txt" in shown
    assert content == b"two"
    assert tags == {person.id: "VIP"}
    assert sweep(archive.app.storage) == 0

    erase_contact(archive.app.storage, SYSTEM, person.id)

    assert archive.visible("documents.document") == []
    assert archive.visible("documents.tagging") == []
    assert list(archive.app.storage.blobs.all()) == []
