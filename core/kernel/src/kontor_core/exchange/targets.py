"""What a file can become: a resource with its fields, or a preset with its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kontor_core.events.arrivals import TagsArrived
from kontor_core.exchange.employers import EMPLOYER, OPTION
from kontor_core.exchange.reach import KEPT_BY, brought_along
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Forbidden, NotFound
from kontor_core.foundation.fields import FieldSpec
from kontor_core.foundation.i18n import L, Label
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.text import nearest
from kontor_core.hooks.declarations.exchange import ImportOption, ImportPreset
from kontor_core.resources.catalogue import ResourceInfo

if TYPE_CHECKING:
    from kontor_core.app import KontorApp


@dataclass(frozen=True, slots=True)
class TargetField:
    """One thing a column can be."""

    name: str
    spec: FieldSpec
    required: bool
    names: tuple[str, ...] = ()

    @property
    def label(self) -> Label:
        return self.spec.label


@dataclass(frozen=True, slots=True)
class Target:
    """``name`` is the resource's, or the preset's full name."""

    name: str
    label: Label
    fields: Mapping[str, TargetField]
    info: ResourceInfo | None = None
    preset: ImportPreset | None = None
    options: tuple[ImportOption, ...] = ()


_ADDRESSES = {
    "email": FieldSpec(L("E-Mail", en="E-mail"), Kind.EMAIL),
    "phone": FieldSpec(L("Telefon", en="Phone"), Kind.PHONE),
    "website": FieldSpec(L("Website", en="Website"), Kind.URL),
}
_PLACE = {
    "customer_id": FieldSpec(L("Kunde", en="Customer"), Kind.REF, ref="customer"),
    "role": FieldSpec(L("Funktion", en="Role"), Kind.TEXT),
}
# what the domain of customers and persons takes beside their columns
BESIDE = {"customers": _ADDRESSES, "contacts": {**_ADDRESSES, **_PLACE}}


TAGS = "tags"
_TAGS = FieldSpec(L("Schlagwörter", en="Tags"), Kind.TEXT, max_length=2000)
_TAG_NAMES = ("schlagworte", "tag", "labels", "kategorien", "categories", "stichworte")


def resource_target(app: "KontorApp", name: str, actor: Actor) -> Target:
    """Give a resource as a target; raises Forbidden for one that cannot be written."""
    info = app.resources.named(name)
    if info.declaration.read_only:
        raise Forbidden(
            L(
                f"„{info.name}“ kann nicht importiert werden.",
                en=f'"{info.name}" cannot be imported.',
            )
        )
    key = info.declaration.import_key
    fields = {f.name: f for f in info.form_fields(actor)}
    fields |= {n: f for n, f in info.fields.items() if info.may_write(f) and not f.spec.hidden}
    editable = actor.profile.edit_classes
    for field in fields.values():
        if field.spec.required and field.spec.data not in editable:
            raise Forbidden(
                L(
                    f"Ihre Rolle darf „{field.name}“ nicht schreiben, und ohne das gibt es "
                    f"keinen Eintrag in {info.name}.",
                    en=f'Your role may not write "{field.name}", and without it there is no '
                    f"record in {info.name}.",
                ),
                field=field.name,
            )
    fields = {n: f for n, f in fields.items() if f.spec.data in editable}
    if key is not None:
        fields[key] = info.fields[key]
    found = {
        name: TargetField(name, f.spec, f.spec.required and f.json_key is None)
        for name, f in fields.items()
    }
    labels = app.definition.labels
    for name, spec in BESIDE.get(info.name, {}).items():
        label = labels.get(spec.ref or "", spec.label)
        found[name] = TargetField(name, replace(spec, label=label), False)
    for name, (spec, names) in brought_along(info.name).items():
        if name in KEPT_BY and not app.storage.sink.asks(KEPT_BY[name]):
            continue  # nobody keeps it
        found[name] = TargetField(name, spec, False, names)
    if info.entity in app.registries.keeping and app.storage.sink.asks(TagsArrived.name):
        found.setdefault(TAGS, TargetField(TAGS, _TAGS, False, _TAG_NAMES))
    options = (OPTION,) if EMPLOYER in found else ()
    return Target(info.name, info.label_plural, found, info=info, options=options)


def preset_target(app: "KontorApp", name: str) -> Target:
    """Give a preset by its full name, or by its key when only one has it."""
    found = presets(app)
    matches = [full for full in found if full == name or full.rpartition(".")[2] == name]
    if len(matches) != 1:
        near = nearest(name, found)
        listed = f" ({', '.join(found)})" if found and not near else ""
        raise NotFound("preset", f'"{name}"{listed}', meant=near)
    preset = found[matches[0]]
    fields = {
        c.name: TargetField(
            c.name,
            FieldSpec(c.label, c.kind, required=c.required, max_length=c.max_length),
            c.required,
            c.names,
        )
        for c in preset.columns
    }
    return Target(matches[0], preset.label, fields, preset=preset, options=preset.options)


def presets(app: "KontorApp") -> Mapping[str, ImportPreset]:
    """Give every plugin's presets by full name."""
    return {
        preset.key if owned.owner == "core" else f"{owned.owner}.{preset.key}": preset
        for owned in app.registries.resources.values()
        for preset in owned.spec.presets
    }
