"""Following: news of the records that somebody wants to hear of."""

from collections.abc import Sequence

from kontor_sdk import Entity, L, Plugin, PluginInfo, hookimpl
from kontor_sdk.flow import Subscription
from kontor_sdk.ui import (
    EVERY,
    Action,
    ActionScope,
    Group,
    HelpPage,
    NavItem,
    NoticeKind,
    Page,
    Panel,
    Spec,
    View,
    Watched,
)

from . import actions, pages, phrases
from .models import Follow, Habit
from .subscriptions import SUBSCRIPTIONS

_RECORD, _BULK = ActionScope.RECORD, ActionScope.BULK


class Following(Plugin):
    info = PluginInfo(
        "following",
        phrases.FOLLOWING,
        summary=L(
            "Datensätze beobachten und erfahren, was dort geschieht.",
            en="People follow records and hear of what happens there.",
        ),
    )

    @hookimpl
    def kontor_entities(self) -> Sequence[Entity]:
        return [
            Entity(
                Follow,
                label=L("Beobachtung", en="Follow"),
                title="subject",
                private="user_id",
                via=("customer_id", "contact_id"),  # who sees them sees who follows them
                of_any="subject_id",
                filters_by="user_id",
            ),
            Entity(Habit, label=L("Gewohnheit", en="Habit"), title="id", private="user_id"),
        ]

    @hookimpl
    def kontor_subscriptions(self) -> Sequence[Subscription]:
        return SUBSCRIPTIONS

    @hookimpl
    def kontor_ui(self) -> Sequence[Spec]:
        title = L("Beobachtet von", en="Followed by")
        return [
            *_actions(),
            NavItem(
                id="mine",
                label=phrases.MINE,
                icon="eye",
                to="mine",
                group=Group.TOP,
                key="f",
                order=25,
            ),
            Page(id="mine", path="mine", title=phrases.MINE, render=pages.mine_page),
            *(
                Panel(
                    id=f"{entity}_followers",
                    on=entity,
                    title=title,
                    render=pages.followers_panel,
                    order=900,
                )
                for entity in ("customer", "contact")
            ),
            View(
                id="followed",
                of=EVERY,
                label=phrases.FOLLOWED,
                filter="following.user_id = me()",
                order=900,
            ),
            HelpPage(id="following", title=phrases.FOLLOWING, about=("mine",)),
            Watched(id="followed", records=pages.watched),
            NoticeKind(
                id="news",
                label=L("Neues von dem, was ich beobachte", en="News about what I follow"),
                help=L(
                    "Eine Nachricht je Datensatz und Tag, nie über eigene Änderungen.",
                    en="One notice per record and day, never about your own changes.",
                ),
            ),
        ]


def _actions() -> list[Action]:
    return [
        Action(
            id="follow",
            on=EVERY,
            scope=_RECORD,
            label=phrases.FOLLOW,
            icon="eye",
            run=actions.follow,
            undo=actions.unfollow,
            when=actions.is_free,
            key="f",
            order=900,
        ),
        Action(
            id="unfollow",
            on=EVERY,
            scope=_RECORD,
            label=phrases.UNFOLLOW,
            icon="eye-off",
            run=actions.unfollow,
            undo=actions.follow,
            when=actions.is_followed,
            key="f",
            order=900,
        ),
        Action(
            id="follow_selected",
            on=EVERY,
            scope=_BULK,
            label=phrases.FOLLOW,
            icon="eye",
            run=actions.follow,
            undo=actions.unfollow,
            order=900,
        ),
        Action(
            id="by_itself",
            label=L(
                "Automatisch beobachten, woran ich arbeite",
                en="Follow what I work on automatically",
            ),
            icon="eye",
            run=actions.by_itself,
            undo=actions.not_by_itself,
        ),
        Action(
            id="not_by_itself",
            label=L("Nur beobachten, was ich auswähle", en="Follow only what I choose"),
            icon="eye-off",
            run=actions.not_by_itself,
            undo=actions.by_itself,
        ),
    ]
