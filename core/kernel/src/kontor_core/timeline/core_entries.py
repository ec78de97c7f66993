"""How core's own events read on the timeline."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.contacts.models import PHONE, SCHEMES, Affiliation, Contact, ContactPoint
from kontor_core.customers.models import Customer
from kontor_core.foundation import clock
from kontor_core.foundation.access.models import Team, User
from kontor_core.foundation.facts import Fact
from kontor_core.foundation.fields import Choice, FieldSpec, Kind, spec_of
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.storage.models import Table, columns
from kontor_core.foundation.storage.types import Id
from kontor_core.foundation.values import shown
from kontor_core.hooks.declarations.contexts import RecordRef, UiContext
from kontor_core.hooks.declarations.flow import Events
from kontor_core.hooks.declarations.views import Color, Entry, Link, Tag
from kontor_core.interactions.models import CHANNELS, OUTCOMES, Interaction
from kontor_core.interactions.queries import ParticipantRow, participants, participants_of


class _Named(msgspec.Struct):
    id: str
    name: str | None


class _Person(msgspec.Struct):
    id: str
    contact_id: str
    name: str | None
    role: str | None
    until: str | None


class _Point(msgspec.Struct):
    id: str
    scheme: str
    value: str | None


class _Touch(msgspec.Struct):
    id: str
    contact_id: str | None
    channel: str
    direction: str
    occurred_at: str
    subject: str | None
    body: str | None
    outcome: str | None
    follow_up_on: str | None


def _these(column: Any) -> Any:
    return column.in_(bindparam("ids", expanding=True, type_=Id()))


_affiliation, _contact = columns(Affiliation), columns(Contact)
_point, _touch = columns(ContactPoint), columns(Interaction)
_PEOPLE = (
    select(_affiliation.id, _contact.id, _contact.name, _affiliation.role, _affiliation.until)
    .where(_affiliation.contact_id == _contact.id)
    .where(_these(_affiliation.id))
)
_POINTS = select(_point.id, _point.scheme, _point.value).where(_these(_point.id))
_TOUCHES = select(
    _touch.id,
    _touch.contact_id,
    _touch.channel,
    _touch.direction,
    _touch.occurred_at,
    _touch.subject,
    _touch.body,
    _touch.outcome,
    _touch.follow_up_on,
).where(_these(_touch.id))
_NAMES: Mapping[type[Table], Any] = {
    model: select(columns(model).id, columns(model)["name"]).where(_these(columns(model).id))
    for model in (Customer, Contact, User, Team)
}


def customer_entries(ctx: UiContext, events: Events) -> Sequence[Entry]:
    """Say what happened to the customer itself: made, changed, merged."""
    merged = _names(ctx, Customer, _merged_ids(events))
    people = _names(ctx, User, _changed_ids(events, "owner_id"))
    teams = _names(ctx, Team, _changed_ids(events, "team_id"))
    entries = []
    for event in events:
        verb = event.type.rpartition(".")[2]
        if verb == "changed":
            entries.append(_change(ctx, Customer, event, {**people, **teams}))
        elif verb in ("merged", "unmerged"):
            entries.append(_merge(event, merged, "customer"))
        else:
            entries.append(Entry(title=_CUSTOMER[verb].format(name=ctx.called("customer", _ONE))))
    return entries


def contact_entries(ctx: UiContext, events: Events) -> Sequence[Entry]:
    """Say what happened to a person."""
    merged = _names(ctx, Contact, _merged_ids(events))
    people = _names(ctx, Contact, {e.contact_id for e in events if e.contact_id})
    entries = []
    for event in events:
        verb = event.type.rpartition(".")[2]
        if verb == "changed":
            entries.append(_change(ctx, Contact, event, {}))
        elif verb in ("merged", "unmerged"):
            entries.append(_merge(event, merged, "contact"))
        else:
            person = people.get(event.contact_id or "")
            link = Link(person, RecordRef("contact", str(event.contact_id))) if person else None
            name = ctx.called("contact", L("Person", en="Contact"))
            entries.append(_about(_CONTACT[verb].format(name=name, who="{who}"), link))
    return entries


def affiliation_entries(ctx: UiContext, events: Events) -> Sequence[Entry]:
    """Say who came to a customer and who left."""
    found = {row.id: row for row in _read(ctx, _PEOPLE, _Person, _subjects(events))}
    entries = []
    for event in events:
        verb = event.type.rpartition(".")[2]
        row = found.get(event.subject_id or "")
        if row is None:
            entries.append(_about(_AFFILIATION[verb], None))
            continue
        left = verb == "changed" and row.until is not None
        text = _LEFT if left else _AFFILIATION[verb]
        link = Link(row.name or "…", RecordRef("contact", row.contact_id))
        entries.append(_about(text, link, body=row.role))
    return entries


def contact_point_entries(ctx: UiContext, events: Events) -> Sequence[Entry]:
    """Say which ways to reach somebody came, changed and went."""
    found = {row.id: row for row in _read(ctx, _POINTS, _Point, _subjects(events))}
    schemes = {choice.value: choice.label for choice in SCHEMES}
    entries = []
    for event in events:
        text = _POINT[event.type.rpartition(".")[2]]
        row = found.get(event.subject_id or "")
        if row is None:
            entries.append(Entry(title=text))
        else:
            kind = Kind.PHONE if row.scheme == PHONE else Kind.TEXT
            value = shown(FieldSpec("", kind), row.value, ctx.locale)
            entries.append(Entry(title=text, body=f"{schemes[row.scheme]}: {value or '…'}"))
    return entries


def interaction_entries(ctx: UiContext, events: Events) -> Sequence[Entry]:
    """Show each touch where it was recorded; later corrections are a line of their own."""
    found = {row.id: row for row in _read(ctx, _TOUCHES, _Touch, _subjects(events))}
    people = _taking_part(ctx, found)
    entries = []
    for event in events:
        verb = event.type.rpartition(".")[2]
        row = found.get(event.subject_id or "")
        if verb == "created" and row is not None:
            entries.append(_touch_entry(ctx, row, people.get(row.id, ())))
        else:
            name = ctx.called("interaction", _TOUCH)
            entries.append(Entry(title=_INTERACTION[verb].format(name=name)))
    return entries


def participant_entries(ctx: UiContext, events: Events) -> Sequence[Entry | None]:
    """Show on the page of a person what they took part in besides the one it was with.

    A customer's page shows the touch itself, with everybody who took part.
    """
    if ctx.record is None or ctx.record.entity != "contact":
        return [None for _ in events]
    wanted = [e.subject_id for e in events if e.subject_id and e.type.endswith(".created")]
    rows = {row.id: row for row in participants(ctx.reader, wanted)}
    touches = {
        row.id: row
        for row in _read(ctx, _TOUCHES, _Touch, {row.interaction_id for row in rows.values()})
    }
    people = _taking_part(ctx, touches)
    entries: list[Entry | None] = []
    for event in events:
        row = rows.get(event.subject_id or "")
        touch = touches.get(row.interaction_id) if row is not None else None
        known = touch is not None and event.type.endswith(".created")
        if touch is None or not known or touch.contact_id == event.contact_id:
            entries.append(None)
        else:
            entry = _touch_entry(ctx, touch, people.get(touch.id, ()))
            entries.append(replace(entry, about=RecordRef("interaction", touch.id)))
    return entries


def _taking_part(
    ctx: UiContext, touches: Mapping[str, _Touch]
) -> Mapping[str, Sequence[Label | Link]]:
    """Name for each touch the person it was with, then the others who took part."""
    rows: dict[str, list[ParticipantRow]] = {}
    for row in participants_of(ctx.reader, list(touches)):
        rows.setdefault(row.interaction_id, []).append(row)
    wanted = {one.contact_id for one in touches.values()}
    wanted |= {row.contact_id for found in rows.values() for row in found}
    here = ctx.record.id if ctx.record is not None else None
    named = _names(ctx, Contact, {one for one in wanted if one and one != here})
    staff = _names(ctx, User, {r.user_id for found in rows.values() for r in found if r.user_id})
    told: dict[str, Sequence[Label | Link]] = {}
    for touch in touches.values():
        ids = [touch.contact_id, *(row.contact_id for row in rows.get(touch.id, ()))]
        links = [Link(named[i], RecordRef("contact", i)) for i in dict.fromkeys(ids) if i in named]
        users = [staff[r.user_id] for r in rows.get(touch.id, ()) if r.user_id in staff]
        told[touch.id] = [*links, *users]
    return told


def _touch_entry(ctx: UiContext, row: _Touch, people: Sequence[Label | Link]) -> Entry:
    channel = _label(CHANNELS, row.channel)
    tags = []
    if row.outcome is not None:
        choice = next((c for c in OUTCOMES if c.value == row.outcome), None)
        if choice is not None:
            tags.append(Tag(choice.label, Color(choice.color)))
    if row.follow_up_on is not None:
        day = shown(FieldSpec("", Kind.DATE), row.follow_up_on, ctx.locale)
        tags.append(Tag(L(f"Nachfassen am {day}", en=f"Follow up on {day}"), Color.C2))
    title: Label = channel
    if row.subject:
        title = L("{channel}: {subject}", en="{channel}: {subject}").format(
            channel=channel, subject=row.subject
        )
    return Entry(
        title=title,
        body=row.body,
        tags=tuple(tags),
        at=clock.from_text(row.occurred_at),
        inbound=row.direction == "in",
        people=tuple(people),
    )


def _change(ctx: UiContext, model: type[Table], event: Fact, names: Mapping[str, str]) -> Entry:
    changed = event.payload.get("changed") or {}
    fields, entity = columns(model), event.type.partition(".")[0]
    lines, labels = [], []
    for name, values in changed.items():
        column = fields.get(name)
        spec = spec_of(column) if column is not None else None
        if spec is None or (spec.hidden and name != "custom"):
            continue
        label = ctx.called(f"{entity}.{name}", spec.label)
        labels.append(label)
        if isinstance(values, list) and len(values) == 2:
            before, after = (_value(ctx, spec, value, names) for value in values)
            lines.append(f"{label}: {before or '–'} → {after or '–'}")
    if not labels:
        return Entry(title=L("Angaben geändert", en="Details changed"))
    title = L("{fields} geändert", en="{fields} changed").format(fields=_listed(labels))
    return Entry(title=title, body="\n".join(lines) or None)


def _value(ctx: UiContext, spec: FieldSpec, value: Any, names: Mapping[str, str]) -> str:
    if spec.kind is Kind.REF:
        return names.get(str(value), "…") if value else ""
    conventions = ctx.reader.storage.conventions
    return shown(spec, value, ctx.locale, options=conventions.options, tz=ctx.tz)


def _listed(labels: Sequence[Label]) -> L:
    german = [label.in_("de") if isinstance(label, L) else label for label in labels]
    english = [label.in_("en") if isinstance(label, L) else label for label in labels]
    return L(", ".join(german), en=", ".join(english))


def _merge(event: Fact, names: Mapping[str, str], entity: str) -> Entry:
    links = tuple(
        part
        for record in event.payload.get("merged", ())
        for part in (Link(names.get(record, "…"), RecordRef(entity, record)), " ")
    )
    return Entry(title=(_MERGED[event.type.rpartition(".")[2]], " ", *links[:-1]))


def _about(text: L, link: Link | None, body: str | None = None) -> Entry:
    """Put the link where ``{who}`` stands, whatever the language puts around it."""
    if link is None:
        return Entry(title=text.format(who="…"), body=body)
    before, after = _around(text)
    return Entry(title=(before, link, after), body=body)


def _around(text: L) -> tuple[L, L]:
    (de, _, de_rest), (en, _, en_rest) = text.de.partition("{who}"), text.en.partition("{who}")
    return L(de, en=en), L(de_rest, en=en_rest)


def _label(choices: Sequence[Choice], value: str) -> Label:
    return next((choice.label for choice in choices if choice.value == value), value)


def _subjects(events: Events) -> set[str]:
    return {event.subject_id for event in events if event.subject_id}


def _merged_ids(events: Events) -> set[str]:
    return {record for event in events for record in event.payload.get("merged", ())}


def _changed_ids(events: Events, name: str) -> set[str]:
    pairs = [(event.payload.get("changed") or {}).get(name) or () for event in events]
    return {value for pair in pairs for value in pair if value}


def _names(ctx: UiContext, model: type[Table], wanted: Iterable[str]) -> dict[str, str]:
    rows = _read(ctx, _NAMES[model], _Named, set(wanted))
    return {row.id: row.name or "…" for row in rows}


def _read(ctx: UiContext, statement: Any, row: type[Any], wanted: set[str]) -> list[Any]:
    return ctx.read(statement, row, {"ids": sorted(wanted)}) if wanted else []


_ONE = L("Kunde", en="Customer")
_TOUCH = L("Kundenkontakt", en="Interaction")
_CUSTOMER = {
    "created": L("{name} angelegt", en="{name} created"),
    "deleted": L("{name} gelöscht", en="{name} deleted"),
    "erased": L("Personenbezogene Angaben gelöscht", en="Personal details erased"),
}
_CONTACT = {
    "created": L("{name} {who} angelegt", en="{name} {who} created"),
    "deleted": L("{name} gelöscht", en="{name} deleted"),
    "erased": L("Angaben einer Person gelöscht", en="A person's details erased"),
}
_AFFILIATION = {
    "created": L("{who} gehört jetzt dazu", en="{who} now belongs here"),
    "changed": L("Zugehörigkeit von {who} geändert", en="Affiliation of {who} changed"),
    "deleted": L("Zugehörigkeit entfernt", en="Affiliation removed"),
}
_LEFT = L("{who} gehört nicht mehr dazu", en="{who} no longer belongs here")
_POINT = {
    "created": L("Kontaktweg hinzugefügt", en="Contact point added"),
    "changed": L("Kontaktweg geändert", en="Contact point changed"),
    "deleted": L("Kontaktweg entfernt", en="Contact point removed"),
}
_INTERACTION = {
    "created": L("{name} erfasst", en="{name} recorded"),
    "changed": L("{name} berichtigt", en="{name} corrected"),
    "deleted": L("{name} entfernt", en="{name} removed"),
}
_MERGED = {
    "merged": L("Zusammengeführt mit", en="Merged with"),
    "unmerged": L("Wieder getrennt von", en="Unmerged from"),
}
