"""Who may export what: a role may see all customers and take along its own only."""

from collections.abc import Iterator
from dataclasses import replace

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.access.profiles import Action, Level, Profile
from kontor_core.foundation.errors import Forbidden
from kontor_core.foundation.i18n import L
from kontor_core.foundation.storage.schema import RowScope, Schema, TableRule
from kontor_core.resources.catalogue import ResourceInfo


def may_export(schema: Schema, actor: Actor, info: ResourceInfo) -> bool:
    """Tell whether the role exports any record of a resource."""
    return schema.level(actor.profile, info.rule, Action.EXPORT) is not Level.NONE


def exporting(schema: Schema, actor: Actor, info: ResourceInfo) -> Actor:
    """Give the actor seeing no more rows of a resource than they may export.

    Raises Forbidden when there are none. The fence does the rest, masks included.
    """
    if not may_export(schema, actor, info):
        raise Forbidden(
            L(
                "Ihre Rolle darf „{label}“ nicht exportieren.",
                en="Your role may not export “{label}”.",
            ).format(label=info.label_plural)
        )
    profile = actor.profile
    narrowed = dict(profile.levels)
    for rule in _deciding(schema, profile, info.rule):
        seen = schema.level(profile, rule, Action.READ)
        taken = schema.level(profile, rule, Action.EXPORT)
        if taken < seen:
            actions = {action: schema.level(profile, rule, action) for action in Action}
            narrowed[rule.entity] = {**actions, Action.READ: taken}
    if narrowed == profile.levels:
        return actor
    return actor.with_profile(replace(profile, levels=narrowed))


def _deciding(schema: Schema, profile: Profile, rule: TableRule) -> Iterator[TableRule]:
    """Give the tables whose levels decide about a row: its own, and those it follows."""
    yield rule
    for above in schema.subjects if rule.scope is RowScope.SUBJECT else ():
        yield from _deciding(schema, profile, above)
    if rule.scope is RowScope.VIA or (
        rule.scope is RowScope.CHILD and rule.entity not in profile.levels
    ):
        for parent in rule.parents:
            yield from _deciding(schema, profile, schema.rule(parent.table))
