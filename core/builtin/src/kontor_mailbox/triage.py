"""Sorting messages of unknown senders: whose they are, who that is, or that nobody cares."""

from collections.abc import Iterator, Mapping, Sequence

from kontor_sdk import Invalid, L, NotFound
from kontor_sdk.flow import ActionContext
from kontor_sdk.models import Customer
from kontor_sdk.people import Party, create_contact, create_customer, parse_name
from kontor_sdk.ui import ActionResult, Done, UiContext

from . import sorting, waiting
from .filing import storing
from .inputs import Assign, IgnoreSender, NewPerson
from .knowing import domain_of
from .models import ASSIGNED, BROKEN, IGNORED, NEW, Ignored
from .sorting import MOST
from .waiting import Stranger

TRIAGE = "/x/mailbox/triage"
_WHO = L("Bitte auswählen, um wen es geht.", en="Please choose who it is about.")


def assign(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Say whose messages are; what else waits from the same addresses goes there too."""
    given = ctx.input
    assert isinstance(given, Assign)  # noqa: S101  # the action's own input model
    if given.contact_id is None and given.customer_id is None:
        raise Invalid({"contact_id": _WHO})
    chosen = _strangers(ctx, ids)
    addresses = _addresses(chosen)
    read = sorting.readable(ctx, _together(ctx, chosen))
    with storing(ctx.blobs) as stored, ctx.unit() as uow:
        party = sorting.party_of(uow, given, addresses[0] if addresses else "")
        points = [sorting.remember(uow, one, party) for one in addresses if given.keep_address]
        done = sorting.file_all(ctx, uow, stored, read, party)
    return _filed(done, {"points": ",".join(filter(None, points))})


def create_person(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Make the person who wrote, at a customer known, new or of their own."""
    given = ctx.input
    assert isinstance(given, NewPerson)  # noqa: S101  # the action's own input model
    chosen = _strangers(ctx, ids[:1])
    address = chosen[0].address or ""
    read = sorting.readable(ctx, _together(ctx, chosen))
    undo: dict[str, str] = {}
    with storing(ctx.blobs) as stored, ctx.unit() as uow:
        name = " ".join(part for part in (given.given_name, given.family_name) if part)
        if given.customer_id is None and not given.company:
            made = create_customer(uow, {"kind": "person", "name": name, "email": address})
            undo["customer"] = made.id
            party = sorting.reached(uow, address, made.id)
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
        done = sorting.file_all(ctx, uow, stored, read, party)
    return _filed(done, undo)


def ignore_sender(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Let nobody have to sort these senders any more, or nobody at their domains."""
    given = ctx.input
    assert isinstance(given, IgnoreSender)  # noqa: S101  # the action's own input model
    addresses = _addresses(_strangers(ctx, ids))
    rules = [domain_of(one) for one in addresses] if given.whole_domain else addresses
    rules = list(dict.fromkeys(rules))
    with ctx.unit() as uow:
        new = [rule for rule in rules if uow.find(Ignored, address=rule) is None]
        waited = list(dict.fromkeys(one for rule in rules for one in sorting.ignore(uow, rule)))
        sorting.put_aside(uow, waited, IGNORED)
    text = (
        L("{address} wird ignoriert.", en="{address} is ignored.").format(address=rules[0])
        if len(rules) == 1
        else L("{n} Absender werden ignoriert.", en="{n} senders are ignored.").format(n=len(rules))
    )
    if len(waited) > MOST:
        return Done(text, to=TRIAGE)  # each of them can still be brought back
    return Done(text, undo={"rules": ",".join(new), "waiting": ",".join(waited)}, to=TRIAGE)


def dismiss(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Put messages aside without saying anything of their senders."""
    chosen = _strangers(ctx, ids)
    broken = all(one.state == BROKEN for one in chosen)
    waiting_ids = [one.id for one in chosen] if broken else _together(ctx, chosen)
    with ctx.unit() as uow:
        sorting.put_aside(uow, waiting_ids, IGNORED)
    undo = {"waiting": ",".join(waiting_ids), "state": BROKEN if broken else NEW}
    return Done(L("Beiseite gelegt.", en="Put aside."), undo=undo, to=TRIAGE)


def bring_back(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Put ignored messages back among those to be sorted, and ignore their senders no more."""
    chosen = _strangers(ctx, ids)
    with ctx.unit() as uow:
        for address in _addresses(chosen):
            rule = uow.find(Ignored, address=address)
            if rule is not None:
                uow.delete(rule)
        sorting.put_aside(uow, [one.id for one in chosen], NEW)
    return Done(L("Wieder zu sortieren.", en="Back on the list."), to=TRIAGE)


def undo(ctx: ActionContext, ids: Sequence[str]) -> ActionResult:
    """Take back what was sorted."""
    state = BROKEN if ctx.params.get("state") == BROKEN else NEW
    with ctx.unit() as uow:
        sorting.take_back(uow, ctx.params, state)
    return Done(L("Zurückgenommen.", en="Taken back."))


def name_of(ctx: UiContext, ids: Sequence[str]) -> Mapping[str, object]:
    """Give what the form of a new person begins with: the name beside the address."""
    found = waiting.stranger(ctx, ids[0]) if ids else None
    if found is None:
        return {}
    local = (found.address or "").partition("@")[0].replace(".", " ").replace("_", " ").title()
    parts = parse_name(found.name or local)
    names = {name: parts.get(name) for name in ("given_name", "family_name")}
    return {name: value for name, value in names.items() if value}


def _strangers(ctx: UiContext, ids: Sequence[str]) -> list[Stranger]:
    if not ids:
        raise Invalid(L("Bitte eine Nachricht wählen.", en="Please choose a message."))
    found = [waiting.stranger(ctx, one) for one in dict.fromkeys(ids[:MOST])]
    left = [one for one in found if one is not None and one.state != ASSIGNED]
    if not left:
        raise NotFound("mailbox.waiting", ids[0])
    return left


def _addresses(chosen: Sequence[Stranger]) -> list[str]:
    return list(dict.fromkeys(one.address for one in chosen if one.address and "@" in one.address))


def _together(ctx: UiContext, chosen: Sequence[Stranger]) -> list[str]:
    """Give what was chosen and what else waits from the same senders, so much at once."""

    def every() -> Iterator[str]:
        yield from (one.id for one in chosen)
        for address in _addresses(chosen):
            yield from waiting.from_same(ctx.reader, address)

    return list(dict.fromkeys(every()))[:MOST]


def _filed(done: Sequence[str], undo: Mapping[str, str]) -> Done:
    text = (
        L("Nachricht zugeordnet.", en="Message assigned.")
        if len(done) == 1
        else L("{n} Nachrichten zugeordnet.", en="{n} messages assigned.").format(n=len(done))
    )
    return Done(text, undo={"waiting": ",".join(done), **undo}, to=TRIAGE)
