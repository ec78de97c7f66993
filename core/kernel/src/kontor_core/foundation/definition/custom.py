"""Fields a company adds to customers and persons: ``[[fields.customer]]``."""

from dataclasses import dataclass, field

from kontor_core.foundation.definition.company import COLORS
from kontor_core.foundation.definition.model import SpecialGrounds
from kontor_core.foundation.definition.problems import Section
from kontor_core.foundation.fields import Choice, Field, FieldSpec, table_of
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.privacy.classes import Data, Erase

OWNER, COLUMN = "custom", "custom"
ENTITIES = ("customer", "contact")
"""The entities with a column ``custom``."""

KINDS = (
    Kind.TEXT, Kind.LONGTEXT, Kind.INT, Kind.NUMBER, Kind.MONEY, Kind.BOOL, Kind.DATE,
    Kind.DATETIME, Kind.CHOICE, Kind.CHOICES, Kind.EMAIL, Kind.PHONE, Kind.URL,
)  # fmt: skip
GROUNDS = ("purpose", "legal_basis", "retention")


@dataclass
class CustomFields:
    fields: list[Field] = field(default_factory=list)
    special: dict[str, SpecialGrounds] = field(default_factory=dict)


def read_custom_fields(section: Section, roles: tuple[str, ...]) -> CustomFields:
    found = CustomFields()
    for entity in ENTITIES:
        names: set[str] = set()
        for part in section.tables(entity):
            _read(part, entity, names, roles, found)
    section.close()
    return found


def _read(
    section: Section, entity: str, names: set[str], roles: tuple[str, ...], found: CustomFields
) -> None:
    name = section.name("name")
    if name in names:
        section.wrong("name", f"„{name}“ gibt es schon.", f'"{name}" exists already.')
    names.add(name)
    kind = Kind(
        section.one_of("kind", [k.value for k in KINDS], Kind.TEXT.value, L("Die Art", en="kind"))
    )
    data = Data(
        section.one_of(
            "data", [d.value for d in Data], Data.INTERNAL.value, L("Die Datenklasse", en="class")
        )
    )
    if data is Data.SECRET:
        section.wrong(
            "data",
            "Geheimnisse gehören nicht in Felder, sondern in die Einstellungen eines Plugins.",
            "Secrets do not belong in fields but in the settings of a plugin.",
        )
    help_ = section.label("help")
    spec = FieldSpec(
        label=section.label("label", name),
        kind=kind,
        data=data,
        erase=Erase.KEEP if data in (Data.PUBLIC, Data.INTERNAL) else Erase.BLANK,
        choices=_choices(section, kind),
        required=section.flag("required"),
        max_length=section.whole(
            "max_length", 20_000 if kind is Kind.LONGTEXT else 500, least=1, most=20_000
        ),
        help=help_ if help_.de else None,
    )
    grounds = _grounds(section, data, roles)
    section.close()
    made = Field(
        name=f"{OWNER}.{name}",
        owner=OWNER,
        entity=entity,
        table=table_of(entity),
        column=COLUMN,
        spec=spec,
        json_key=name,
    )
    found.fields.append(made)
    if grounds is not None:
        found.special[f"{entity}.{made.name}"] = grounds


def _choices(section: Section, kind: Kind) -> tuple[Choice, ...]:
    wanted = kind in (Kind.CHOICE, Kind.CHOICES)
    given = section.raw("options")
    if given is not None and not wanted:
        section.wrong(
            "options",
            "Möglichkeiten hat nur ein Feld der Art choice oder choices.",
            "Only a field of the kind choice or choices has options.",
        )
        return ()
    if not wanted:
        return ()
    if not isinstance(given, list) or not given:
        section.wrong(
            "options",
            'Fehlt. Schreiben Sie eine Liste: options = ["klein", "groß"].',
            'Is missing. Write a list: options = ["small", "large"].',
        )
        return ()
    if all(isinstance(part, str) for part in given):
        choices = tuple(Choice(part, part) for part in section.texts("options") or ())
    else:
        choices = tuple(_choice(part) for part in section.tables("options"))
    values = [choice.value for choice in choices]
    for value in sorted({value for value in values if values.count(value) > 1}):
        section.wrong("options", f"„{value}“ steht zweimal da.", f'"{value}" stands there twice.')
    for value in values:
        if not value.strip() or '"' in value or "\\" in value or not value.isprintable():
            section.wrong(
                "options",
                f"„{value}“ geht nicht: leer, Anführungszeichen oder \\.",
                f'"{value}" is not possible: empty, quotes or \\.',
            )
    return choices


def _choice(section: Section) -> Choice:
    value = section.required("value")
    choice = Choice(
        value,
        section.label("label", value),
        section.one_of("color", COLORS, "c8", L("Die Farbe", en="colour")),
    )
    section.close()
    return choice


def _grounds(section: Section, data: Data, roles: tuple[str, ...]) -> SpecialGrounds | None:
    given = {key: section.text(key) for key in GROUNDS}
    allowed = section.some_of("roles", roles, L("Die Rolle", en="role")) or ()
    if data is not Data.SPECIAL:
        for key in (*GROUNDS, "roles"):
            if key in section:
                section.wrong(
                    key,
                    'Das gehört nur zu Feldern der Datenklasse "special".',
                    'This belongs to fields of the class "special" only.',
                )
        return None
    for key in (*(key for key in GROUNDS if not given[key]), *(() if allowed else ("roles",))):
        section.wrong(
            key,
            "Fehlt: Daten nach Art. 9 DSGVO brauchen Zweck (purpose), Rechtsgrundlage "
            "(legal_basis), Frist (retention) und Rollen (roles).",
            "Is missing: data of Art. 9 GDPR needs purpose, legal_basis, retention and roles.",
        )
    return SpecialGrounds(**given, roles=allowed)
