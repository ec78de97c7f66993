"""The jobs: read the mailboxes every few minutes, forget at night what nobody sorted."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from kontor_sdk import KontorError, L, Refused
from kontor_sdk.flow import Job, JobContext
from kontor_sdk.models import UnitOfWork

from .fetching import Fetched, Unreachable, opened
from .filing import Stored, file_message, set_apart, set_aside, state_for, storing
from .headers import clean_line, digest_of
from .matching import Ours, whom
from .models import Folder, Waiting
from .queries import done_with, ignored, known, staff, too_old
from .reading import ORDINARY, Mail, Unreadable, read_mail
from .settings import Account, MailboxSettings

log = logging.getLogger("kontor.mailbox")

_LONGEST_WAIT = timedelta(hours=1)
_UNDOABLE = timedelta(days=2)
_FAILED = L(
    "Beim Aufnehmen ging etwas schief ({name}).",
    en="Something went wrong while storing it ({name}).",
)
_TOO_LARGE = L("Größer als {most} MB ({size} MB).", en="Larger than {most} MB ({size} MB).")


def read_mailboxes(ctx: JobContext) -> None:
    """Read what is new in every mailbox whose time has come.

    One that cannot be read waits longer each time and does not stop the others; at the end the
    job fails with all their reasons.
    """
    settings = ctx.settings(MailboxSettings)
    failed = []
    for account in settings.accounts:
        if ctx.stop():
            return
        folder = _folder(ctx, account)
        if folder.next_at is not None and folder.next_at > ctx.clock.now():
            continue
        try:
            read_account(ctx, settings, account)
        except Unreachable as problem:
            _note_failure(ctx, account, problem.reason)
            failed.append((account.name, problem.reason))
    if failed:
        de = "; ".join(f"{name}: {reason.de}" for name, reason in failed)
        en = "; ".join(f"{name}: {reason.en}" for name, reason in failed)
        raise Refused(L(de, en=en))


def read_account(ctx: JobContext, settings: MailboxSettings, account: Account) -> int:
    """Read what is new in one mailbox; gives how many messages. Raises Unreachable."""
    folder = _folder(ctx, account)
    taken = 0
    with opened(account) as box:
        same = folder.uidvalidity == box.uidvalidity and folder.place == account.folder
        # numbers of another validity mean other messages; digests keep what is known from coming
        last = folder.last_uid if same else 0
        _keep(ctx, account, {"uidvalidity": box.uidvalidity, "last_uid": last})
        for one in box.fetch(box.after(last, account.since), settings.most_bytes):
            if ctx.stop():
                return taken
            _take(ctx, settings, account, one)
            taken += 1
    wait = timedelta(minutes=settings.minutes)
    now = ctx.clock.now()
    fine = {
        "read_at": now,
        "problem": None,
        "problem_en": None,
        "failures": 0,
        "next_at": now + wait,
    }
    _keep(ctx, account, fine)
    return taken


def _take(ctx: JobContext, settings: MailboxSettings, account: Account, one: Fetched) -> None:
    """Take one message and move the mark past it, in one transaction.

    What goes wrong with one message costs that message: it is set apart with the reason.
    """
    try:
        mail = _understood(ctx, settings, one)
        _write(
            ctx, account, one, lambda uow, stored: keep(uow, stored, one, mail, settings, account)
        )
    except Unreadable as problem:
        _set_apart(ctx, account, one, problem.reason)
    except KontorError as problem:
        if problem.status >= 500:
            raise  # the database is busy: the next run takes it
        _set_apart(ctx, account, one, L(problem.text("de"), en=problem.text("en")))
    except Exception as error:  # one message must not stop those behind it
        name = type(error).__name__
        log.exception("mailbox.message_failed account=%s uid=%d", account.name, one.uid)
        _set_apart(ctx, account, one, _FAILED.format(name=name))


def _understood(ctx: JobContext, settings: MailboxSettings, one: Fetched) -> Mail:
    if one.whole:
        tz = ZoneInfo(ctx.actor.timezone)
        return read_mail(one.raw, one.received, most_files=settings.most_files, tz=tz)
    size = round(one.size / 1024 / 1024, 1)
    raise Unreadable(_TOO_LARGE.format(most=settings.most_megabytes, size=size))


def keep(
    uow: UnitOfWork,
    stored: Stored,
    one: Fetched,
    mail: Mail,
    settings: MailboxSettings,
    account: Account,
) -> None:
    """Keep a message as what it is: an interaction, something to sort, or nothing at all."""
    if known(uow, mail.digest):
        return
    found = whom(uow, mail, Ours(account, settings, staff(uow)))
    if found is None:
        return
    if found.customer_id is not None:
        file_message(uow, stored, mail, found, account.name)
        return
    if found.mail.sent_at < one.received - timedelta(days=settings.keep_unknown_days):
        return  # it would be forgotten tonight
    state = state_for(ignored=ignored(uow, found.stranger.address), automatic=mail.kind != ORDINARY)
    set_aside(uow, stored, one.raw, mail, found, account, state=state, received_at=one.received)


def _write(
    ctx: JobContext, account: Account, one: Fetched, work: Callable[[UnitOfWork, Stored], object]
) -> None:
    with storing(ctx.blobs) as stored, ctx.unit() as uow:
        work(uow, stored)
        folder = uow.find(Folder, account=account.name)
        assert folder is not None  # noqa: S101  # made before the folder was opened
        taken = {"last_uid": one.uid, "taken": folder.taken + 1}
        uow.change(Folder, folder.id, taken)


def _set_apart(ctx: JobContext, account: Account, one: Fetched, reason: L) -> None:
    head = None
    with suppress(Unreadable):
        head = read_mail(one.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", one.received)
    mark = digest_of(one.raw)
    _write(
        ctx,
        account,
        one,
        lambda uow, stored: set_apart(
            uow, stored, one.raw, reason, account, head=head, received=one.received, mark=mark
        ),
    )


def _folder(ctx: JobContext, account: Account) -> Folder:
    with ctx.unit() as uow:
        found = uow.find(Folder, account=account.name)
        if found is None:
            found = uow.create(Folder, {"account": account.name, "place": account.folder})
        return found


def _keep(ctx: JobContext, account: Account, values: Mapping[str, object]) -> None:
    with ctx.unit() as uow:
        folder = uow.find(Folder, account=account.name)
        if folder is not None:
            uow.change(Folder, folder.id, {"place": account.folder, **values})


def _note_failure(ctx: JobContext, account: Account, reason: L) -> None:
    failures = _folder(ctx, account).failures + 1
    wait = min(timedelta(minutes=2 ** min(failures, 10)), _LONGEST_WAIT)
    told = {"problem": clean_line(reason.de)[:500], "problem_en": clean_line(reason.en)[:500]}
    again: datetime = ctx.clock.now() + wait
    _keep(ctx, account, {**told, "failures": failures, "next_at": again})


def forget(ctx: JobContext) -> None:
    """Delete what nobody sorted in time, and what was sorted once its undo is over."""
    days = timedelta(days=ctx.settings(MailboxSettings).keep_unknown_days)
    now = ctx.clock.now()
    for find, before in ((done_with, now - _UNDOABLE), (too_old, now - days)):
        while not ctx.stop() and (ids := find(ctx.reader, before)):
            with ctx.unit() as uow:
                for waiting_id in ids:
                    uow.delete(uow.get(Waiting, waiting_id))


JOBS = [
    Job(
        id="read",
        run=read_mailboxes,
        every=timedelta(minutes=1),
        label=L("Postfächer lesen", en="Read mailboxes"),
    ),
    Job(
        id="forget",
        run=forget,
        every="03:30",
        label=L("Unsortierte Nachrichten vergessen", en="Forget unsorted messages"),
    ),
]
