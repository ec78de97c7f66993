"""What a changed file would do: additions apply at start, destructive changes only when named."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kontor_core.foundation.definition.model import Definition, RoleDefinition
from kontor_core.foundation.fields import Choice, Field
from kontor_core.foundation.i18n import L, Label, text_of

# what rows may already hold, or what amounts already mean
_HOLDS_DATA = re.compile(r"phases\.\w+|fields\.\w+\.\w+|fields\.\w+\.\w+\.options\.[^.]+")
_MEANING = re.compile(r"fields\.\w+\.\w+\.(kind|data)|company\.currency")
_MINUTE = timedelta(minutes=1)
# passwords belong into the environment; one that stands here nevertheless goes no further
_SECRET = re.compile(r"passw|secret|token|credential|geheim|(?:^|_)key$", re.IGNORECASE)
_MASKED = "***"


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


_WORDS = {
    ChangeKind.ADDED: L("neu", en="added"),
    ChangeKind.REMOVED: L("entfällt", en="removed"),
    ChangeKind.CHANGED: L("geändert", en="changed"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, at a path such as ``phases.lost`` or ``fields.customer.size.kind``."""

    kind: ChangeKind
    path: str
    before: str | None
    after: str | None
    destructive: bool

    def text(self) -> L:
        values = " -> ".join(value for value in (self.before, self.after) if value)
        word = _WORDS[self.kind]
        return L(f"{self.path} {word.de}: {values}", en=f"{self.path} {word.in_('en')}: {values}")


def diff(old: Definition, new: Definition) -> list[Change]:
    """Give what changes from one definition to the other, in order of paths."""
    return changes(facts_of(old), facts_of(new))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Give what changes from what one definition says to what the other says."""
    found = []
    for path in sorted({*before, *after}):
        was, is_ = before.get(path), after.get(path)
        if was == is_:
            continue
        if was is None:
            kind, destructive = ChangeKind.ADDED, False
        elif is_ is None:
            kind, destructive = ChangeKind.REMOVED, bool(_HOLDS_DATA.fullmatch(path))
        else:
            kind, destructive = ChangeKind.CHANGED, bool(_MEANING.fullmatch(path))
        found.append(Change(kind, path, was, is_, destructive))
    return found


def facts_of(definition: Definition) -> dict[str, str]:
    """Give everything a definition says as one flat mapping, without secrets."""
    company = definition.company
    facts = {
        "company.name": company.name,
        "company.currency": company.currency,
        "company.language": company.language,
        "company.region": company.region,
        "company.timezone": company.timezone,
        "database.durability": definition.database.durability,
        "security.confirm_minutes": str(definition.security.confirm_within // _MINUTE),
        "security.export_freely": str(definition.security.export_freely),
        "security.second_factor": ", ".join(definition.security.second_factor) or "-",
        "branding.accent": definition.branding.accent or "-",
        "branding.accent_dark": definition.branding.accent_dark or "-",
    }
    facts |= {f"plugins.{key}": "on" for key in definition.plugins}
    for key, settings in definition.plugin_settings.items():
        facts |= {
            f"plugin.{key}.{name}": repr(_unsecret(value, name)) for name, value in settings.items()
        }
    for place, phase in enumerate(definition.phases, start=1):
        default = ", default" if phase.default else ""
        facts[f"phases.{phase.key}"] = f"{place}, {_both(phase.label)}, {phase.color}{default}"
    for role in definition.roles.values():
        facts |= _role(role)
    for field in definition.custom_fields:
        facts |= _field(field)
    for name, grounds in definition.special.items():
        facts[f"special.{name}"] = repr(grounds)
    facts |= {f"labels.{name}": _both(label) for name, label in definition.labels.items()}
    return facts


def _unsecret(value: object, name: str = "") -> object:
    if _SECRET.search(name):
        return _MASKED
    if isinstance(value, Mapping):
        return {key: _unsecret(one, str(key)) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_unsecret(one) for one in value]
    return value


def _role(role: RoleDefinition) -> dict[str, str]:
    path = f"roles.{role.name}"
    facts = {
        path: _both(role.label),
        f"{path}.read": ", ".join(role.read_classes),
        f"{path}.edit": ", ".join(role.edit_classes),
    }
    facts |= {f"{path}.permissions.{name}": "granted" for name in role.permissions}
    for entity, levels in role.grants.items():
        for action, level in levels.items():
            facts[f"{path}.grants.{entity}.{action}"] = level.name.lower()
    return facts


def _field(field: Field) -> dict[str, str]:
    spec = field.spec
    path = f"fields.{field.entity}.{field.json_key}"
    facts = {
        path: _both(spec.label),
        f"{path}.kind": spec.kind.value,
        f"{path}.data": spec.data.value,
        f"{path}.required": "yes" if spec.required else "no",
        f"{path}.max_length": str(spec.max_length),
    }
    if spec.help:
        facts[f"{path}.help"] = _both(spec.help)
    return facts | {f"{path}.options.{c.value}": _choice(c) for c in spec.choices}


def _choice(choice: Choice) -> str:
    return f"{_both(choice.label)}, {choice.color}"


def _both(label: Label) -> str:
    german, english = text_of(label, "de"), text_of(label, "en")
    return german if german == english else f"{german} / {english}"
