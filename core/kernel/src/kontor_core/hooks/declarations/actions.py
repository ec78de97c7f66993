"""Actions: something to do, and what it answers. ``Spec`` is what every slot has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import Label
from kontor_core.hooks.declarations.contexts import ActionContext, Target, UiContext

if TYPE_CHECKING:
    from pydantic import BaseModel


@dataclass(frozen=True)
class Done:
    """The action is done; ``text`` is the toast, with "Undo" when the action has an ``undo``."""

    text: Label
    _: KW_ONLY
    undo: Mapping[str, str] | None = None  # handed to the action's undo as ``ctx.params``
    to: Target | None = None  # where to go then


@dataclass(frozen=True)
class Redirect:
    """The action leads on, to a record or an address."""

    to: Target  # where to go


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file for the browser to save; ``inline`` lets it show what nobody can put a script into.

    Only pictures that the plugin has drawn anew itself may be ``inline``.
    """

    name: str  # what the browser calls the file
    content: bytes  # its bytes
    media_type: str = "application/octet-stream"  # such as "text/csv"
    inline: bool = False


ActionResult = Done | Invalid | Redirect | Download
"""What an action answers; ``Invalid({field: text})`` may be returned as well as raised."""

EVERY = "*"
"""As ``on`` or ``of`` of a slot: the records of every resource."""

KEEPING = "**"
"""The same for every resource that ``keeps`` what belongs to records of any kind."""

EVERYWHERE = frozenset({EVERY, KEEPING})

WhenFn = Callable[[UiContext], bool]
ActionFn = Callable[[ActionContext, Sequence[str]], ActionResult]
StartFn = Callable[[UiContext, Sequence[str]], Mapping[str, object]]
AskFn = Callable[[UiContext, Sequence[str]], Label]


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What every slot has. ``id`` is local, ``requires`` a permission in full."""

    id: str
    order: int = 100  # smaller numbers stand first
    requires: str | None = None
    when: WhenFn | None = None  # shown only where this is true


class ActionScope(StrEnum):
    """What an action works on."""

    GLOBAL = "global"  # nothing: a button of the page, a line of the palette
    RECORD = "record"  # the record on screen
    BULK = "bulk"  # the rows selected in a list


@dataclass(frozen=True, kw_only=True)
class Confirm:
    """The question before what cannot be undone; ``word`` has to be typed.

    A function as ``text`` is handed the ids and says what it is about: how much will be gone.
    """

    text: Label | AskFn  # the question
    word: str | None = None


@dataclass(frozen=True, kw_only=True)
class Action(Spec):
    """Something to do: ``run(ctx, ids)`` for a batch, or ``href`` to go somewhere.

    ``run`` opens its own unit of work through a domain function and answers ``Done``,
    ``Invalid``, ``Redirect`` or ``Download``; a veto shows at its field. One of a record stands in
    its head unless ``in_head`` is false: then a panel or a tab has its button. ``start`` says what
    the form of ``input`` holds at first.
    """

    label: Label
    icon: str
    on: str | None = None  # the entity, or every one
    scope: ActionScope = ActionScope.GLOBAL  # what it works on
    run: ActionFn | None = None
    href: str | None = None
    input: "type[BaseModel] | None" = None
    start: StartFn | None = None
    key: str | None = None  # pressed on the page to run it
    confirm: Confirm | None = None  # asked before
    danger: bool = False  # drawn as what cannot be undone
    undo: ActionFn | None = None  # takes it back: the toast says "Undo"
    primary: bool = False  # drawn as the main button
    in_head: bool = True
