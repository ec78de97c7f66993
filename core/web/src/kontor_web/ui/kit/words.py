"""The language and theme of a sample, and the frame that all samples share."""

from dataclasses import dataclass

from kontor_core.foundation.i18n import Locale
from kontor_web.ui.views import (
    Action,
    Avatar,
    Crumb,
    NavGroup,
    NavLink,
    ShellView,
    UserBadge,
)

BASE = "/ui/kit"


@dataclass(frozen=True, slots=True)
class Words:
    locale: Locale
    theme: str | None = None

    def __call__(self, german: str, english: str) -> str:
        return english if self.locale == "en" else german

    def to(self, name: str) -> str:
        """Give the address of another sample in the same language and theme."""
        theme = f"&theme={self.theme}" if self.theme else ""
        return f"{BASE}/{name}?lang={self.locale}{theme}"


def shell(
    w: Words,
    title: str,
    *,
    current: str = "",
    crumbs: tuple[Crumb, ...] = (),
    actions: tuple[Action, ...] = (),
    menu: tuple[Action, ...] = (),
) -> ShellView:
    def link(
        name: str, icon: str, label: str, key: str, count: str = "", hot: bool = False
    ) -> NavLink:
        return NavLink(
            label=label,
            href=w.to(name),
            icon=icon,
            key=key,
            count=count or None,
            hot=hot,
            current=name == current,
        )

    start = link("page", "house", w("Start", "Home"), "h")
    customers = link("list", "building-2", w("Kunden", "Customers"), "c", w("1.000", "1,000"))
    contacts = link("list-filtered", "contact-round", w("Kontakte", "Contacts"), "o")
    orders = link("list-empty", "shopping-cart", w("Aufträge", "Orders"), "b", "26")
    complaints = link(
        "list-nothing", "message-square-warning", w("Reklamationen", "Complaints"), "r", "3", True
    )
    imports = link("job", "upload", w("Importe", "Imports"), "u")
    return ShellView(
        title=title,
        company=w("Nordwind Handel", "Northwind Trading"),
        user=UserBadge(name="S. Lorenz", avatar=Avatar(initials="SL", color="c4"), href="#me"),
        csrf="kit",
        nav=(
            NavGroup(links=(start, imports)),
            NavGroup(label=w("Kunden", "Customers"), links=(customers, contacts)),
            NavGroup(label=w("Operativ", "Operations"), links=(orders, complaints)),
        ),
        tabbar=(start, customers, contacts, orders),
        crumbs=crumbs or (Crumb(label=title),),
        actions=actions,
        menu=menu,
        theme=w.theme,
        palette=w.to("parts/palette"),
    )
