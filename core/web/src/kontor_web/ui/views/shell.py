"""The frame around every page: navigation, top bar, palette, toasts."""

from dataclasses import dataclass

from kontor_core.search.segments import Segment
from kontor_web.ui.views.actions import Action
from kontor_web.ui.views.values import Avatar


@dataclass(frozen=True, slots=True, kw_only=True)
class NavLink:
    label: str
    href: str
    icon: str
    key: str | None = None  # pressed after "g"
    count: str | None = None
    hot: bool = False
    current: bool = False
    url: str | None = None  # answers ``parts/badge.html``: the count anew
    refresh_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NavGroup:
    links: tuple[NavLink, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    label: str
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserBadge:
    name: str
    avatar: Avatar
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """Shown after a redirect; without one send the same keys in ``HX-Trigger: k:toast``."""

    text: str
    kind: str = "ok"  # or "error", which stays until dismissed
    undo_url: str | None = None

    def as_json(self) -> dict[str, object]:
        undo = {"undo": {"url": self.undo_url}} if self.undo_url else {}
        return {"text": self.text, "kind": self.kind, **undo}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyHint:
    """A key of this company's pages: where one goes with it, what one begins."""

    label: str
    keys: tuple[str, ...]
    href: str | None = None
    only_here: bool = False  # nothing else on the page leads there


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellView:
    """Everything ``base.html`` needs; ``theme`` is what the cookie ``k_theme`` says, checked."""

    title: str
    company: str
    user: UserBadge
    csrf: str
    nav: tuple[NavGroup, ...]
    tabbar: tuple[NavLink, ...] = ()  # at most four; the search button is the fifth
    crumbs: tuple[Crumb, ...] = ()
    actions: tuple[Action, ...] = ()
    menu: tuple[Action, ...] = ()  # behind the three dots of the top bar
    theme: str | None = None
    logout: str = "/logout"
    palette: str = "/ui/palette"
    styles: tuple[str, ...] = ()  # of plugins, for this page
    scripts: tuple[str, ...] = ()  # the same, as modules
    stream: str | None = None  # the address of the event stream; none: no refresh by itself
    single_keys: bool = True
    density: str | None = None  # of the rows of tables
    toasts: tuple[Toast, ...] = ()
    banner: str | None = None
    modes: tuple[tuple[str, str], ...] = ()  # what the palette looks for after a sign
    keys: tuple[KeyHint, ...] = ()  # what the overview of keys tells beside the keys of every page
    help: str = "/help"  # what explains this page
    viewing: tuple[str, str] | None = None  # what is said while looking as somebody, where it ends

    @property
    def toasts_json(self) -> list[dict[str, object]]:
        return [toast.as_json() for toast in self.toasts]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteOption:
    """``parts`` is the label with the words marked that were looked for."""

    label: str
    href: str | None = None
    get: str | None = None
    post: str | None = None
    do: str | None = None
    hint: str = ""
    icon: str | None = None
    avatar: Avatar | None = None
    keys: tuple[str, ...] = ()
    parts: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteGroup:
    label: str
    options: tuple[PaletteOption, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteView:
    groups: tuple[PaletteGroup, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(group.options) for group in self.groups)
