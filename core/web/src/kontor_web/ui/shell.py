"""The frame around every page: navigation from the registries, crumbs, buttons."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from kontor_core.events.administration import OPERATE
from kontor_core.foundation import clock
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.access.profiles import Level
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import L, text_of
from kontor_core.hooks.declarations.entities import CORE
from kontor_core.hooks.declarations.ui import (
    Asset,
    CalendarSource,
    Composer,
    Group,
    NavItem,
    SearchProvider,
)
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.live.route import address as stream_address
from kontor_web.messages import Reply
from kontor_web.resources.addresses import list_url, own_path
from kontor_web.resources.avatars import avatar
from kontor_web.ui import phrases
from kontor_web.ui.answers import TOAST_COOKIE, render
from kontor_web.ui.calendar_phrases import TITLE as CALENDAR
from kontor_web.ui.plugin_assets import SCRIPTS, STYLES
from kontor_web.ui.slots import allowed, context, guarded
from kontor_web.ui.theme import single_keys, theme_of
from kontor_web.ui.views import (
    Action,
    Crumb,
    KeyHint,
    NavGroup,
    NavLink,
    ShellView,
    Toast,
    UserBadge,
)

VIEWING_ENDS = "/viewing/end"
_TIME_OF_DAY = "{:%H:%M}"
COMMANDS_SIGN, PEOPLE_SIGN = ">", "@"

GROUPS: dict[Group, L | None] = {  # customers as the company calls them
    Group.TOP: None,
    Group.CUSTOMERS: L("Kunden", en="Customers"),
    Group.OPERATIVE: L("Operativ", en="Operations"),
    Group.COMMUNICATIVE: L("Kommunikativ", en="Communication"),
    Group.ANALYTICAL: L("Analytisch", en="Analysis"),
    Group.COLLABORATIVE: L("Kollaborativ", en="Collaboration"),
    Group.SOCIAL: L("Sozial", en="Social"),
    Group.SYSTEM: L("System", en="System"),
}


def shell(
    call: Call,
    title: str,
    *,
    crumbs: Sequence[Crumb] = (),
    actions: Sequence[Action] = (),
    menu: Sequence[Action] = (),
    banner: str | None = None,
) -> ShellView:
    """Make the frame of a page; without crumbs the title is the only one."""
    nav = _navigation(call)
    info = call.kontor.resources.of_entity("customer")
    customers = list_url(info) if info is not None else ""
    return ShellView(
        title=title,
        company=call.kontor.definition.company.name,
        user=UserBadge(
            name=call.actor.name,
            avatar=avatar(call.actor.name, call.actor.id or ""),
            href="/me",
        ),
        csrf=call.csrf,
        nav=nav,
        tabbar=_tabbar(nav, customers),
        crumbs=tuple(crumbs) or (Crumb(label=title),),
        actions=tuple(actions),
        menu=tuple(menu),
        theme=theme_of(call.request),
        single_keys=single_keys(call.request),
        density=call.actor.density,
        styles=tuple(_assets(call, STYLES)),
        scripts=tuple(_assets(call, SCRIPTS)),
        toasts=_waiting(call),
        stream=stream_address(call),
        modes=tuple(_modes(call)),
        keys=tuple(_keys(call, nav)),
        banner=banner,
        viewing=_viewing(call),
        help=call.web.help.address_for(call.request.path),
    )


def _viewing(call: Call) -> tuple[str, str] | None:
    """Say as whom the reader looks at this page, and where that ends."""
    visitor = call.visitor
    if visitor is None or visitor.viewer is None or visitor.session is None:
        return None
    until = _TIME_OF_DAY.format(
        clock.from_text(visitor.session.viewed_until or "").astimezone(
            ZoneInfo(visitor.viewer.timezone)
        )
    )
    text = phrases.VIEWING.format(name=visitor.actor.name, until=until)
    return text.in_(call.locale), VIEWING_ENDS


def _assets(call: Call, suffixes: tuple[str, ...]) -> Iterable[str]:
    """Give the files that plugins want on this page."""
    for owned in call.kontor.registries.specs(Asset):
        here = owned.spec.everywhere or call.request.path.startswith(f"/x/{owned.owner}/")
        if here and owned.spec.path.endswith(suffixes) and allowed(call, owned):
            yield call.web.assets.address(owned.owner, owned.spec.path)


def _modes(call: Call) -> Iterable[tuple[str, str]]:
    """Give the signs that narrow what the palette looks for, with what they narrow it to."""
    yield COMMANDS_SIGN, text_of(phrases.COMMANDS, call.locale)
    yield PEOPLE_SIGN, text_of(phrases.PEOPLE, call.locale)
    for owned in call.kontor.registries.specs(SearchProvider):
        if owned.spec.prefix and allowed(call, owned):
            yield owned.spec.prefix, text_of(owned.spec.label, call.locale)


def _keys(call: Call, nav: Sequence[NavGroup]) -> Iterable[KeyHint]:
    for link in (link for group in nav for link in group.links):
        if link.key:
            yield KeyHint(label=link.label, keys=("g", link.key), href=link.href)
    search = text_of(phrases.SEARCH, call.locale)
    yield KeyHint(label=search, keys=("g", "/"), href="/search", only_here=True)
    seen: set[str] = set()
    for owned in call.kontor.registries.specs(Composer):
        spec = owned.spec
        needs = spec.requires
        if spec.key and spec.key not in seen and (needs is None or call.actor.profile.may(needs)):
            seen.add(spec.key)
            yield KeyHint(label=text_of(spec.label, call.locale), keys=(spec.key,))


def _tabbar(nav: Sequence[NavGroup], customers: str) -> tuple[NavLink, ...]:
    """Give what a thumb reaches: start, the customers, and what comes first."""
    first, *others = (link for group in nav for link in group.links)
    others.sort(key=lambda link: link.href != customers)
    return (first, *others[:3])


def may(call: Call, info: ResourceInfo, verb: Verb) -> bool:
    """Tell whether the role allows this at all; the fence still decides about each row."""
    if verb is not Verb.READ and info.declaration.read_only:
        return False
    schema = call.kontor.storage.schema
    return schema.level(call.actor.profile, info.rule, verb) is not Level.NONE


def _navigation(call: Call) -> tuple[NavGroup, ...]:
    path = call.request.path
    found: dict[Group, list[tuple[int, NavLink]]] = {group: [] for group in GROUPS}

    def add(
        group: Group,
        order: int,
        label: str,
        href: str,
        icon: str,
        key: str | None,
        count: str | None = None,
        live: tuple[str | None, tuple[str, ...]] = (None, ()),
    ) -> None:
        here = path == href or (href != "/" and path.startswith(f"{href}/"))
        link = NavLink(
            label=label,
            href=href,
            icon=icon,
            key=key,
            count=count,
            current=here,
            url=live[0],
            refresh_on=live[1],
        )
        found[group].append((order, link))

    add(Group.TOP, 0, text_of(phrases.HOME, call.locale), "/", "house", "h")
    if any(allowed(call, one) for one in call.kontor.registries.specs(CalendarSource)):
        add(Group.TOP, 22, text_of(CALENDAR, call.locale), "/calendar", "calendar-days", "k")
    taken = set()
    for owned in call.kontor.registries.specs(NavItem):
        if _offered(call, owned):
            item, href = owned.spec, _target(owned)
            taken.add(href)
            group = item.group or _group_of(call, owned.owner)
            label, count = text_of(item.label, call.locale), _badge(call, owned)
            add(group, item.order, label, href, item.icon, item.key, count, _live(owned))
    for info in call.kontor.resources.all():
        declared = info.declaration
        href = list_url(info)
        if declared.nav and href not in taken and may(call, info, Verb.READ):
            label = text_of(info.label_plural, call.locale)
            add(_group_of(call, declared.key), 100, label, href, declared.icon, None)
    if any(may(call, info, Verb.CREATE) for info in call.kontor.resources.all()):
        label = text_of(phrases.IMPORTS, call.locale)
        add(Group.SYSTEM, 800, label, "/import", "upload", None)
    if any(call.actor.profile.may(one) for one in (MANAGE_USERS, OPERATE)):
        label = text_of(phrases.SETTINGS, call.locale)
        add(Group.SYSTEM, 850, label, "/settings", "settings", ",")
    definition = text_of(phrases.DEFINITION, call.locale)
    add(Group.SYSTEM, 900, definition, "/definition", "puzzle", None)
    return tuple(
        NavGroup(
            label=_group_label(call, group, label),
            links=tuple(link for _, link in sorted(found[group], key=lambda one: one[0])),
        )
        for group, label in GROUPS.items()
        if found[group]
    )


def _live(owned: Owned[NavItem]) -> tuple[str | None, tuple[str, ...]]:
    if not owned.spec.refresh_on:
        return None, ()
    return f"/ui/badge/{owned.id}", ("stale", *owned.spec.refresh_on)


def badge(call: Call) -> Reply:
    """Count anew what stands beside an entry of the navigation."""
    owned = call.kontor.registries.spec(NavItem, call.param("slot"))
    if owned is None or owned.spec.badge is None or not allowed(call, owned):
        raise NotFound("badge", call.param("slot"))
    call.web.badges.forget(call.actor.id)
    url, refresh_on = _live(owned)
    link = NavLink(
        label="", href="", icon="", count=_badge(call, owned), url=url, refresh_on=refresh_on
    )
    return render(call, "core/parts/badge.html", link=link)


def _offered(call: Call, owned: Owned[NavItem]) -> bool:
    """Tell whether an entry is for the reader; what it asks of the data is kept like its number."""
    if owned.spec.when is None:
        return allowed(call, owned)
    kept = call.web.badges.shown(call.actor.id, f"{owned.id}?", lambda: int(allowed(call, owned)))
    return kept is not None


def _badge(call: Call, owned: Owned[NavItem]) -> str | None:
    """Give the number beside an entry; None for an entry without one."""
    badge = owned.spec.badge
    if badge is None:
        return None
    ctx = context(call)
    return call.web.badges.shown(
        call.actor.id, owned.id, lambda: guarded(call, owned, "badge", lambda: badge(ctx)).value
    )


def _group_label(call: Call, group: Group, label: L | None) -> str | None:
    if group is Group.CUSTOMERS and label:
        return text_of(call.kontor.definition.label("customers", label), call.locale)
    return text_of(label, call.locale) if label else None


def _target(owned: Owned[NavItem]) -> str:
    to = owned.spec.to
    return to if to.startswith("/") else f"/x/{owned.owner}/{to}"


def _group_of(call: Call, key: str) -> Group:
    if key == CORE:
        return Group.CUSTOMERS
    info = call.kontor.registries.plugins.get(key)
    return Group(info.form) if info is not None and info.form else Group.SYSTEM


def flash(reply: Reply, texts: Iterable[Toast], *, secure: bool) -> Reply:
    """Keep toasts for the next page: after a redirect there is no page to show them on."""
    raw = json.dumps([toast.as_json() for toast in texts]).encode()
    value = urlsafe_b64encode(raw).decode().rstrip("=")
    flags = "; Secure" if secure else ""
    return reply.header(
        "set-cookie", f"{TOAST_COOKIE}={value}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly{flags}"
    )


def seen(call: Call, reply: Reply) -> Reply:
    """Forget the toasts that this page shows."""
    if TOAST_COOKIE in call.request.cookies:
        reply.header("set-cookie", f"{TOAST_COOKIE}=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly")
    return reply


def _waiting(call: Call) -> tuple[Toast, ...]:
    value = call.request.cookies.get(TOAST_COOKIE, "")
    try:
        raw = json.loads(urlsafe_b64decode(value + "=" * (-len(value) % 4)))
        return tuple(
            Toast(
                text=str(one["text"])[:300],
                undo_url=own_path(one["undo"]["url"]) if "undo" in one else None,
            )
            for one in raw[:3]
        )
    except (ValueError, TypeError, KeyError):
        return ()
