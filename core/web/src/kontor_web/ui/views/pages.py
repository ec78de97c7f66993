"""Pages without a record: sign-in, errors, and pages made of cards."""

from dataclasses import dataclass

from kontor_web.ui.views.actions import Action
from kontor_web.ui.views.blocks import Block
from kontor_web.ui.views.forms import FormView, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginView:
    """The form has the fields email and password and a hidden ``next``, or those of a later step.

    ``title`` and ``blocks`` are of such a step; ``back`` leads to its beginning.
    """

    company: str
    form: FormView
    languages: tuple[tuple[str, str, bool], ...] = ()  # (name, href, is current)
    theme: str | None = None
    notice: str = ""
    methods: tuple[Action, ...] = ()  # other ways to sign in: GET links only
    title: str = ""
    blocks: tuple[Block, ...] = ()
    back: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """``status`` 403, 404 or 500 picks the words; ``text`` replaces the second sentence."""

    status: int
    text: str = ""
    error_id: str = ""
    theme: str | None = None
    home: str = "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A box on a page; ``span`` is 3, 4, 6, 8 or 12 of twelve columns.

    ``url`` makes it load itself, as a panel does; while it is ``active``, again and again.
    """

    id: str
    blocks: tuple[Block, ...] | None
    title: str = ""
    span: int = 12
    url: str | None = None
    height: int = 2
    plugin: str = ""
    error: str | None = None
    action: Action | None = None
    refresh_on: tuple[str, ...] = ()
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A column of cards under a heading; ``empty`` stands where there is no card."""

    id: str
    title: str
    cards: tuple[Card, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One of a few, side by side; choosing another one is kept, and the page shows it."""

    label: str
    action: str
    csrf: str
    name: str
    value: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """A page of cards: Start, a plugin's page, import, settings. ``narrow`` reads better.

    ``lanes`` stand side by side above the cards, which then follow under ``rest``. ``switch``
    is what holds for all of them: the period that figures tell of.
    """

    title: str
    cards: tuple[Card, ...]
    lead: str = ""
    narrow: bool = False
    lanes: tuple[Lane, ...] = ()
    rest: str = ""
    switch: Switch | None = None
