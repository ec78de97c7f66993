"""Inbox: what Kontor and colleagues have to tell a user."""

from collections.abc import Sequence

from kontor_sdk import Entity, L, Plugin, PluginInfo, Settings, hookimpl
from kontor_sdk.flow import Job, Subscription
from kontor_sdk.ui import Action, Crumb, Group, HelpPage, NavItem, Page, Spec

from .domain import forget_read, keep_notices
from .kinds import KINDS, kind_off, kind_on, kinds_page
from .models import Choice, Notice
from .settings import InboxSettings
from .ui import inbox_page, read, read_all, unread, unread_badge

INBOX = L("Posteingang", en="Inbox")


class Inbox(Plugin):
    info = PluginInfo(
        "inbox",
        INBOX,
        summary=L(
            "Sammelt Erwähnungen, Erinnerungen und Nachrichten für jede Person.",
            en="Gathers mentions, reminders and notices for each person.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> Sequence[Entity]:
        return [
            Entity(
                Notice,
                label=L("Nachricht", en="Notice"),
                title="text",
                private="recipient_id",
            ),
            Entity(Choice, label=L("Auswahl", en="Choice"), title="id", private="user_id"),
        ]

    @hookimpl
    def kontor_subscriptions(self) -> Sequence[Subscription]:
        return [Subscription("notification.requested", keep_notices)]

    @hookimpl
    def kontor_settings(self) -> Sequence[Settings]:
        return [Settings(InboxSettings, label=INBOX)]

    @hookimpl
    def kontor_jobs(self) -> Sequence[Job]:
        return [
            Job(
                id="forget_read",
                run=forget_read,
                every="03:20",
                label=L("Gelesene Nachrichten vergessen", en="Forget notices that were read"),
            )
        ]

    @hookimpl
    def kontor_ui(self) -> Sequence[Spec]:
        return [
            NavItem(
                id="inbox",
                label=INBOX,
                icon="inbox",
                to="notices",
                group=Group.TOP,
                key="i",
                order=20,
                badge=unread_badge,
                refresh_on=("inbox.notice.created", "inbox.notice.changed"),
            ),
            Page(id="notices", path="notices", title=INBOX, render=inbox_page),
            Page(
                id="kinds",
                path="kinds",
                title=KINDS,
                render=kinds_page,
                crumbs=(Crumb(INBOX, "/x/inbox/notices"),),
            ),
            Action(
                id="kind_on",
                label=L("Einschalten", en="Switch on"),
                icon="bell",
                run=kind_on,
                undo=kind_off,
            ),
            Action(
                id="kind_off",
                label=L("Ausschalten", en="Switch off"),
                icon="bell-off",
                run=kind_off,
                undo=kind_on,
            ),
            HelpPage(id="inbox", title=INBOX, about=("notices", "kinds")),
            Action(
                id="read",
                label=L("Als gelesen markieren", en="Mark as read"),
                icon="check",
                run=read,
                undo=unread,
            ),
            Action(
                id="read_all",
                label=L("Alles als gelesen markieren", en="Mark all as read"),
                icon="check-check",
                run=read_all,
                undo=unread,
            ),
        ]
