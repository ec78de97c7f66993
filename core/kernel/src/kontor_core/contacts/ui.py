"""What people add to the screen: navigation, panels, entries of the timeline."""

from collections.abc import Sequence

from kontor_core.contacts import queries
from kontor_core.contacts.domain import merge_contacts, unmerge_contacts
from kontor_core.customers.merge_action import merge_action
from kontor_core.customers.queries import points_of_contacts
from kontor_core.customers.ui import POINTS, adding, panel, reach_facts, role_of
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.actions import Spec
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.ui import Column, Group, NavItem, Rendered, TimelineRenderer
from kontor_core.hooks.declarations.views import CellValue, Color, Empty, Head, Link, Table
from kontor_core.timeline.core_entries import (
    affiliation_entries,
    contact_entries,
    contact_point_entries,
)

_PLACES = L("Gehört zu", en="Belongs to")


def places_panel(ctx: UiContext) -> Rendered:
    """List the customers where the person belongs."""
    assert ctx.record is not None  # noqa: S101  # a panel stands on a record page
    places = queries.places_of(ctx.reader, ctx.record.id)
    customer = ctx.called("customer", L("Kunde", en="Customer"))
    text = L("{customer} zuordnen", en="Add: {customer}").format(customer=customer)
    add = adding(ctx, "affiliations", text)
    if not places:
        none = L("Noch nirgends zugeordnet.", en="Not assigned to anyone yet.")
        return [Empty(none, icon="building"), *add]
    table = Table(
        columns=(Head(customer), Head(L("Funktion", en="Role"))),
        rows=[(row.name or "…", role_of(row)) for row in places],
        links=[RecordRef("customer", row.customer_id) for row in places],
        caption=_PLACES,
    )
    return [table, *add]


def points_panel(ctx: UiContext) -> Rendered:
    """List how to reach the person."""
    assert ctx.record is not None  # noqa: S101  # a panel stands on a record page
    add = adding(ctx, "contact_points", L("Kontaktweg hinzufügen", en="Add a contact point"))
    return [reach_facts(points_of_contacts(ctx.reader, [ctx.record.id])), *add]


def customer_values(ctx: UiContext, ids: Sequence[str]) -> dict[str, CellValue]:
    """Name the customer of each person of a list."""
    return {
        contact_id: Link(row.name or "…", RecordRef("customer", row.customer_id))
        for contact_id, row in queries.main_places(ctx.reader, ids).items()
    }


def role_values(ctx: UiContext, ids: Sequence[str]) -> dict[str, CellValue]:
    """Say what each person of a list does there."""
    places = queries.main_places(ctx.reader, ids)
    return {contact_id: row.role for contact_id, row in places.items()}


def contact_ui() -> list[Spec]:
    return [
        merge_action("contact", merge_contacts, unmerge_contacts),
        NavItem(
            id="contacts",
            label=L("Personen", en="Contacts"),
            icon="user",
            to="/contacts",
            group=Group.CUSTOMERS,
            key="o",
            order=20,
        ),
        Column(
            id="customer",
            of="contact",
            label=L("{customer}", en="{customer}"),
            values=customer_values,
            default=True,
            mobile=3,
            order=-20,
        ),
        Column(
            id="role",
            of="contact",
            label=L("Funktion", en="Role"),
            values=role_values,
            default=True,
            mobile=4,
            order=-10,
        ),
        panel("places", "contact", _PLACES, places_panel, "affiliation.*"),
        panel("reach", "contact", POINTS, points_panel, "contact_point.*", order=20),
        TimelineRenderer(
            id="contact",
            events=("contact.*",),
            icon="user",
            color=Color.C3,
            render=contact_entries,
        ),
        TimelineRenderer(
            id="affiliation",
            events=("affiliation.*",),
            icon="link",
            color=Color.C3,
            render=affiliation_entries,
        ),
        TimelineRenderer(
            id="contact_point",
            events=("contact_point.*",),
            icon="at-sign",
            color=Color.C8,
            render=contact_point_entries,
        ),
    ]
