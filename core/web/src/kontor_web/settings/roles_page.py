"""Roles: the matrix of what each may do, where it is written, how it is changed."""

from collections.abc import Iterable, Mapping, Sequence

from kontor_core.foundation.access import directory
from kontor_core.foundation.access.profiles import ANY, Level
from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.definition import RoleDefinition
from kontor_core.foundation.definition.defaults import ADMINISTRATOR
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import Label, text_of
from kontor_core.foundation.privacy.classes import Data
from kontor_core.hooks.declarations.entities import Scope
from kontor_core.hooks.declarations.rights import Action
from kontor_core.hooks.declarations.rights import Level as Reach
from kontor_web.calls import Call
from kontor_web.endpoints import Endpoint
from kontor_web.messages import Reply
from kontor_web.settings import words
from kontor_web.settings.parts import ROOT, get, number, page, said, table
from kontor_web.ui.views import Block, Card, FactsBlock, TagBlock, Value
from kontor_web.ui.views.values import Tag

PATH = f"{ROOT}/roles"
_COLORS = {Level.NONE: "c8", Level.OWN: "c2", Level.TEAM: "c6", Level.ALL: "c5"}


def roles_page(call: Call) -> Reply:
    """Show all roles side by side, and those that plugins propose."""
    held = directory.holders(call.kontor.storage)
    known = call.kontor.definition.roles
    rows = []
    for name, role in known.items():
        profile = role.profile()
        every = ANY in role.permissions
        permissions = (
            said(call, words.LEVELS["all"]) if every else number(call, len(role.permissions))
        )
        rows.append(
            (
                Value(text=said(call, role.label)),
                Value(text=number(call, held.get(name, 0))),
                _level(call, profile.level("customer", Verb.READ)),
                _level(call, profile.level("customer", Verb.EDIT)),
                Value(text=permissions),
                Value(text=_place(call, role)),
            )
        )
    customers = call.kontor.storage.conventions.called("customers", words.CUSTOMERS)
    heads: Sequence[Label | tuple[Label, str]] = (
        words.ROLE,
        (words.HOLDERS, "int"),
        (words.READS.format(customers=customers), "choice"),
        (words.CHANGES.format(customers=customers), "choice"),
        (words.PERMISSIONS, "int"),
        words.SOURCE,
    )
    listed = table(
        call, heads, rows, links=[f"{PATH}/{name}" for name in known], caption=words.ROLES
    )
    cards = [Card(id="roles", blocks=(listed,)), *_proposed(call)]
    return page(call, words.ROLES, cards, lead=words.ROLES_INTRO)


def role_page(call: Call) -> Reply:
    """Show one role: entities by action, classes of fields, permissions, how to change it."""
    name = call.param("role")
    role = call.kontor.definition.roles.get(name)
    if role is None:
        raise NotFound("role", name)
    cards = [
        Card(id="matrix", title=said(call, words.MATRIX), blocks=(_matrix(call, role),)),
        Card(id="classes", title=said(call, words.CLASSES), blocks=(_classes(call, role),), span=6),
        Card(
            id="change",
            title=said(call, words.HOW_TO_CHANGE),
            blocks=tuple(_how(call, role)),
            span=6,
        ),
        Card(
            id="permissions",
            title=said(call, words.PERMISSIONS),
            blocks=tuple(_permissions(call, role)),
        ),
    ]
    return page(call, role.label, cards, lead=_place(call, role), under=[(words.ROLES, PATH)])


def _matrix(call: Call, role: RoleDefinition) -> Block:
    """Lay out what the fence makes of the role, entity by entity."""
    schema, profile = call.kontor.storage.schema, role.profile()
    registries = call.kontor.registries
    rows = []
    for name, owned in registries.entities.items():
        if owned.spec.row_scope is Scope.SYSTEM:
            continue
        rule = schema.rule(owned.spec.table)
        plugin = registries.plugins.get(owned.owner)
        label = call.kontor.definition.label(name, registries.label_of(name))
        levels = [schema.level(profile, rule, verb) for verb in Verb]
        if owned.spec.row_scope is Scope.OPEN:  # whoever may at all, may with every row
            levels = [Level.ALL if level else Level.NONE for level in levels]
        rows.append(
            (
                Value(text=said(call, label)),
                Value(text=said(call, plugin.title) if plugin else owned.owner),
                *(_level(call, level) for level in levels),
            )
        )
    heads: list[Label] = [words.ENTITY, "Plugin", *(words.ACTIONS[verb.value] for verb in Verb)]
    return table(call, heads, rows, caption=words.MATRIX)


def _classes(call: Call, role: RoleDefinition) -> Block:
    rows = [
        (
            Value(text=said(call, words.DATA_CLASSES[data.value])),
            Value(kind="bool", on=data in role.read_classes),
            Value(kind="bool", on=data in role.edit_classes),
        )
        for data in Data
    ]
    heads = (words.CLASS, words.ACTIONS["read"], words.ACTIONS["edit"])
    return table(call, heads, rows, caption=words.CLASSES)


def _permissions(call: Call, role: RoleDefinition) -> list[Block]:
    registries, profile = call.kontor.registries, role.profile()
    rows = []
    for name, owned in registries.permissions.items():
        plugin = registries.plugins.get(owned.owner)
        rows.append(
            (
                Value(text=said(call, owned.spec.label)),
                Value(kind="bool", on=profile.may(name)),
                Value(text=said(call, plugin.title) if plugin else owned.owner),
                Value(text=name),
                Value(kind="longtext", text=said(call, owned.spec.help or "")),
            )
        )
    heads = (words.PERMISSIONS, words.GRANTED, "Plugin", words.NAME, words.WHAT)
    blocks: list[Block] = []
    if ANY in role.permissions:
        blocks.append(TagBlock(tag=Tag(text=said(call, words.ALL_PERMISSIONS), color="c5")))
    return [*blocks, table(call, heads, rows, caption=words.PERMISSIONS)]


def _how(call: Call, role: RoleDefinition) -> list[Block]:
    """Say where to change the role; one that is not written yet comes as text to paste."""
    if role.name == ADMINISTRATOR.name:
        return [_told(call, words.SOURCE, said(call, words.HOW_BUILT_IN))]
    if _line(call, role) is None:
        return [
            _told(call, words.SOURCE, said(call, words.HOW_DEFAULT)),
            _told(call, words.TEXT_TO_WRITE, as_toml(role)),
        ]
    told = words.HOW_FILE.format(place=_place(call, role))
    return [_told(call, words.SOURCE, said(call, told))]


def _told(call: Call, label: Label, told: str) -> Block:
    return FactsBlock(items=((said(call, label), Value(kind="longtext", text=told)),))


def _line(call: Call, role: RoleDefinition) -> int | None:
    return call.kontor.definition.lines.of("roles", role.name)


def _place(call: Call, role: RoleDefinition) -> str:
    if role.name == ADMINISTRATOR.name:
        return said(call, words.BUILT_IN)
    line = _line(call, role)
    if line is None:
        return said(call, words.DEFAULT_ROLE)
    file = call.kontor.definition.path.name
    return said(call, words.AT_LINE.format(file=file, line=line))


def _level(call: Call, level: Level) -> Value:
    word = said(call, words.LEVELS[level.name.lower()])
    if level is Level.NONE:
        return Value()
    return Value(kind="choice", tags=(Tag(text=word, color=_COLORS[level]),))


def _proposed(call: Call) -> list[Card]:
    """Show the roles that plugins propose and the definition does not have yet."""
    known, registries = call.kontor.definition.roles, call.kontor.registries
    cards = []
    for owned in registries.role_templates.values():
        if owned.spec.name in known:
            continue
        plugin = registries.plugins.get(owned.owner)
        written = _toml(
            owned.spec.name, owned.spec.label, owned.spec.grants, owned.spec.permissions
        )
        items = (
            (said(call, words.PROPOSED_BY), said(call, plugin.title) if plugin else owned.owner),
            (said(call, words.SOURCE), said(call, words.PROPOSED_HINT)),
            (said(call, words.TEXT_TO_WRITE), written),
        )
        shown = tuple((label, Value(kind="longtext", text=told)) for label, told in items)
        title = f"{said(call, words.PROPOSED)}: {said(call, owned.spec.label)}"
        cards.append(
            Card(id=f"proposed-{owned.id}", title=title, blocks=(FactsBlock(items=shown),), span=6)
        )
    return cards


def as_toml(role: RoleDefinition) -> str:
    """Write a role the way kontor.toml has it."""
    grants = {
        entity: {action.value: level.name.lower() for action, level in levels.items()}
        for entity, levels in role.grants.items()
    }
    return _toml(role.name, role.label, grants, role.permissions, role.read_classes)


Grants = Mapping[str, Mapping[Action, Reach]] | Mapping[str, Mapping[str, str]]


def _toml(
    name: str,
    label: Label,
    grants: Grants,
    permissions: Iterable[str],
    classes: Iterable[Data] = (),
) -> str:
    lines = [
        f"[roles.{name}]",
        f'label = "{text_of(label, "de")}"',
        f'label_en = "{text_of(label, "en")}"',
    ]
    if listed := ", ".join(f'"{data.value}"' for data in classes):
        lines.append(f"read = [{listed}]")
    if listed := ", ".join(f'"{one}"' for one in permissions):
        lines.append(f"permissions = [{listed}]")
    lines.append(f"[roles.{name}.grants]")
    for entity, levels in grants.items():
        told = ", ".join(f'{action} = "{level}"' for action, level in levels.items())
        key = entity if entity.replace("_", "").isalnum() else f'"{entity}"'
        lines.append(f"{key} = {{ {told} }}")
    return "\n".join(lines)


def endpoints() -> list[Endpoint]:
    return [
        get("/roles", roles_page, MANAGE_USERS),
        get("/roles/{role:str}", role_page, MANAGE_USERS),
    ]
