"""Whom a message concerns: which addresses are ours, which are a customer's, which nobody's."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from kontor_sdk.people import Party

from .headers import Address
from .knowing import Known
from .reading import BOUNCE, Mail
from .settings import Account, MailboxSettings


class Whom(msgspec.Struct):
    """What matching found. Without ``customer_id`` somebody has to say whose it is.

    ``mail`` is what is to be recorded: of a forwarded message the one inside.
    """

    mail: Mail
    direction: str
    outside: tuple[Address, ...]
    customer_id: str | None = None
    contact_id: str | None = None
    people: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()

    @property
    def stranger(self) -> Address:
        return self.outside[0]


class Ours:
    """The addresses of the company: of the mailbox, of its users, of its domains."""

    def __init__(
        self, account: Account, settings: MailboxSettings, staff: Mapping[str, str]
    ) -> None:
        self.account = account
        own = (one.lower() for one in settings.own_addresses)
        self._addresses = account.own | frozenset(own) | staff.keys()
        self._domains = frozenset(one.lower().lstrip("@") for one in settings.own_domains)
        self._staff = staff

    def __contains__(self, one: Address) -> bool:
        domain = one.address.rpartition("@")[2]
        return one.address in self._addresses or domain in self._domains

    def users(self, found: Sequence[Address]) -> tuple[str, ...]:
        ids = (self._staff.get(one.address) for one in found)
        return tuple(dict.fromkeys(one for one in ids if one))


def whom(known: Known, mail: Mail, ours: Ours) -> Whom | None:
    """Say whom a message concerns; None for mail among colleagues, which is nobody's history."""
    found = _sides(mail, ours)
    if found is None:
        return None
    everybody = (*found.outside, *(one for one in _all(found.mail) if one not in ours))
    main = _main(found.outside, known)
    found.colleagues = ours.users(_all(mail))
    if main is None or main.customer_id is None:
        return found
    found.customer_id, found.contact_id = main.customer_id, main.contact_id
    others = (_nearest(known.parties(one.address), main.customer_id) for one in everybody)
    people = dict.fromkeys(one.contact_id for one in others if one and one.contact_id)
    found.people = tuple(one for one in people if one != main.contact_id)
    return found


def _sides(mail: Mail, ours: Ours) -> Whom | None:
    if mail.kind == BOUNCE:
        lost = tuple(Address(one) for one in mail.concerns if Address(one) not in ours)
        outside = lost or ((mail.sender,) if mail.sender else ())
        return Whom(mail, "in", outside) if outside else None
    if mail.sender is None:
        return None
    if mail.sender not in ours:
        return Whom(mail, "in", (mail.sender,))
    outside = tuple(one for one in _recipients(mail) if one not in ours)
    if outside:
        return Whom(mail, "out", outside)
    inner = mail.forwarded
    if inner is None or inner.sender is None:
        return None
    if inner.sender not in ours:
        return Whom(inner, "in", (inner.sender,))
    outside = tuple(one for one in _recipients(inner) if one not in ours)
    return Whom(inner, "out", outside) if outside else None


def _recipients(mail: Mail) -> tuple[Address, ...]:
    return tuple(dict.fromkeys((*mail.to, *mail.cc, *mail.others)))


def _all(mail: Mail) -> tuple[Address, ...]:
    return (*((mail.sender,) if mail.sender else ()), *_recipients(mail))


def _main(outside: Sequence[Address], known: Known) -> Party | None:
    """Give the one it was with: at the customer most of those addressed belong to."""
    found = [party for one in outside for party in known.parties(one.address)]
    placed = [party for party in found if party.customer_id is not None]
    if not placed:
        return None
    votes = Counter(party.customer_id for party in placed)
    most = max(votes.values())
    return next(party for party in placed if votes[party.customer_id] == most)


def _nearest(parties: Sequence[Party], customer_id: str) -> Party | None:
    same = (party for party in parties if party.customer_id == customer_id)
    return next(same, parties[0] if parties else None)
