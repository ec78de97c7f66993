"""Sorting messages of unknown senders: whose they are, who that is, or that nobody cares."""

from collections.abc import Mapping, Sequence

from kontor_sdk import Invalid, L, NotFound
from kontor_sdk.flow import ActionContext
from kontor_sdk.models import Customer, UnitOfWork
from kontor_sdk.people import (
    Contact,
    ContactPoint,
    Party,
    add_point,
    create_contact,
    create_customer,
    customers_of,
    delete_contact,
    delete_customer,
    delete_interaction,
    parse_name,
    parties_by_email,
)
from kontor_sdk.ui import ActionResult, Done, UiContext

from . import queries
from .filing import Stored, file_message, storing
from .inputs import Assign, IgnoreSender, NewPerson
from .matching import Ours, Whom, whom
from .models import ASSIGNED, BROKEN, IGNORED, NEW, Ignored, Waiting
from .queries import Stranger, staff
from .reading import Mail, Unreadable, read_mail
from .settings import Account, MailboxSettings

TRIAGE = "/x/mailbox/triage"
_MOST = 100
_WHO = L("Bitte eine Person oder einen Kunden wählen.", en="Please choose a person or a customer.")


def assign(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Say whose a message is; what else waits from the same address goes there too."""
    given = ctx.input
    assert isinstance(given, Assign)  # noqa: S101  # the action's own input model
    if given.contact_id is None and given.customer_id is None:
        raise Invalid({"contact_id": _WHO})
    stranger = _stranger(ctx, ids)
    with storing(ctx.blobs) as stored, ctx.unit() as uow:
        party = _party(uow, given, stranger.address or "")
        undo: dict[str, str] = {}
        if given.keep_address:
            undo = _remember(uow, stranger.address or "", party)
        done = _file_all(ctx, uow, stored, stranger, party)
    return _filed(done, undo)


def create_person(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Make the person who wrote, at a customer known, new or of their own."""
    given = ctx.input
    assert isinstance(given, NewPerson)  # noqa: S101  # the action's own input model
    stranger = _stranger(ctx, ids)
    address = stranger.address or ""
    undo: dict[str, str] = {}
    with storing(ctx.blobs) as stored, ctx.unit() as uow:
        name = " ".join(part for part in (given.given_name, given.family_name) if part)
        if given.customer_id is None and not given.company:
            made = create_customer(uow, {"kind": "person", "name": name, "email": address})
            undo["customer"] = made.id
            party = _reached(uow, address, made.id)
        else:
            if given.customer_id is not None:
                customer_id = uow.get(Customer, given.customer_id).id
            else:
                values = {"kind": "organisation", "name": given.company}
                customer_id = undo["customer"] = create_customer(uow, values).id
            names = {"given_name": given.given_name, "family_name": given.family_name}
            values = {**names, "email": address, "customer_id": customer_id}
            contact = create_contact(uow, values)
            undo["contact"] = contact.id
            party = Party(address, contact.id, customer_id)
        done = _file_all(ctx, uow, stored, stranger, party)
    return _filed(done, undo)


def ignore_sender(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Let nobody have to sort this sender any more."""
    given = ctx.input
    assert isinstance(given, IgnoreSender)  # noqa: S101  # the action's own input model
    stranger = _stranger(ctx, ids)
    address = stranger.address or ""
    rule = f"@{address.rpartition('@')[2]}" if given.whole_domain else address
    with ctx.unit() as uow:
        if uow.find(Ignored, address=rule) is None:
            uow.create(Ignored, {"address": rule})
        same = queries.from_same(uow, address)
        for waiting_id in same:
            uow.change(Waiting, waiting_id, {"state": IGNORED})
    text = L("{address} wird ignoriert.", en="{address} is ignored.").format(address=rule)
    return Done(text, undo={"rule": rule, "waiting": ",".join(same[:_MOST])}, to=TRIAGE)


def dismiss(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Put one message aside without saying anything of its sender."""
    stranger = _stranger(ctx, ids)
    with ctx.unit() as uow:
        uow.change(Waiting, stranger.id, {"state": IGNORED})
    undo = {"waiting": stranger.id, "state": stranger.state}
    return Done(L("Beiseite gelegt.", en="Put aside."), undo=undo, to=TRIAGE)


def bring_back(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Put an ignored message back among those to be sorted."""
    stranger = _stranger(ctx, ids)
    with ctx.unit() as uow:
        rule = uow.find(Ignored, address=stranger.address)
        if rule is not None:
            uow.delete(rule)
        uow.change(Waiting, stranger.id, {"state": NEW})
    return Done(L("Wieder zu sortieren.", en="Back in the list to sort."), to=TRIAGE)


def undo(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Take back what was sorted: interactions go, messages wait again, what was made goes."""
    state = BROKEN if ctx.params.get("state") == BROKEN else NEW
    waiting = [one for one in ctx.params.get("waiting", "").split(",") if queries.is_id(one)]
    with ctx.unit() as uow:
        for waiting_id in waiting[:_MOST]:
            row = uow.get(Waiting, waiting_id)
            touch = row.interaction_id
            free = {"interaction_id": None, "customer_id": None, "contact_id": None}
            uow.change(Waiting, row.id, {"state": state, **free})
            if touch is not None:
                delete_interaction(uow, touch)
        rule = uow.find(Ignored, address=ctx.params.get("rule", ""))
        if rule is not None:
            uow.delete(rule)
        _unmake(uow, ctx.params)
    return Done(L("Zurückgenommen.", en="Taken back."))


def _unmake(uow: UnitOfWork, params: Mapping[str, str]) -> None:
    """Delete what sorting made, if nobody has touched it since."""
    point = uow.find(ContactPoint, id=params.get("point"))
    if point is not None and point.version == 1:
        uow.delete(point)
    contact = uow.find(Contact, id=params.get("contact"))
    if contact is not None and contact.version == 1:
        delete_contact(uow, contact.id)
    customer = uow.find(Customer, id=params.get("customer"))
    if customer is not None and customer.version == 1:
        delete_customer(uow, customer.id)


def name_of(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, object]:
    """Give what the form of a new person begins with: the name beside the address."""
    found = queries.stranger(ctx, ids[0]) if ids else None
    if found is None:
        return {}
    local = (found.address or "").partition("@")[0].replace(".", " ").replace("_", " ").title()
    parts = parse_name(found.name or local)
    names = {name: parts.get(name) for name in ("given_name", "family_name")}
    return {name: value for name, value in names.items() if value}


def _stranger(ctx: UiContext, ids: Sequence[str]) -> Stranger:
    found = queries.stranger(ctx, ids[0]) if len(ids) == 1 else None
    if found is None or found.state == ASSIGNED:
        raise NotFound("mailbox.waiting", ids[0] if ids else "")
    return found


def _party(uow: UnitOfWork, given: Assign, address: str) -> Party:
    if given.contact_id is None:
        assert given.customer_id is not None  # noqa: S101  # asked before
        return Party(address, None, uow.get(Customer, given.customer_id).id)
    contact = uow.get(Contact, given.contact_id)
    if given.customer_id is not None:
        return Party(address, contact.id, uow.get(Customer, given.customer_id).id)
    places = customers_of(uow, contact.id)
    if len(places) != 1:
        text = (
            L("Zu welchem Kunden gehört das?", en="Which customer is it about?")
            if places
            else L(
                "Diese Person gehört zu keinem Kunden. Bitte einen wählen.",
                en="This person belongs to no customer. Please choose one.",
            )
        )
        raise Invalid({"customer_id": text})
    return Party(address, contact.id, places[0])


def _remember(uow: UnitOfWork, address: str, party: Party) -> dict[str, str]:
    """Keep the address with whom it belongs to; gives what an undo takes away again."""
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
        return {}
    return {"point": add_point(uow, {"scheme": "email", "value": address, **owner}).id}


def _reached(uow: UnitOfWork, address: str, customer_id: str) -> Party:
    found = parties_by_email(uow, [address]).get(address, ())
    same = (one for one in found if one.customer_id == customer_id)
    return next(same, Party(address, None, customer_id))


def _file_all(
    ctx: ActionContext, uow: UnitOfWork, stored: Stored, stranger: Stranger, party: Party
) -> list[str]:
    """File all that waits from an address; gives the ids of what waited."""
    settings = ctx.settings(MailboxSettings)
    done = []
    same = queries.from_same(uow, stranger.address or "")
    for waiting_id in dict.fromkeys([stranger.id, *same[: _MOST - 1]]):
        row = uow.get(Waiting, waiting_id)
        mail = _read(ctx, row, settings)
        if mail is None:
            continue
        account = next((one for one in settings.accounts if one.name == row.account), None)
        found = _whom(uow, mail, account or _gone(row.account), settings, row)
        found.customer_id, found.contact_id = party.customer_id, party.contact_id
        found.people = tuple(one for one in found.people if one != party.contact_id)
        touch = file_message(uow, stored, mail, found, row.account)
        about = {"customer_id": party.customer_id, "contact_id": party.contact_id}
        done_with = {"state": ASSIGNED, "interaction_id": touch.id, **about}
        uow.change(Waiting, row.id, done_with)
        done.append(row.id)
    if not done:
        raise Invalid(
            L(
                "Diese Nachricht lässt sich nicht lesen. Laden Sie sie herunter.",
                en="This message cannot be read. Download it.",
            )
        )
    return done


def _read(ctx: ActionContext, row: Waiting, settings: MailboxSettings) -> Mail | None:
    with ctx.blobs.open(row.blob_id) as file:
        raw = file.read()
    try:
        return read_mail(raw, row.received_at, most_files=settings.most_files, tz=ctx.tz)
    except Unreadable:
        return None


def _whom(
    uow: UnitOfWork, mail: Mail, account: Account, settings: MailboxSettings, row: Waiting
) -> Whom:
    found = whom(uow, mail, Ours(account, settings, staff(uow)))
    return found or Whom(mail, "out" if row.outbound else "in", ())


def _gone(name: str) -> Account:
    return Account(name=name, host="-", user="-")


def _filed(done: Sequence[str], undo: Mapping[str, str]) -> Done:
    text = (
        L("Nachricht zugeordnet.", en="Message assigned.")
        if len(done) == 1
        else L("{n} Nachrichten zugeordnet.", en="{n} messages assigned.").format(n=len(done))
    )
    return Done(text, undo={"waiting": ",".join(done), **undo}, to=TRIAGE)
