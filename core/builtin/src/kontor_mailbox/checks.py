"""What `kontor doctor` and the health page say of each mailbox, and what to do about it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from kontor_sdk import L
from kontor_sdk.flow import Check, CheckContext, Finding
from kontor_sdk.models import from_text

from .settings import Account, MailboxSettings
from .standing import Standing, folders

_LATE = timedelta(hours=1)
_NAMED = L("Postfach {name} ({user} @ {host}): {how}", en="Mailbox {name} ({user} @ {host}): {how}")
_NO_PASSWORD = L("das Passwort fehlt", en="the password is missing")
_SET_PASSWORD = L(
    "Setzen Sie {name} oder {name}_FILE und starten Sie Kontor neu.",
    en="Set {name} or {name}_FILE and restart Kontor.",
)
_UNREAD = L("noch nie gelesen", en="never read")
_LATE_TEXT = L("zuletzt gelesen am {at} UTC", en="last read at {at} UTC")
_WORKER = L(
    "Läuft der Server oder „kontor worker“? Sonst sehen Sie unter Einstellungen → Automatische "
    "Läufe nach dem Lauf „Postfächer lesen“.",
    en="Is the server or \u201ckontor worker\u201d running? If so, look at the job "
    "\u201cRead mailboxes\u201d under Settings → Jobs.",
)
_FAILING = L(
    "{problem} ({n} {n:Fehlversuch|Fehlversuche} seit {at} UTC)",
    en="{problem} ({n} {n:failure|failures} since {at} UTC)",
)
_FIRST_FAILING = L(
    "{problem} ({n} {n:Fehlversuch|Fehlversuche})", en="{problem} ({n} {n:failure|failures})"
)
_AGAIN = L(
    "Beheben Sie das in kontor.toml oder beim Mailserver. Es wird um {at} UTC wieder versucht; "
    "„Jetzt lesen“ unter /x/mailbox/health versucht es sofort.",
    en="Fix this in kontor.toml or at the mail server. It is tried again at {at} UTC; "
    "\u201cRead now\u201d at /x/mailbox/health tries it at once.",
)
_FINE = L(
    "gelesen am {at} UTC, {n} {n:Nachricht|Nachrichten}",
    en="read at {at} UTC, {n} {n:message|messages}",
)
_MOVED = L(
    "der Ordner in kontor.toml ist jetzt {folder}, gelesen wurde {place}",
    en="the folder in kontor.toml is {folder} now, what was read is {place}",
)


def look_at_mailboxes(ctx: CheckContext) -> Iterator[Finding]:
    """Say of each mailbox whether it is read; without one there is nothing to say."""
    standing = folders(ctx.reader)
    for account in ctx.settings(MailboxSettings).accounts:
        yield _finding(ctx, account, standing.get(account.name))


def _finding(ctx: CheckContext, account: Account, one: Standing | None) -> Finding:
    if account.password() is None:
        remedy = _SET_PASSWORD.format(name=account.variable)
        return Finding("problem", _of(account, _NO_PASSWORD), remedy)
    if one is not None and one.problem:
        return Finding("problem", _of(account, _failing(one)), _AGAIN.format(at=_at(one.next_at)))
    if one is None or one.read_at is None:
        return Finding("warning", _of(account, _UNREAD), _WORKER)
    if one.place != account.folder:
        moved = _MOVED.format(folder=account.folder, place=one.place)
        return Finding("warning", _of(account, moved), _WORKER)
    waited = ctx.clock.now() - from_text(one.read_at)
    minutes = ctx.settings(MailboxSettings).minutes
    if waited > _LATE + timedelta(minutes=2 * minutes):
        return Finding("warning", _of(account, _LATE_TEXT.format(at=_at(one.read_at))), _WORKER)
    return Finding("ok", _of(account, _FINE.format(at=_at(one.read_at), n=one.taken)))


def _failing(one: Standing) -> L:
    problem = L(one.problem or "", en=one.problem_en or "")
    given: dict[str, Any] = {"problem": problem, "n": one.failures}
    if one.read_at is None:
        return _FIRST_FAILING.format(**given)
    return _FAILING.format(**given, at=_at(one.read_at))


def _of(account: Account, how: L) -> L:
    return _NAMED.format(name=account.name, user=account.user, host=account.host, how=how)


def _at(text: str | None) -> str:
    return f"{from_text(text):%Y-%m-%d %H:%M}" if text else "?"


CHECKS = [Check(id="mailboxes", look=look_at_mailboxes, label=L("Postfächer", en="Mailboxes"))]
