"""What follows by itself: news for followers, following of one's own work, and tidying up."""

from collections.abc import Collection, Iterable, Mapping

from kontor_sdk import L
from kontor_sdk.flow import (
    EventContext,
    Events,
    Fact,
    FileArrived,
    NoteArrived,
    RecordRef,
    Subscription,
    TagsArrived,
)
from kontor_sdk.models import Reader, UnitOfWork, User, from_text

from . import phrases
from .domain import follow
from .models import Follow
from .queries import Followed, follow_by_themselves, of_records

_ARRIVED = tuple(one.name for one in (FileArrived, NoteArrived, TagsArrived))
_SILENT = (
    *("following.", "inbox.", "notification.", "user.", "job.", "delivery.", "plugin."),
    *_ARRIVED,  # what becomes of them is the news
)
_WRITTEN = ("notes.note.created", "interaction.created")


def keep_following(ctx: EventContext, events: Events) -> None:
    """Tell followers what others did, and follow nothing that is gone."""
    tell_followers(ctx, events)
    _forget(ctx.uow, {e.subject_id for e in events if e.subject_id and e.type.endswith(".deleted")})


def tell_followers(ctx: EventContext, events: Events) -> None:
    """Tell followers what others did; nobody of what they may not see, nobody of their own."""
    told = [event for event in events if event.actor_id and not event.type.startswith(_SILENT)]
    rows = of_records(ctx.uow, {one for event in told for one in _records(event)})
    followers: dict[str, list[Followed]] = {}
    for row in rows:
        followers.setdefault(row.ref.id, []).append(row)
    eyes = _Eyes(ctx, rows)
    for event in told:
        for one in (row for record in _records(event) for row in followers.get(record, ())):
            if one.user_id != event.actor_id and event.at >= from_text(one.since):
                _tell(ctx, event, one, eyes)


class _Eyes:
    """What each follower sees of what they follow, looked up once a batch."""

    def __init__(self, ctx: EventContext, rows: Iterable[Followed]) -> None:
        self._ctx = ctx
        self._wanted: dict[str, set[tuple[str, str]]] = {}
        for row in rows:
            self._wanted.setdefault(row.user_id, set()).add((row.ref.entity, row.ref.id))
        self._readers: dict[str, Reader | None] = {}
        self._titles: dict[str, Mapping[tuple[str, str], str]] = {}
        self._names: dict[str, str] = {}

    def title(self, user_id: str, record: RecordRef) -> str | None:
        """Give what a record is called for a follower; None when they may not see it."""
        if user_id not in self._titles:
            reader = self._ctx.reader_of(user_id)
            wanted = self._wanted[user_id]
            seen = reader.sees(wanted) if reader is not None else set()
            named = reader.titles(seen) if reader is not None else {}
            self._titles[user_id] = {one: named.get(one, "…") for one in seen}
        return self._titles[user_id].get((record.entity, record.id))

    def name(self, actor_id: str | None) -> L | str:
        """Give who did something."""
        key = actor_id or ""
        if key not in self._names:
            user = self._ctx.uow.find(User, id=key) if key else None
            self._names[key] = user.name if user is not None else ""
        return self._names[key] or phrases.SOMEBODY


def _tell(ctx: EventContext, event: Fact, one: Followed, eyes: _Eyes) -> None:
    title = eyes.title(one.user_id, one.ref)
    if title is None:
        return
    own = event.subject_id == one.ref.id and event.type.endswith(".changed")
    text = (phrases.CHANGED if own else phrases.NEWS).format(
        title=title, who=eyes.name(event.actor_id)
    )
    ctx.notify(one.user_id, text, about=event, kind="news", group=one.ref)


def _records(event: Fact) -> Iterable[str]:
    """Give the records that an event is about, each once."""
    about = (event.customer_id, event.contact_id, event.subject_id)
    return dict.fromkeys(one for one in about if one)


def follow_own_work(ctx: EventContext, events: Events) -> None:
    """Let who wants so follow the customer they wrote something about."""
    told = [event for event in events if event.actor_id and event.customer_id]
    willing = follow_by_themselves(ctx.uow, sorted({str(event.actor_id) for event in told}))
    for event in told:
        who, customer = event.actor_id, ("customer", str(event.customer_id))
        reader = ctx.reader_of(who) if who in willing else None
        if who is not None and reader is not None and reader.sees([customer]):
            follow(ctx.uow, who, [RecordRef(*customer)])


def forget_erased(ctx: EventContext, events: Events) -> None:
    """Follow nobody who was erased."""
    _forget(ctx.uow, {str(event.contact_id or event.customer_id) for event in events})


def _forget(uow: UnitOfWork, records: Collection[str]) -> None:
    for row in of_records(uow, records):
        uow.delete(uow.get(Follow, row.id))


SUBSCRIPTIONS = [
    Subscription("*", keep_following, batch=500),
    Subscription(_WRITTEN, follow_own_work),
    Subscription(("customer.erased", "contact.erased"), forget_erased, mode="transactional"),
]
