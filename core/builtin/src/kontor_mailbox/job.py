"""The jobs: read the mailboxes every few minutes, forget at night what nobody sorted."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from kontor_sdk import L, Refused
from kontor_sdk.flow import Job, JobContext

from .fetching import Unreachable, opened
from .headers import clean_line
from .models import Folder, Waiting
from .settings import Account, MailboxSettings
from .taking import take
from .waiting import done_with, too_old

_LONGEST_WAIT = timedelta(hours=1)
_UNDOABLE = timedelta(days=2)


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
        for batch in box.fetch(box.after(last, account.since), settings.most_bytes):
            if ctx.stop():
                return taken
            take(ctx, settings, account, batch)
            taken += len(batch)
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
