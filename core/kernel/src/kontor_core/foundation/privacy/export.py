"""What is held of a person, for the person: every declared column of every row that tells of them.

Derived from the declarations of all tables, plugins' tables included (GDPR Art. 15 and 20).
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select

from kontor_core.foundation import clock
from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.fields import spec_of
from kontor_core.foundation.i18n import L, text_of
from kontor_core.foundation.privacy.classes import ERASE_PERSONS, Data
from kontor_core.foundation.privacy.reach import Start, reach
from kontor_core.foundation.storage.schema import TableRule
from kontor_core.foundation.storage.types import Id

if TYPE_CHECKING:
    from kontor_core.foundation.storage.reader import Reader
    from kontor_core.foundation.storage.storage import Storage

FORMAT = "kontor.subject/1"
_AT_ONCE = 500


def require_privacy(actor: Actor) -> None:
    """Raise Forbidden unless the actor may answer for what is held of people."""
    if not actor.profile.may(ERASE_PERSONS):
        raise Forbidden(
            L(
                "Ihre Rolle darf keine Auskünfte und Löschungen ausführen.",
                en="Your role may not carry out access requests and erasures.",
            )
        )


def export_subject(storage: "Storage", actor: Actor, start: Start) -> dict[str, Any]:
    """Give all that is held, as JSON: entity -> rows; labels beside in the actor's language.

    Reads past the row scope of the actor, whose permission is asked instead: an answer that
    leaves out what a colleague keeps would be a wrong answer.
    """
    require_privacy(actor)
    reader = storage.system_reader()
    held: dict[str, list[dict[str, Any]]] = {}
    labels: dict[str, dict[str, str]] = {}
    for table, ids in sorted(reach(storage.schema, reader.read, start).items()):
        rule = storage.schema.rule(table)
        held[rule.entity] = _rows(reader, rule, sorted(ids))
        labels[rule.entity] = {
            name: text_of(spec.label, actor.locale)
            for name in _columns(rule)
            if (spec := spec_of(rule.table.c[name])) is not None
        }
    return {
        "format": FORMAT,
        "made_at": clock.as_text(clock.now()),
        "subject": {entity: sorted(ids) for entity, ids in start.items() if ids},
        "held": held,
        "labels": labels,
    }


def _columns(rule: TableRule) -> list[str]:
    return [name for name, data in rule.classes.items() if data is not Data.SECRET]


def _rows(reader: "Reader", rule: TableRule, ids: list[str]) -> list[dict[str, Any]]:
    names = _columns(rule)
    row_type = msgspec.defstruct("Row", [(f"f{n}", Any) for n in range(len(names))])
    statement = (
        select(*(rule.table.c[name] for name in names))
        .where(rule.table.c.id.in_(bindparam("ids", expanding=True, type_=Id())))
        .order_by(rule.table.c.id)
    )
    found: list[dict[str, Any]] = []
    for start in range(0, len(ids), _AT_ONCE):
        rows = reader.read(statement, row_type, {"ids": ids[start : start + _AT_ONCE]})
        values: list[Mapping[str, Any]] = [
            dict(zip(names, msgspec.structs.astuple(row), strict=True)) for row in rows
        ]
        found += [{n: v for n, v in row.items() if v not in (None, "", {}, [])} for row in values]
    return found
