"""What sorting does: filing all that waits from an address, remembering it, taking it back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

from kontor_sdk import Invalid, L
from kontor_sdk.flow import ActionContext
from kontor_sdk.models import Customer, UnitOfWork, from_text
from kontor_sdk.people import (
    Contact,
    ContactPoint,
    Party,
    add_point,
    customers_of,
    delete_contact,
    delete_customer,
    delete_interaction,
    parties_by_email,
)

from . import waiting
from .filing import Stored, file_message
from .inputs import Assign
from .knowing import Known
from .matching import Ours, Whom, whom
from .messages import is_id
from .models import ASSIGNED, Ignored, Waiting
from .reading import Mail, Unreadable, read_mail
from .settings import Account, MailboxSettings

MOST = 100
"""Messages that are sorted at once, and so can be taken back at once."""
MOST_BYTES = 64 * 1024 * 1024
"""What they may come to: they are in memory, with all that is in them."""


def party_of(uow: UnitOfWork, given: Assign, address: str) -> Party:
    """Give whom a message is assigned to; raises Invalid when that is not clear yet."""
    if given.contact_id is None:
        assert given.customer_id is not None  # noqa: S101  # asked before
        return Party(address, None, uow.get(Customer, given.customer_id).id)
    contact = uow.get(Contact, given.contact_id)
    if given.customer_id is not None:
        return Party(address, contact.id, uow.get(Customer, given.customer_id).id)
    places = customers_of(uow, contact.id)
    if len(places) != 1:
        text = (
            L("Um wen geht es? Bitte auswählen.", en="Who is it about? Please choose.")
            if places
            else L(
                "Diese Person ist niemandem zugeordnet. Bitte auswählen.",
                en="This person is not assigned to anybody. Please choose.",
            )
        )
        raise Invalid({"customer_id": text})
    return Party(address, contact.id, places[0])


def remember(uow: UnitOfWork, address: str, party: Party) -> str | None:
    """Keep the address with whom it belongs to; gives the id of what was made for that."""
    owner = (
        {"contact_id": party.contact_id} if party.contact_id else {"customer_id": party.customer_id}
    )
    known = parties_by_email(uow, [address]).get(address, ())
    mine = any(
        one.contact_id == party.contact_id
        and (party.contact_id is not None or one.customer_id == party.customer_id)
        for one in known
    )
    if mine:
        return None
    return add_point(uow, {"scheme": "email", "value": address, **owner}).id


def reached(uow: UnitOfWork, address: str, customer_id: str) -> Party:
    """Give who is reached at an address of a customer."""
    found = parties_by_email(uow, [address]).get(address, ())
    same = (one for one in found if one.customer_id == customer_id)
    return next(same, Party(address, None, customer_id))


def readable(ctx: ActionContext, ids: Sequence[str]) -> list[tuple[str, Mail]]:
    """Read messages before a transaction begins; raises Invalid when none can be read.

    Those that cannot be read go on waiting, and those for which there is no room.
    """
    settings = ctx.settings(MailboxSettings)
    found: list[tuple[str, Mail]] = []
    taken = 0
    wanted = list(dict.fromkeys(ids))[:MOST]
    for one in sorted(waiting.these(ctx, wanted), key=lambda one: wanted.index(one.id)):
        with ctx.blobs.open(one.blob_id) as file:
            raw = file.read()
        taken += len(raw)
        if found and taken > MOST_BYTES:
            break
        received = from_text(one.received_at)
        with suppress(Unreadable):
            mail = read_mail(raw, received, most_files=settings.most_files, tz=ctx.tz)
            found.append((one.id, mail))
    if not found:
        raise Invalid(
            L(
                "Diese Nachricht lässt sich nicht lesen. Laden Sie sie herunter.",
                en="This message cannot be read. Download it.",
            )
        )
    return found


def file_all(
    ctx: ActionContext,
    uow: UnitOfWork,
    stored: Stored,
    read: Sequence[tuple[str, Mail]],
    party: Party,
) -> list[str]:
    """File messages with whom they are about; gives the ids of what waited."""
    settings = ctx.settings(MailboxSettings)
    known = Known(uow, [mail for _, mail in read])
    accounts = {one.name: one for one in settings.accounts}
    done = []
    for waiting_id, mail in read:
        row = uow.get(Waiting, waiting_id)
        if row.state == ASSIGNED:
            continue  # somebody was quicker
        account = accounts.get(row.account) or Account(name=row.account, host="-", user="-")
        found = whom(known, mail, Ours(account, settings, known.staff))
        found = found or Whom(mail, "out" if row.outbound else "in", ())
        found.customer_id, found.contact_id = party.customer_id, party.contact_id
        found.people = tuple(one for one in found.people if one != party.contact_id)
        touch = file_message(uow, stored, known, mail, found, row.account)
        about = {"customer_id": party.customer_id, "contact_id": party.contact_id}
        uow.change(Waiting, row.id, {"state": ASSIGNED, "interaction_id": touch.id, **about})
        done.append(row.id)
    return done


def put_aside(uow: UnitOfWork, ids: Sequence[str], state: str) -> None:
    """Let messages wait no more, or again."""
    for waiting_id in ids:
        uow.change(Waiting, waiting_id, {"state": state})


def ignore(uow: UnitOfWork, rule: str) -> list[str]:
    """Let nobody have to sort an address, or everybody at ``@domain``; gives what waited."""
    if uow.find(Ignored, address=rule) is None:
        uow.create(Ignored, {"address": rule})
    whole = rule.startswith("@")
    return waiting.from_domain(uow, rule) if whole else waiting.from_same(uow, rule)


def take_back(uow: UnitOfWork, done: Mapping[str, str], state: str) -> None:
    """Take back what was sorted: interactions go, messages wait again, what was made goes."""
    for waiting_id in _ids(done, "waiting"):
        row = uow.get(Waiting, waiting_id)
        touch = row.interaction_id
        free = {"interaction_id": None, "customer_id": None, "contact_id": None}
        uow.change(Waiting, row.id, {"state": state, **free})
        if touch is not None:
            delete_interaction(uow, touch)
    for address in filter(None, done.get("rules", "").split(",")):
        rule = uow.find(Ignored, address=address)
        if rule is not None:
            uow.delete(rule)
    # what somebody has touched since stays
    for point_id in _ids(done, "points"):
        point = uow.find(ContactPoint, id=point_id)
        if point is not None and point.version == 1:
            uow.delete(point)
    for contact_id in _ids(done, "contact"):
        contact = uow.find(Contact, id=contact_id)
        if contact is not None and contact.version == 1:
            delete_contact(uow, contact.id)
    for customer_id in _ids(done, "customer"):
        customer = uow.find(Customer, id=customer_id)
        if customer is not None and customer.version == 1:
            delete_customer(uow, customer.id)


def _ids(done: Mapping[str, str], name: str) -> list[str]:
    return [one for one in done.get(name, "").split(",") if is_id(one)][:MOST]
