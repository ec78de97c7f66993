"""What may be changed on many records at once: what a form would let one change on each."""

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.storage.schema import SUBJECT, SUBJECT_ID, RowScope
from kontor_core.resources.catalogue import ResourceInfo

SCOPE = ("owner_id", "team_id")
"""Who looks after a record: assigned rather than edited."""

_NEVER = frozenset({Kind.JSON, Kind.ID})
_OWN_TO_EACH = frozenset({"name", "given_name", "family_name", "number", "value", "title"})


def editable_fields(info: ResourceInfo, actor: Actor) -> list[Field]:
    """Give the fields that make sense on many: none that names a record or says where it hangs."""
    parents = {parent.column for parent in info.rule.parents}
    if info.rule.scope is RowScope.SUBJECT:
        parents |= {SUBJECT, SUBJECT_ID}
    return [
        field
        for field in info.form_fields(actor)
        if field.kind not in _NEVER
        and field.name not in SCOPE
        and field.name not in parents
        and field.name not in (info.title, info.declaration.import_key)
        and field.name not in _OWN_TO_EACH
    ]


def assignable_fields(info: ResourceInfo, actor: Actor) -> list[Field]:
    """Give owner and team where a record has its own."""
    if info.declaration.read_only:
        return []
    found = (info.fields.get(name) for name in SCOPE)
    classes = actor.profile.edit_classes & actor.profile.read_classes
    return [f for f in found if f is not None and info.may_write(f) and f.spec.data in classes]
