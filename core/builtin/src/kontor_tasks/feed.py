"""A user's open tasks as a calendar (RFC 5545) under an address that only they know."""

from collections.abc import Sequence
from datetime import date, datetime, time
from secrets import token_urlsafe
from zoneinfo import ZoneInfo

from kontor_sdk import L, NotFound
from kontor_sdk.flow import ActionContext
from kontor_sdk.models import now
from kontor_sdk.ui import (
    ActionResult,
    Button,
    Done,
    Download,
    Empty,
    Link,
    Rendered,
    Route,
    UiContext,
)

from .models import Feed
from .queries import Due, feed_token, open_of_user, subscriber

_NAME = L("Aufgaben in Kontor", en="Tasks in Kontor")


def calendar_page(ctx: UiContext) -> Rendered:
    """Show the reader's calendar address, or how to get one."""
    if ctx.actor.viewed_by is not None:
        text = L("Die Kalenderadresse ist geheim.", en="The calendar address is secret.")
        return Empty(text, icon="lock")
    token = feed_token(ctx)
    if token is None:
        hint = L(
            "Mit einer eigenen Adresse zeigt Ihr Kalender die offenen Aufgaben.",
            en="With an address of your own, your calendar shows your open tasks.",
        )
        text = L("Noch keine Kalenderadresse.", en="No calendar address yet.")
        return Empty(text, icon="calendar", hint=hint, action=Button("tasks.new_address"))
    hint = L(
        "Diese Adresse im Kalender abonnieren. Wer sie kennt, sieht Ihre Aufgaben.",
        en="Subscribe to this address in your calendar. Anyone who knows it can see your tasks.",
    )
    link = Link(L("Kalenderadresse", en="Calendar address"), f"/x/tasks/feed/{token}.ics")
    text = L("Ihr Kalender ist bereit.", en="Your calendar is ready.")
    return [
        Empty(text, icon="calendar", hint=hint, action=link),
        Button("tasks.new_address"),
        Button("tasks.no_address"),
    ]


def new_address(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """Give the user a calendar address; the one they had before ends."""
    with ctx.unit() as uow:
        token = token_urlsafe(32)
        feed = uow.find(Feed, user_id=ctx.actor.id)
        if feed is None:
            uow.create(Feed, {"user_id": ctx.actor.id, "token": token})
        else:
            uow.change(Feed, feed.id, {"token": token})
    return Done(L("Kalenderadresse angelegt.", en="Calendar address created."))


def no_address(ctx: ActionContext, targets: Sequence[str]) -> ActionResult:
    """End the user's calendar address."""
    with ctx.unit() as uow:
        feed = uow.find(Feed, user_id=ctx.actor.id)
        if feed is not None:
            uow.change(Feed, feed.id, {"token": None})
    return Done(L("Der Kalender ist abgeschaltet.", en="The calendar is switched off."))


def feed(ctx: ActionContext) -> Download:
    """Answer a calendar program; raises NotFound for an address that is none, or none any more."""
    token = ctx.params.get("token", "").removesuffix(".ics")
    user = subscriber(ctx.reader, token) if len(token) > 40 else None
    if user is None:
        raise NotFound("calendar", "")
    tasks = open_of_user(ctx.reader, user.id)
    content = as_calendar(tasks, name=_NAME.in_("en" if user.locale == "en" else "de"), tz=ctx.tz)
    return Download(name="kontor.ics", content=content, media_type="text/calendar")


def as_calendar(tasks: Sequence[Due], *, name: str, tz: ZoneInfo) -> bytes:
    """Write tasks as a calendar of events: more programs show those than show to-dos.

    It tells title and day alone: nobody knows whose eyes a calendar is open to.
    """
    from icalendar import Calendar, Event  # heavy, and only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//Kontor//Tasks//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for task in tasks:
        event = Event()
        event.add("uid", f"{task.id}@kontor")
        event.add("dtstamp", now())
        event.add("summary", task.title or "…")
        event.add("dtstart", _start(task, tz))
        if task.recurrence:
            event.add("description", task.recurrence)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _start(task: Due, tz: ZoneInfo) -> date | datetime:
    day = date.fromisoformat(task.due_on or "")
    try:
        return datetime.combine(day, time.fromisoformat(task.due_at or ""), tz)
    except ValueError:
        return day  # without an hour it lasts the whole day


FEED = Route(path="feed/{token:str}", handler=feed, audience="public", permission="", rate="page")
