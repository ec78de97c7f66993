"""What a definition says, as values; the same file gives an equal Definition."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.definition.lines import Lines
from kontor_core.foundation.fields import Choice, Field
from kontor_core.foundation.i18n import L, Label, Locale
from kontor_core.foundation.privacy.classes import Data
from kontor_core.foundation.values.conventions import Conventions, Options

Durability = Literal["full", "normal"]


@dataclass(frozen=True, slots=True)
class Company:
    """Whose CRM it is, and what bare amounts, phone numbers and times mean there."""

    name: str
    currency: str = "EUR"
    language: Locale = "de"
    region: str = "DE"
    timezone: str = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Phase:
    """Where a relationship stands; new customers start in the default one."""

    key: str
    label: L
    color: str = "c8"
    default: bool = False


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """What those who hold a role may do: levels by entity (``*``: any other) and action."""

    name: str
    label: L
    grants: Mapping[str, Mapping[Action, Level]]
    read_classes: tuple[Data, ...] = (Data.PUBLIC, Data.INTERNAL, Data.PERSONAL)
    edit_classes: tuple[Data, ...] = (Data.PUBLIC, Data.INTERNAL, Data.PERSONAL)
    permissions: tuple[str, ...] = ()

    def profile(self) -> Profile:
        return Profile(
            levels=self.grants,
            read_classes=frozenset(self.read_classes),
            edit_classes=frozenset(self.edit_classes),
            permissions=frozenset(self.permissions),
        )


@dataclass(frozen=True, slots=True)
class SpecialGrounds:
    """Why a field of Art. 9 GDPR may exist: without all four it does not."""

    purpose: str
    legal_basis: str
    retention: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    url: str = dataclasses.field(repr=False)  # from the environment it may hold a password
    durability: Durability = "full"


@dataclass(frozen=True, slots=True)
class Branding:
    """The company's accent colour in light and dark; None keeps Kontor's."""

    accent: str | None = None
    accent_dark: str | None = None


@dataclass(frozen=True, slots=True)
class SecuritySettings:
    """For so long after giving their password people are not asked again for what needs it.

    Taking along more than ``export_freely`` records at once needs it too. Whoever holds one of the
    roles ``second_factor`` signs in with a second factor.
    """

    confirm_within: timedelta = timedelta(minutes=10)
    export_freely: int = 1_000
    second_factor: tuple[str, ...] = ()  # names of roles, or "*"


@dataclass(frozen=True)
class Definition:
    """Everything ``kontor.toml`` owns. ``lines`` finds where something stands."""

    path: Path
    company: Company
    plugins: tuple[str, ...]
    plugin_settings: Mapping[str, Mapping[str, object]]
    phases: tuple[Phase, ...]
    roles: Mapping[str, RoleDefinition]
    custom_fields: tuple[Field, ...]
    special: Mapping[str, SpecialGrounds]  # by "customer.custom.religion"
    labels: Mapping[str, L]  # by "customer", "customers" or "customer.phase"
    database: DatabaseSettings
    branding: Branding
    security: SecuritySettings
    lines: Lines = dataclasses.field(compare=False, repr=False)

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def options(self) -> Options:
        """Give the lists of choices by the name fields call them: ``field(options="phases")``."""
        return {"phases": tuple(Choice(p.key, p.label, p.color) for p in self.phases)}

    @property
    def default_phase(self) -> str:
        return next((p.key for p in self.phases if p.default), self.phases[0].key)

    @property
    def conventions(self) -> Conventions:
        return Conventions(
            options=self.options,
            currency=self.company.currency,
            region=self.company.region,
            tz=ZoneInfo(self.company.timezone),
            language=self.company.language,
            labels=self.labels,
        )

    def label(self, name: str, otherwise: Label) -> Label:
        """Give the company's own word for an entity or field (``"customer"`` -> Mandant)."""
        return self.labels.get(name, otherwise)
