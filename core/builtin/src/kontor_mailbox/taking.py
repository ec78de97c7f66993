"""Taking messages in: some at a time in one transaction, each by itself when one is in the way."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo

import msgspec

from kontor_sdk import KontorError, L
from kontor_sdk.flow import JobContext
from kontor_sdk.models import UnitOfWork

from .fetching import Fetched
from .filing import Stored, file_message, mark_of, set_apart, set_aside, state_for, storing
from .knowing import Known
from .matching import Ours, whom
from .models import Folder
from .reading import ORDINARY, Mail, Unreadable, read_mail
from .settings import Account, MailboxSettings

log = logging.getLogger("kontor.mailbox")

_FAILED = L(
    "Beim Aufnehmen ging etwas schief ({name}).",
    en="Something went wrong while storing it ({name}).",
)
_TOO_LARGE = L("Größer als {most} MB ({size} MB).", en="Larger than {most} MB ({size} MB).")


class Taken(msgspec.Struct, frozen=True):
    """A message and what it says, or why it cannot be read and what its head says."""

    one: Fetched
    mail: Mail | None
    reason: L | None = None
    head: Mail | None = None


def take(
    ctx: JobContext, settings: MailboxSettings, account: Account, batch: Sequence[Fetched]
) -> None:
    """Take messages and move the mark past them.

    What goes wrong with one message costs that message: it is set apart with the reason.
    """
    taken = [_understood(ctx, settings, one) for one in batch]
    if len(taken) > 1:
        try:
            _write(ctx, settings, account, taken)
        except KontorError as problem:
            if problem.status >= 500:
                raise  # the database is busy: the next run takes them
        except Exception:  # one of them is in the way; below it is told which
            log.debug("mailbox.batch_failed account=%s", account.name, exc_info=True)
        else:
            return
    for one in taken:
        _take_one(ctx, settings, account, one)


def _take_one(ctx: JobContext, settings: MailboxSettings, account: Account, taken: Taken) -> None:
    try:
        _write(ctx, settings, account, [taken])
        return
    except KontorError as problem:
        if problem.status >= 500:
            raise
        reason = L(problem.text("de"), en=problem.text("en"))
    except Exception as error:  # one message must not stop those behind it
        log.exception("mailbox.message_failed account=%s uid=%d", account.name, taken.one.uid)
        reason = _FAILED.format(name=type(error).__name__)
    _write(ctx, settings, account, [_unread(taken.one, reason)])


def _understood(ctx: JobContext, settings: MailboxSettings, one: Fetched) -> Taken:
    if not one.whole:
        size = round(one.size / 1024 / 1024, 1)
        return _unread(one, _TOO_LARGE.format(most=settings.most_megabytes, size=size))
    tz = ZoneInfo(ctx.actor.timezone)
    try:
        return Taken(one, read_mail(one.raw, one.received, most_files=settings.most_files, tz=tz))
    except Unreadable as problem:
        return _unread(one, problem.reason)


def _unread(one: Fetched, reason: L) -> Taken:
    head = None
    with suppress(Unreadable):
        head = read_mail(one.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", one.received)
    return Taken(one, None, reason, head)


def _write(
    ctx: JobContext, settings: MailboxSettings, account: Account, batch: Sequence[Taken]
) -> None:
    with storing(ctx.blobs) as stored, ctx.unit() as uow:
        keep(uow, stored, batch, settings, account)
        folder = uow.find(Folder, account=account.name)
        assert folder is not None  # noqa: S101  # made before the folder was opened
        moved = {"last_uid": batch[-1].one.uid, "taken": folder.taken + len(batch)}
        uow.change(Folder, folder.id, moved)


def keep(
    uow: UnitOfWork,
    stored: Stored,
    batch: Sequence[Taken],
    settings: MailboxSettings,
    account: Account,
) -> None:
    """Keep messages as what they are: interactions, something to sort, or nothing at all."""
    mails = [taken.mail for taken in batch if taken.mail is not None]
    marks = [mark_of(taken.one.raw, taken.head) for taken in batch if taken.mail is None]
    known = Known(uow, mails, marks)
    ours = Ours(account, settings, known.staff)
    for taken in batch:
        if taken.mail is not None:
            _keep_mail(uow, stored, known, taken.one, taken.mail, settings, ours)
        elif not known.taken(mark_of(taken.one.raw, taken.head)):
            assert taken.reason is not None  # noqa: S101  # it could not be read
            one, head = taken.one, taken.head
            set_apart(
                uow, stored, known, one.raw, taken.reason, account,
                head=head, received=one.received,
            )  # fmt: skip


def _keep_mail(
    uow: UnitOfWork,
    stored: Stored,
    known: Known,
    one: Fetched,
    mail: Mail,
    settings: MailboxSettings,
    ours: Ours,
) -> None:
    if known.taken(mail.digest):
        return
    found = whom(known, mail, ours)
    if found is None:
        return
    if found.customer_id is not None:
        file_message(uow, stored, known, mail, found, ours.account.name)
        return
    if settings.forgets(found.mail.sent_at, one.received):
        return  # it would be forgotten tonight
    ignored = known.ignores(found.stranger.address)
    state = state_for(ignored=ignored, automatic=mail.kind != ORDINARY)
    more = {"state": state, "received_at": one.received}
    set_aside(uow, stored, known, one.raw, mail, found, ours.account, **more)
