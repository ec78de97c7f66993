"""The organisations that people of a file work for: which are known, and what of the others.

One is known by its name, by its number, or by the domain of the person's address: that of its own
website or of its mailbox for everybody (``info@``). Of unknown ones an import makes customers,
leaves them out, or asks: then their rows wait until somebody has said what is meant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import bindparam, or_, select

from kontor_core.contacts.models import EMAIL, WEB, ContactPoint
from kontor_core.customers.domain import create_customer
from kontor_core.customers.models import ORGANISATION, Customer
from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.models import columns
from kontor_core.foundation.storage.types import String
from kontor_core.foundation.storage.unit_of_work import UnitOfWork
from kontor_core.foundation.text import search_key
from kontor_core.hooks.declarations.exchange import Import, ImportOption, Rows

EMPLOYER = "organisation"
UNKNOWN = "organisations"
"""The option that says what happens to unknown ones."""
SAID = "organisation:"
"""Begins options that say it of one: ``organisation:Neue AG`` is create, leave or a number."""
CREATE, LEAVE, ASK = "create", "leave", "ask"

OPTION = ImportOption(
    UNKNOWN, L("Unbekannte Organisationen", en="Unknown organisations"), default=CREATE
)

_AT_ONCE = 500
_MOST_ASKED = 500
_MOST_NEAR = 5
_EMAILS = ("email", "email_2", "email_3")
_MAILBOXES = ("info", "office", "kontakt", "contact", "mail", "post", "service", "sales", "hallo")
_EVERYBODYS = frozenset(
    {
        *("gmail.com", "googlemail.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de"),
        *("t-online.de", "freenet.de", "posteo.de", "mailbox.org", "bluewin.ch", "aol.com"),
        *("outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "live.com", "live.de"),
        *("yahoo.com", "yahoo.de", "icloud.com", "me.com", "proton.me", "protonmail.com"),
    }
)

_NOT_KNOWN = L(
    "Diese Organisation ist nicht bekannt. Legen Sie fest, was aus ihr wird.",
    en="This organisation is not known. Say what becomes of it.",
)
_NO_SUCH = L(
    "Die Organisation {number}, die stattdessen gemeint sein soll, gibt es nicht.",
    en="The organisation {number} that is meant instead does not exist.",
)


class _Known(msgspec.Struct):
    key: str
    id: str


class Near(msgspec.Struct):
    """A known organisation that might be meant."""

    number: str
    name: str


@dataclass(slots=True)
class Asked:
    """An unknown organisation, the rows that name it, and known ones of similar names."""

    name: str
    lines: set[int] = field(default_factory=set)
    near: Sequence[Near] = ()


_customer, _point = columns(Customer), columns(ContactPoint)
_HERE = (_customer.kind == ORGANISATION, _customer.merged_into_id.is_(None))
_WANTED = bindparam("wanted", expanding=True, type_=String())
_BY_NAME = (
    select(_customer.name_key.label("key"), _customer.id)
    .where(*_HERE, _customer.name_key.in_(_WANTED))
    .order_by(_customer.id)
)
_BY_NUMBER = select(_customer.number.label("key"), _customer.id).where(
    *_HERE, _customer.number.in_(_WANTED)
)
_BY_ADDRESS = (
    select(_point.value.label("key"), _customer.id)
    .where(_point.customer_id == _customer.id, *_HERE)
    .where(_point.scheme.in_((EMAIL, WEB)), _point.value.in_(_WANTED))
    .distinct()
)
_NEAR = (
    select(_customer.number, _customer.name)
    .where(*_HERE)
    .where(
        or_(
            _customer.name_key.like(bindparam("start", type_=String()), escape="\\"),
            _customer.name_key == bindparam("first", type_=String()),
        )
    )
    .order_by(_customer.name_key, _customer.id)
    .limit(_MOST_NEAR)
)


class Employers:
    """Finds or makes the organisations of one import; ``asked`` outlives chunks rolled back."""

    def __init__(self, options: Mapping[str, str], asked: dict[str, Asked]) -> None:
        self._how = options.get(UNKNOWN, CREATE)
        self._said = {
            search_key(name.removeprefix(SAID)): what
            for name, what in options.items()
            if name.startswith(SAID)
        }
        self.asked = asked
        self._known: dict[str, str] = {}
        self._fresh: dict[str, str] = {}

    def look_up(self, imports: Import, rows: Rows) -> None:
        """Find those of one chunk."""
        named: dict[str, str] = {}
        for name in rows.column(EMPLOYER):
            if name and (key := search_key(name)) not in self._known:
                named.setdefault(key, name)
        if not named:
            return
        said = {key: self._said[key] for key in named if key in self._said}
        meant = {key: n for key, n in said.items() if n not in (CREATE, LEAVE)}
        numbers = {*meant.values(), *(name.strip() for name in named.values())}
        by_number = _found(imports, _BY_NUMBER, numbers)
        by_name = _found(imports, _BY_NAME, named.keys() - meant.keys())
        self._known |= {key: by_number[n] for key, n in meant.items() if n in by_number}
        for key in named.keys() - said.keys():
            found = by_name.get(key) or by_number.get(named[key].strip())
            if found is not None:
                self._known[key] = found
        self._known |= _by_domain(imports, rows, named.keys() - said.keys() - self._known.keys())
        if self._how == ASK:
            open_ = named.keys() - self._known.keys() - said.keys() - self.asked.keys()
            for key in [key for key in named if key in open_][: _MOST_ASKED - len(self.asked)]:
                self.asked[key] = Asked(named[key], near=_near(imports, key))

    def of(self, uow: UnitOfWork, name: str, line: int) -> str | None:
        """Give the organisation of a name, None where it is left out; raises Invalid to ask."""
        key = search_key(name)
        found = self._known.get(key) or self._fresh.get(key)
        if found is not None:
            return found
        what = self._said.get(key, self._how)
        if what == LEAVE:
            return None
        if what == ASK:
            if key in self.asked:
                self.asked[key].lines.add(line)
            raise Invalid({EMPLOYER: _NOT_KNOWN})
        if what != CREATE:
            raise Invalid({EMPLOYER: _NO_SUCH.format(number=what)})
        made = self._fresh[key] = create_customer(uow, {"name": name}).id
        return made

    def keep(self) -> None:
        """Remember those that were made: the row they were made for is written."""
        self._known |= self._fresh
        self._fresh.clear()

    def forget(self) -> None:
        self._fresh.clear()


def check_options(options: Mapping[str, str]) -> None:
    """Raise Invalid for a word that says nothing."""
    how = options.get(UNKNOWN, CREATE)
    if how not in (CREATE, LEAVE, ASK):
        known = ", ".join((CREATE, LEAVE, ASK))
        raise Invalid(
            {
                UNKNOWN: L(
                    f"„{how}“ gibt es hier nicht; möglich: {known}.",
                    en=f'There is no "{how}" here; possible: {known}.',
                )
            }
        )


def _found(imports: Import, statement: Any, wanted: "set[str]") -> dict[str, str]:
    listed = sorted(wanted)
    found: dict[str, str] = {}
    for start in range(0, len(listed), _AT_ONCE):
        part = {"wanted": listed[start : start + _AT_ONCE]}
        for row in imports.read(statement, _Known, part):
            found.setdefault(row.key, row.id)
    return found


def _by_domain(imports: Import, rows: Rows, keys: "set[str]") -> dict[str, str]:
    """Find organisations by where their people get mail; one domain of two of them says nothing."""
    domains: dict[str, set[str]] = {}
    addresses = [rows.column(name) for name in _EMAILS]
    for index, name in enumerate(rows.column(EMPLOYER)):
        key = search_key(name) if name else ""
        if key in keys:
            found = {str(cells[index] or "").rpartition("@")[2].lower() for cells in addresses}
            domains.setdefault(key, set()).update(found - _EVERYBODYS - {""})
    forms = {form: one for some in domains.values() for one in some for form in _addresses(one)}
    owners: dict[str, set[str]] = {}
    for form, owner in _pairs(imports, forms):
        owners.setdefault(forms[form], set()).add(owner)
    known: dict[str, str] = {}
    for key, some in domains.items():
        of_it = set().union(*(owners.get(one, set()) for one in some))
        if len(of_it) == 1:
            known[key] = of_it.pop()
    return known


def _pairs(imports: Import, forms: Mapping[str, str]) -> list[tuple[str, str]]:
    listed = sorted(forms)
    return [
        (row.key, row.id)
        for start in range(0, len(listed), _AT_ONCE)
        for row in imports.read(_BY_ADDRESS, _Known, {"wanted": listed[start : start + _AT_ONCE]})
    ]


def _addresses(domain: str) -> list[str]:
    """Give the addresses by which an organisation owns a domain, as they are stored."""
    hosts = (domain, f"www.{domain}")
    sites = [f"{scheme}://{host}{end}" for scheme in ("https", "http") for host in hosts
             for end in ("", "/")]  # fmt: skip
    return [*sites, *(f"{mailbox}@{domain}" for mailbox in _MAILBOXES)]


def _near(imports: Import, key: str) -> list[Near]:
    first = key.split()[0] if key.split() else key
    start = first.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return imports.read(_NEAR, Near, {"start": f"{start} %", "first": first})
