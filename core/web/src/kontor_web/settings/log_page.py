"""``/settings/log``: who administered what, by person, kind and day; as a file too."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from kontor_core.events import audit
from kontor_core.events.administration import DefinitionChanged
from kontor_core.events.audit import KINDS, Wanted
from kontor_core.exchange.formulas import guarded
from kontor_core.foundation import clock, ids
from kontor_core.foundation.access import directory
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.i18n import Label
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply, redirect
from kontor_web.resources.acting import attachment
from kontor_web.security.confirming import confirm_export
from kontor_web.settings import log_words as words
from kontor_web.settings.parts import (
    ROOT,
    Problems,
    entry,
    form,
    get,
    moment,
    page,
    post,
    said,
    table,
)
from kontor_web.ui.views import Action, Card, FormBlock, LinkBlock, Value

PATH = f"{ROOT}/log"
_FIELDS = ("user", "kind", "since", "until")
_MOST = 50
_MOST_IN_FILE = 50_000
_MOST_CHANGES = 20


def log_page(call: Call, problems: Problems | None = None) -> Reply:
    """Show a page of the log, the newest first."""
    asked = _asked(call)
    found = audit.administered(
        call.kontor.storage,
        _wanted(call, asked),
        before=call.request.query.get("before", ""),
        most=_MOST,
    )
    told = _Telling(call, found.facts)
    rows = [
        (moment(call, fact.occurred_at), *(Value(text=one) for one in told.of(fact)))
        for fact in found.facts
    ]
    heads = (words.WHEN, words.WHO, words.WHAT, words.WHOM, words.MORE)
    blocks = [table(call, heads, rows, caption=words.TITLE, empty=words.NONE)]
    more = []
    if found.older:
        to = f"{PATH}?{urlencode({**asked, 'before': found.older})}"
        more.append(LinkBlock(text=said(call, words.OLDER), href=to, icon="arrow-right"))
    file = Action(
        label=said(call, words.AS_FILE), icon="download", href=f"{PATH}/file?{urlencode(asked)}"
    )
    cards = [
        Card(id="filter", title=said(call, words.FILTER), blocks=_filter(call, asked, problems)),
        Card(id="log", blocks=(*blocks, *more)),
    ]
    status = 422 if problems else 200
    return page(call, words.TITLE, cards, lead=words.LEAD, actions=[file], status=status)


def narrow(call: Call) -> Reply:
    """Go to the page that shows what was asked for."""
    asked = {name: call.request.field(name).strip() for name in _FIELDS}
    problems = {
        name: words.NO_DATE
        for name in ("since", "until")
        if asked[name] and _day(asked[name]) is None
    }
    if problems:
        return log_page(call, problems)
    kept = {name: value for name, value in asked.items() if value}
    return redirect(f"{PATH}?{urlencode(kept)}" if kept else PATH)


def log_file(call: Call) -> Reply:
    """Give what the page shows, all pages of it, for a spreadsheet; very much of it asks first."""
    wanted = _wanted(call, _asked(call))
    facts = audit.administered(call.kontor.storage, wanted, most=_MOST_IN_FILE).facts
    confirm_export(call, len(facts))
    told = _Telling(call, facts)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";" if call.locale == "de" else ",")
    heads = (words.WHEN, words.WHO, words.WHAT, words.WHOM, words.MORE)
    writer.writerow([said(call, head) for head in heads])
    for fact in facts:
        writer.writerow([fact.occurred_at, *(guarded(one) for one in told.of(fact))])
    reply = Reply(f"\ufeff{file.getvalue()}".encode(), 200, "text/csv")
    return attachment(reply, f"kontor-log-{clock.today().isoformat()}.csv")


class _Telling:
    """Writes facts in words; whom they name is looked up once."""

    def __init__(self, call: Call, facts: Iterable[Fact]) -> None:
        self._call = call
        named = {("user", fact.actor_id) for fact in facts if fact.actor_id}
        named |= {
            (fact.subject, fact.subject_id) for fact in facts if fact.subject and fact.subject_id
        }
        self._titles = call.titles({(str(entity), str(one)) for entity, one in named})
        self._roles = call.kontor.definition.roles
        known = call.kontor.resources.all()
        self._resources = {info.name: info.label_plural for info in known}
        self._teams = {team.id: team.name for team in directory.teams(call.kontor.storage)}

    def of(self, fact: Fact) -> tuple[str, str, str, str]:
        """Give who, what, whom and the details."""
        what = words.EVENTS.get(fact.type)
        return (
            self._who(fact),
            said(self._call, what) if what else fact.type,
            self._about(fact),
            self._details(fact),
        )

    def _who(self, fact: Fact) -> str:
        if fact.type == DefinitionChanged.name:
            return said(self._call, words.OUTSIDE)
        return self._title("user", fact.actor_id) or said(self._call, words.SYSTEM)

    def _about(self, fact: Fact) -> str:
        payload = fact.payload
        if fact.subject and fact.subject_id:
            return self._title(fact.subject, fact.subject_id) or str(fact.subject_id)
        if fact.type == "user.sign_in_failed":
            return said(self._call, words.NOBODY)
        if "resource" in payload:
            return said(self._call, self._resources.get(payload["resource"], payload["resource"]))
        return str(payload.get("key") or payload.get("job") or "")

    def _details(self, fact: Fact) -> str:
        payload, personal = fact.payload, fact.personal or {}
        parts = []
        if "after" in payload:
            before = self._names(payload.get("before"))
            parts.append(
                said(
                    self._call,
                    words.BEFORE_AFTER.format(
                        before=before or "–", after=self._names(payload["after"]) or "–"
                    ),
                )
            )
        if personal.get("address"):
            parts.append(said(self._call, words.ADDRESS.format(address=personal["address"])))
        told = (*(payload.get(name) for name in ("subscriber", "event")), personal.get("reason"))
        parts += [str(one) for one in told if one]
        if fact.type == "records.exported":
            parts.append(f"{payload.get('rows')} · {payload.get('format')}")
        if fact.type == DefinitionChanged.name:
            parts += self._changes(payload)
        if payload.get("scopes"):
            parts.append(", ".join(payload["scopes"]))
        return " · ".join(parts)

    def _changes(self, payload: Mapping[str, Any]) -> Iterator[str]:
        """Write what the definition says now, in the words of ``kontor definition diff``."""
        shown = payload["changes"][:_MOST_CHANGES]
        for path, before, after in shown:
            word = words.NEW if before is None else words.GONE if after is None else words.CHANGED
            yield said(self._call, word.format(path=path, before=before or "", after=after or ""))
        if more := payload["count"] - len(shown):
            yield said(self._call, words.MORE_CHANGES.format(n=more))

    def _names(self, value: object) -> str:
        """Write roles and teams as they are called."""
        if not isinstance(value, list | tuple):
            return ""
        named = (
            said(self._call, self._roles[one].label)
            if one in self._roles
            else self._teams.get(one, str(one))
            for one in value
        )
        return ", ".join(named)

    def _title(self, entity: str, record_id: str | None) -> str:
        return self._titles.get((entity, record_id or ""), "")


def _filter(
    call: Call, asked: dict[str, str], problems: Problems | None
) -> tuple[FormBlock | LinkBlock, ...]:
    if problems:
        asked = {name: call.request.field(name) for name in _FIELDS}
    people: list[tuple[str, Label]] = [
        (one.id, one.name) for one in directory.people(call.kontor.storage)
    ]
    kinds = list(words.KINDS.items())
    fields = [
        entry(
            call,
            "user",
            words.PERSON,
            kind="choice",
            value=asked.get("user", ""),
            options=people,
            help=words.PERSON_HELP,
        ),
        entry(call, "kind", words.KIND, kind="choice", value=asked.get("kind", ""), options=kinds),
        *(
            entry(call, name, label, kind="date", value=asked.get(name, ""), problems=problems)
            for name, label in (("since", words.SINCE), ("until", words.UNTIL))
        ),
    ]
    made = form(call, "log-form", PATH, fields, words.SHOW, cancel=None)
    everything = LinkBlock(text=said(call, words.ALL), href=PATH, icon="x")
    return (FormBlock(form=made), everything) if asked else (FormBlock(form=made),)


def _asked(call: Call) -> dict[str, str]:
    return {name: call.request.query[name] for name in _FIELDS if call.request.query.get(name)}


def _wanted(call: Call, asked: dict[str, str]) -> Wanted:
    """Take what the address says; what is no kind, person or day is as if it were not there."""
    user, kind = asked.get("user", ""), asked.get("kind", "")
    zone = call.kontor.definition.conventions.tz
    since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))

    def begins(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=zone)

    return Wanted(
        kind=kind if kind in KINDS else "",
        user_id=user if ids.is_id(user) else None,
        since=begins(since) if since else None,
        until=begins(until + timedelta(days=1)) if until else None,
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 9000 else None


def endpoints() -> list[Endpoint]:
    return [
        get("/log", log_page, MANAGE_USERS),
        post("/log", narrow, MANAGE_USERS),
        get("/log/file", log_file, MANAGE_USERS, surface="file"),
        # the same with the password, once it was asked for
        post("/log/file", log_file, MANAGE_USERS, rate="heavy"),
    ]
