"""Tags: put on one or many, shown in lists, taken off, gone with an erased person."""

import pytest

from kontor_core.contacts.privacy import erase_contact
from kontor_core.foundation.access.identities import SYSTEM
from kontor_documents.models import Tag
from kontor_documents.tag_domain import drop_tag, restore_tag
from kontor_documents.tagging import TagChoice, tags_named, tags_of
from kontor_sdk import Conflict, Forbidden, NotFound
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User

pytestmark = pytest.mark.plugins("documents")


@pytest.fixture
def vip(kontor: Kontor) -> RecordRef:
    return kontor.create("documents.tag", {"name": "VIP", "color": "c2"})


@pytest.fixture
def owner(kontor: Kontor) -> User:
    return kontor.user(team=kontor.team())


def put(kontor: Kontor, tag: RecordRef, *customers: RecordRef, as_: User | None = None) -> None:
    action = "documents.tag_record" if len(customers) == 1 else "documents.tag_selected"
    kontor.act(action, *customers, input=TagChoice(tag_id=tag.id), as_=as_)


def test_tag_put_on_many_at_once_shows_in_their_list(
    kontor: Kontor, vip: RecordRef, owner: User
) -> None:
    first, second, third = (kontor.customer(as_=owner) for _ in range(3))

    put(kontor, vip, first, second, as_=owner)
    put(kontor, vip, second, as_=owner)  # a second time says nothing new

    shown = tags_of(kontor.ui(as_=owner), [first.id, second.id, third.id])
    assert shown == {first.id: "VIP", second.id: "VIP"}
    assert len(kontor.visible("documents.tagging")) == 2


def test_tag_stands_on_the_page_and_comes_off_again(
    kontor: Kontor, vip: RecordRef, owner: User
) -> None:
    customer = kontor.customer(as_=owner)
    put(kontor, vip, customer, as_=owner)
    client = kontor.client(as_=owner)
    panel = f"/ui/customers/{customer.id}/panel/documents.tags"
    (tagging,) = kontor.visible("documents.tagging")

    before = client.get(panel).text
    client.post(f"/x/documents/tags/{tagging}/off", data={"from": "a button"})

    assert 'class="tag c2"' in before
    assert 'class="tag c2"' not in client.get(panel).text
    assert kontor.visible("documents.tagging") == []


def test_nobody_tags_or_untags_what_they_may_not_see(
    kontor: Kontor, vip: RecordRef, owner: User
) -> None:
    customer = kontor.customer(as_=owner)
    put(kontor, vip, customer, as_=owner)
    (tagging,) = kontor.visible("documents.tagging")
    stranger = kontor.user(team=kontor.team())

    with pytest.raises(NotFound):
        kontor.act("documents.tag_selected", customer, input=TagChoice(tag_id=vip.id), as_=stranger)
    answer = kontor.client(as_=stranger).post(
        f"/x/documents/tags/{tagging}/off", data={"from": "a button"}
    )

    assert answer.status_code == 404
    assert kontor.visible("documents.tagging", to=stranger) == []


def test_words_are_made_by_whoever_may_change_them_for_all_and_only_once(
    kontor: Kontor, vip: RecordRef, owner: User
) -> None:
    with pytest.raises(Forbidden):
        kontor.create("documents.tag", {"name": "Messe"}, as_=owner)
    with pytest.raises(Conflict):
        kontor.create("documents.tag", {"name": "VIP"})


def test_merged_customer_carries_a_common_tag_once(kontor: Kontor, vip: RecordRef) -> None:
    survivor, merged = kontor.customer(), kontor.customer()
    put(kontor, vip, survivor, merged)

    kontor.merge(survivor, merged)

    assert tags_of(kontor.ui(), [survivor.id]) == {survivor.id: "VIP"}


def test_erased_person_carries_no_tag(kontor: Kontor, vip: RecordRef) -> None:
    person = kontor.create("contact", {"family_name": "Abel"})
    kontor.act("documents.tag_record", person, input=TagChoice(tag_id=vip.id))

    erase_contact(kontor.app.storage, SYSTEM, person.id)

    assert kontor.visible("documents.tagging") == []


def test_deleted_tag_does_not_come_back_on_an_erased_person(kontor: Kontor, vip: RecordRef) -> None:
    person, other = (kontor.create("contact", {"family_name": name}) for name in ("Abel", "Baum"))
    for record in (person, other):
        kontor.act("documents.tag_record", record, input=TagChoice(tag_id=vip.id))
    with kontor.unit() as uow:
        deleted = drop_tag(uow, vip.id)

    erase_contact(kontor.app.storage, SYSTEM, person.id)
    with kontor.unit() as uow:
        put = restore_tag(uow, deleted)

    assert put == 1
    assert tags_of(kontor.ui(), [person.id, other.id]) == {other.id: "VIP"}


def test_lists_are_filtered_by_tag_with_or_without_it(
    kontor: Kontor, vip: RecordRef, owner: User
) -> None:
    info = kontor.app.resources.named("customers")
    new = kontor.create("documents.tag", {"name": "Neu", "color": "c1"})
    first, second, third = (kontor.customer(as_=owner) for _ in range(3))
    put(kontor, vip, first, second, as_=owner)
    put(kontor, new, second, as_=owner)

    def found(text: str) -> list[str]:
        page = kontor.app.resources.page(kontor.actor(owner), info, filter=text, fields=["name"])
        rows = {row.f1 for row in page.rows}
        return [one.id for one in (first, second, third) if one.id in rows]

    assert found(f'documents.tag = "{vip.id}"') == [first.id, second.id]
    assert found(f'documents.tag = "{vip.id}" and documents.tag = "{new.id}"') == [second.id]
    assert found(f'documents.tag in ("{vip.id}", "{new.id}")') == [first.id, second.id]
    assert found(f'documents.tag != "{new.id}"') == [first.id, third.id]
    assert found(f'not documents.tag = "{vip.id}"') == [third.id]
    assert found("documents.tag is empty") == [third.id]
    assert found("not documents.tag is empty") == [first.id, second.id]


def test_a_tag_filters_nothing_into_sight(kontor: Kontor, vip: RecordRef, owner: User) -> None:
    info = kontor.app.resources.named("customers")
    mine, other = kontor.customer(as_=owner), kontor.customer()
    put(kontor, vip, mine, other)

    counts = [
        kontor.app.resources.count(kontor.actor(one), info, filter=f'documents.tag = "{vip.id}"')
        for one in (None, owner, kontor.user())
    ]

    assert counts == [2, 1, 0]


def test_the_list_offers_tags_and_shows_them_as_a_chip(
    kontor: Kontor, vip: RecordRef, owner: User
) -> None:
    customer = kontor.customer({"name": "Alster GmbH"}, as_=owner)
    kontor.customer({"name": "Brandt KG"}, as_=owner)
    put(kontor, vip, customer, as_=owner)
    client = kontor.client(as_=owner)

    menu = client.get("/customers").text
    form = client.get("/ui/customers/filter?field=documents.tag_id&list=/customers").text
    sent = {"f.field": "documents.tag_id", "f.op": "eq", "f.value": vip.id}
    answer = client.get("/customers", params=sent)
    page = client.get(answer.headers["location"]).text

    assert "/ui/customers/filter?list=%2Fcustomers&amp;field=documents.tag_id" in menu
    assert "/ui/documents.tags/pick" in form
    assert "Alster GmbH" in page
    assert "Brandt KG" not in page
    assert "VIP" in page.partition('class="chip"')[2].partition("</b>")[0]
    assert "documents.tag_id" not in client.get("/ui/customers/columns?list=/customers").text


def test_a_tag_is_found_by_its_name_however_many_there_are(kontor: Kontor) -> None:
    with kontor.unit() as uow:
        for number in range(1001):
            uow.create(Tag, {"name": f"Liste {number:04}"})
        last = uow.find(Tag, name="Liste 1000")
        assert last is not None

        found = tags_named(uow, ["Liste 1000", "LISTE  1000"])

    assert found == {"Liste 1000": last.id, "LISTE  1000": last.id}
