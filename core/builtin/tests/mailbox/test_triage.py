"""Sorting what strangers wrote: assign, make a person, ignore, and take it back."""

from collections.abc import Callable

import httpx
import pytest

from kontor_mailbox import sorting
from kontor_mailbox.inputs import Assign, IgnoreSender, NewPerson
from kontor_mailbox.models import Ignored, Waiting
from kontor_mailbox.settings import Account
from kontor_sdk import Invalid
from kontor_sdk.flow import RecordRef
from kontor_sdk.testing.kit import Kontor, User
from kontor_sdk.ui import Done

from . import letters
from .conftest import Receive

pytestmark = pytest.mark.plugins("mailbox")
TRIAGE = "/x/mailbox/triage"


@pytest.fixture
def admin(kontor: Kontor) -> User:
    return kontor.user(role="administrator")


@pytest.fixture
def client(kontor: Kontor, admin: User) -> httpx.Client:
    return kontor.client(as_=admin)


def states(kontor: Kontor) -> list[str]:
    with kontor.unit() as uow:
        return [row.state for row in uow.find_all(Waiting)]


def first(kontor: Kontor) -> RecordRef:
    return RecordRef("mailbox.waiting", kontor.visible("mailbox.waiting")[0])


def take_back(client: httpx.Client, done: object, action: str) -> None:
    assert isinstance(done, Done)
    assert done.undo is not None
    answer = client.post(f"/ui/undo/mailbox.{action}", params=dict(done.undo))
    assert answer.status_code in (200, 204)


def run(kontor: Kontor, action: str, given: object, admin: User) -> object:
    """Run an action on the first message that waits, as its button does."""
    return kontor.act(f"mailbox.{action}", first(kontor), input=given, as_=admin)  # type: ignore[arg-type]


def test_assigned_sender_is_known_from_then_on_and_undo_forgets_them(
    kontor: Kontor, admin: User, client: httpx.Client, receive: Receive,
    person: Callable[..., RecordRef],
) -> None:  # fmt: skip
    customer = kontor.customer()
    anna = person("Adam", "anna@firma.example", customer)
    for number in (1, 2):
        receive(letters.letter(sender="anna@privat.example", mark=f"p{number}"))

    done = run(kontor, "assign", Assign(contact_id=anna.id), admin)

    assert states(kontor) == ["assigned", "assigned"]
    assert len(kontor.visible("interaction")) == 2
    receive(letters.letter(sender="anna@privat.example", mark="p3"))
    assert len(kontor.visible("interaction")) == 3

    take_back(client, done, "assign")

    assert states(kontor) == ["new", "new"]
    assert len(kontor.visible("interaction")) == 1
    receive(letters.letter(sender="anna@privat.example", mark="p4"))
    assert states(kontor) == ["new", "new", "new"]


def test_what_there_is_no_room_for_goes_on_waiting(
    kontor: Kontor, admin: User, receive: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorting, "MOST_BYTES", 1)
    for number in (1, 2):
        receive(letters.letter(sender="anna@privat.example", mark=f"p{number}"))
    chosen = RecordRef("mailbox.waiting", kontor.visible("mailbox.waiting")[-1])

    kontor.act("mailbox.assign", chosen, input=Assign(customer_id=kontor.customer().id), as_=admin)

    with kontor.unit() as uow:
        left = [row.id for row in uow.find_all(Waiting, state="new")]
    assert left == [first(kontor).id]


def test_person_of_several_customers_is_asked_which_it_was(
    kontor: Kontor, admin: User, receive: Receive, person: Callable[..., RecordRef]
) -> None:
    first_, second = kontor.customer(), kontor.customer()
    anna = person("Adam", "anna@firma.example", first_, second)
    receive(letters.letter(sender="anna@privat.example"))

    for given in (Assign(), Assign(contact_id=anna.id)):
        with pytest.raises(Invalid):
            run(kontor, "assign", given, admin)
    run(kontor, "assign", Assign(contact_id=anna.id, customer_id=second.id), admin)

    (touch,) = kontor.visible("interaction")
    assert kontor.values(RecordRef("interaction", touch))["customer_id"] == second.id


@pytest.mark.parametrize("company", ["Petersen Werft GmbH", None], ids=["company", "private"])
def test_stranger_becomes_a_person_and_undo_takes_both_away(
    kontor: Kontor, admin: User, client: httpx.Client, receive: Receive, company: str | None
) -> None:
    receive(letters.letter(sender="Jule Petersen <jule@werft.example>"))
    given = NewPerson(given_name="Jule", family_name="Petersen", company=company)

    done = run(kontor, "create", given, admin)

    (touch,) = kontor.visible("interaction")
    values = kontor.values(RecordRef("interaction", touch))
    assert kontor.values(RecordRef("contact", str(values["contact_id"])))["name"] == "Jule Petersen"
    customer = kontor.values(RecordRef("customer", str(values["customer_id"])))
    assert customer["name"] == (company or "Jule Petersen")

    take_back(client, done, "create")

    assert [kontor.visible(one) for one in ("interaction", "contact", "customer")] == [[], [], []]
    assert states(kontor) == ["new"]


def test_form_of_a_new_person_knows_the_name(
    client: httpx.Client, kontor: Kontor, receive: Receive
) -> None:
    receive(letters.letter(sender='"Petersen, Jule" <jule@werft.example>'))

    form = client.get("/ui/action/mailbox.create", params={"id": first(kontor).id}).text

    assert 'value="Jule"' in form
    assert 'value="Petersen"' in form


def test_ignored_sender_waits_no_more_until_that_is_taken_back(
    kontor: Kontor, admin: User, client: httpx.Client, receive: Receive
) -> None:
    receive(letters.letter(sender="a@spam.example", mark="1"))

    done = run(kontor, "ignore", IgnoreSender(whole_domain=True), admin)
    receive(letters.letter(sender="b@spam.example", mark="2"))

    assert states(kontor) == ["ignored", "ignored"]
    take_back(client, done, "ignore")
    assert states(kontor) == ["new", "ignored"]
    with kontor.unit() as uow:
        assert uow.find_all(Ignored) == []


def every(kontor: Kontor) -> list[RecordRef]:
    return [RecordRef("mailbox.waiting", one) for one in kontor.visible("mailbox.waiting")]


def test_several_senders_are_assigned_at_once_and_all_of_it_is_taken_back(
    kontor: Kontor, admin: User, client: httpx.Client, receive: Receive
) -> None:
    customer = kontor.customer()
    for name in ("a", "a", "b"):
        receive(letters.letter(sender=f"{name}@firma.example", mark=f"{name}{len(every(kontor))}"))
    chosen = every(kontor)[1:]

    given = Assign(customer_id=customer.id)
    done = kontor.act("mailbox.assign", *chosen, input=given, as_=admin)

    assert states(kontor) == ["assigned"] * 3
    receive(letters.letter(sender="b@firma.example", mark="later"))
    assert len(kontor.visible("interaction")) == 4

    take_back(client, done, "assign")

    assert states(kontor) == ["new"] * 3
    assert len(kontor.visible("contact_point")) == 0


def test_whole_domains_are_ignored_with_all_that_waits_from_them(
    kontor: Kontor, admin: User, client: httpx.Client, receive: Receive
) -> None:
    for number, sender in enumerate(("a@one.example", "b@one.example", "c@notone.example")):
        receive(letters.letter(sender=sender, mark=str(number)))

    given = IgnoreSender(whole_domain=True)
    done = kontor.act("mailbox.ignore", every(kontor)[0], input=given, as_=admin)

    assert states(kontor) == ["ignored", "ignored", "new"]
    take_back(client, done, "ignore")
    assert states(kontor) == ["new", "new", "new"]


def test_what_is_put_aside_comes_back_one_way_or_the_other(
    kontor: Kontor, admin: User, client: httpx.Client, receive: Receive
) -> None:
    for number in range(2):
        receive(letters.letter(sender="a@one.example", mark=str(number)))

    done = kontor.act("mailbox.dismiss", every(kontor)[0], as_=admin)

    assert states(kontor) == ["ignored", "ignored"]
    take_back(client, done, "dismiss")
    assert states(kontor) == ["new", "new"]
    kontor.act("mailbox.dismiss", *every(kontor), as_=admin)
    kontor.act("mailbox.bring_back", *every(kontor), as_=admin)
    assert states(kontor) == ["new", "new"]


def test_list_has_one_line_for_each_sender(
    kontor: Kontor, client: httpx.Client, receive: Receive
) -> None:
    for number in range(3):
        receive(letters.letter(sender="a@one.example", subject=f"Nr. {number}", mark=str(number)))

    page = client.get(TRIAGE).text
    one = client.get(TRIAGE, params={"message": first(kontor).id}).text

    assert page.count("data-href=") == 1
    assert "3 Nachrichten" in page
    assert "Weitere Nachrichten dieses Absenders" in one


def test_page_shows_what_waits_and_one_message_of_it(
    kontor: Kontor, client: httpx.Client, receive: Receive
) -> None:
    assert "Noch kein Postfach" in client.get(TRIAGE).text
    receive(letters.ATTACKING)

    page = client.get(TRIAGE).text
    one = client.get(TRIAGE, params={"message": first(kontor).id}).text
    frame = client.get(f"/x/mailbox/waiting/{first(kontor).id}/html")

    assert "a@firma.example" in page
    assert "Zuordnen" in page
    assert f"/x/mailbox/waiting/{first(kontor).id}/html" in one
    assert "script" not in frame.text
    assert "Guten" in frame.text


def test_waiting_messages_belong_to_whom_the_mailbox_names(
    kontor: Kontor, receive: Receive
) -> None:
    team = kontor.team("Vertrieb")
    keeper, colleague, stranger = (
        kontor.user(),
        kontor.user(role="manager", team=team),
        kontor.user(),
    )
    base = {"host": "x", "user": "y"}
    receive(letters.letter(mark="1"), account=Account(name="a", owner=keeper.email, **base))
    receive(letters.letter(mark="2"), account=Account(name="b", team="Vertrieb", **base))

    seen = [len(kontor.visible("mailbox.waiting", to=one)) for one in (keeper, colleague, stranger)]

    assert seen == [1, 1, 0]


def test_what_nobody_sorted_is_forgotten(kontor: Kontor, receive: Receive) -> None:
    from datetime import timedelta

    receive(letters.letter(sender="new@firma.example"))
    kontor.clock.set(kontor.clock.now() + timedelta(days=400))

    kontor.run_jobs()

    assert kontor.visible("mailbox.waiting") == []


def test_state_of_the_mailboxes_is_for_those_who_watch_them(kontor: Kontor) -> None:
    allowed, agent = kontor.user(role="administrator"), kontor.user()

    assert kontor.client(as_=allowed).get("/x/mailbox/health").status_code == 200
    assert kontor.client(as_=agent).get("/x/mailbox/health").status_code in (403, 404)
