"""What customers add to the screen: navigation, views, panels. Data in, view objects out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kontor_core.contacts.models import EMAIL, PHONE, SCHEMES, WEB
from kontor_core.customers import queries
from kontor_core.customers.charts import customer_charts
from kontor_core.customers.domain import merge_customers, unmerge_customers
from kontor_core.customers.merge_action import merge_action
from kontor_core.customers.models import PERSON
from kontor_core.customers.queries import PointRow
from kontor_core.foundation.access.profiles import Action, Level
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.entities import plural
from kontor_core.hooks.declarations.ui import (
    Area,
    Group,
    NavItem,
    Panel,
    Rendered,
    RenderFn,
    TimelineRenderer,
    View,
)
from kontor_core.hooks.declarations.views import (
    Block,
    Color,
    Empty,
    Facts,
    Head,
    LabelValue,
    Link,
    Table,
)
from kontor_core.timeline.core_entries import customer_entries

if TYPE_CHECKING:
    from kontor_core.contacts.queries import PlaceRow
    from kontor_core.customers.queries import PersonRow

_PEOPLE = L("Personen", en="People")
_NAME, _ROLE = L("Name", en="Name"), L("Funktion", en="Role")
_REACH = L("Erreichbar", en="Reach")
POINTS = L("Kontaktwege", en="Contact points")
_HREF = {EMAIL: "mailto:", PHONE: "tel:", WEB: ""}


def people_panel(ctx: UiContext) -> Rendered:
    """List who belongs to the customer and how to reach them."""
    assert ctx.record is not None  # noqa: S101  # a panel stands on a record page
    people = queries.people_of(ctx.reader, ctx.record.id)
    add = adding(ctx, "affiliations", L("Person zuordnen", en="Add a person"))
    if not people:
        return [Empty(L("Noch keine Personen.", en="No people yet."), icon="user"), *add]
    points: dict[str, PointRow] = {}
    for point in queries.points_of_contacts(ctx.reader, [row.contact_id for row in people]):
        if point.contact_id and point.state != "invalid" and point.scheme in (EMAIL, PHONE):
            points.setdefault(point.contact_id, point)
    rows, links = [], []
    for row in people:
        reach = points.get(row.contact_id)
        rows.append((row.name or "…", role_of(row), _reach(reach) if reach else None))
        links.append(RecordRef("contact", row.contact_id))
    heads = (Head(_NAME), Head(_ROLE), Head(_REACH))
    return [Table(columns=heads, rows=rows, links=links, caption=_PEOPLE), *add]


def points_panel(ctx: UiContext) -> Rendered:
    """List how to reach the customer; a private person is reached where its contact is."""
    assert ctx.record is not None  # noqa: S101  # a panel stands on a record page
    add = adding(ctx, "contact_points", L("Kontaktweg hinzufügen", en="Add a contact point"))
    points = queries.points_of(ctx.reader, ctx.record.id)
    if ctx.record.values.get("kind") == PERSON:
        people = queries.people_of(ctx.reader, ctx.record.id)
        here = [row.contact_id for row in people if row.until is None]
        own = {(point.scheme, point.value) for point in points}
        theirs = queries.points_of_contacts(ctx.reader, here)
        points += [one for one in theirs if (one.scheme, one.value) not in own]
    return [reach_facts(points), *add]


def adding(ctx: UiContext, resource: str, text: L) -> list[Link]:
    """Lead to the form of something that belongs to the record, and back again."""
    assert ctx.record is not None  # noqa: S101  # a panel stands on a record page
    entity, record_id = ctx.record.entity, ctx.record.id
    if ctx.actor.profile.level(entity, Action.EDIT) is Level.NONE:
        return []
    query = urlencode({f"{entity}_id": record_id, "back": f"/{plural(entity)}/{record_id}"})
    return [Link(text, f"/{resource}/new?{query}")]


def role_of(row: "PersonRow | PlaceRow") -> L | str:
    """Say what somebody does at a customer, or did."""
    role = row.role or ""
    if row.until is None:
        return role
    return L(f"{role} (ehemals)".strip(), en=f"{role} (former)".strip())


def panel(
    id: str,  # as the slot calls it
    on: str,
    title: L,
    render: RenderFn,
    *refresh_on: str,
    order: int = 10,
) -> Panel:
    """Make a box that stands beside the facts from the first moment."""
    return Panel(
        id=id,
        on=on,
        title=title,
        render=render,
        area=Area.LEFT,
        lazy=False,
        refresh_on=refresh_on,
        order=order,
    )


def reach_facts(points: Sequence[PointRow]) -> Block:
    """Show contact points as facts, each with what starts the call or the mail."""
    if not points:
        return Empty(L("Noch keine Kontaktwege.", en="No contact points yet."), icon="at-sign")
    labels = {choice.value: choice.label for choice in SCHEMES}
    return Facts(*(LabelValue(labels[point.scheme], _reach(point)) for point in points))


def _reach(point: PointRow) -> Link | str:
    prefix = _HREF.get(point.scheme)
    if prefix is None or not point.value:
        return point.value or "…"
    return Link(point.value, f"{prefix}{point.value}")


def customer_ui() -> list[Spec]:
    return [
        *customer_charts(),
        merge_action("customer", merge_customers, unmerge_customers),
        NavItem(
            id="customers",
            label=L("Kunden", en="Customers"),
            icon="building",
            to="/customers",
            group=Group.CUSTOMERS,
            key="c",
            order=10,
        ),
        NavItem(
            id="relationships",
            label=L("Beziehungen", en="Relationships"),
            icon="link",
            to="/relationships",
            group=Group.CUSTOMERS,
            key="b",
            order=30,
        ),
        View(
            id="mine",
            of="customer",
            label=L("Meine {customers}", en="My {customers}"),
            filter="owner_id = me()",
            order=20,
        ),
        View(
            id="suppliers_and_partners",
            of="customer",
            label=L("Lieferanten und Partner", en="Suppliers and partners"),
            filter='roles contains "supplier" or roles contains "partner"',
            order=30,
        ),
        panel("people", "customer", _PEOPLE, people_panel, "affiliation.*", "contact.changed"),
        panel(
            "contact_points",
            "customer",
            POINTS,
            points_panel,
            "contact_point.*",
            "affiliation.*",
            order=20,
        ),
        TimelineRenderer(
            id="customer",
            events=("customer.*",),
            icon="building",
            color=Color.C6,
            render=customer_entries,
        ),
    ]
