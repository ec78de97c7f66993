"""What a company takes for granted when it writes ``12,50`` or ``030 1234``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from kontor_core.foundation.fields import Choice, FieldSpec
from kontor_core.foundation.i18n import DEFAULT_LOCALE, Label, Locale

Options = Mapping[str, tuple[Choice, ...]]
"""The lists of choices that the definition owns, by name: ``{"phases": (Choice(...), ...)}``."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """Currency of bare amounts, country of bare phone numbers, zone of bare times, own words."""

    options: Options = field(default_factory=dict)
    currency: str = "EUR"
    region: str = "DE"
    tz: tzinfo = UTC
    language: Locale = DEFAULT_LOCALE  # of users who have not chosen one
    labels: Mapping[str, Label] = field(default_factory=dict)

    def choices(self, spec: FieldSpec) -> tuple[Choice, ...]:
        """Give the choices of a field: those of the definition's list it names, else its own."""
        return self.options.get(spec.options, spec.choices) if spec.options else spec.choices

    def called(self, name: str, otherwise: Label) -> Label:
        """Give the company's own word for an entity or a resource (``"customer"`` -> Mandant)."""
        return self.labels.get(name, otherwise)


DEFAULT = Conventions()
