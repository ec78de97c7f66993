"""The roles of a definition."""

import re
from collections.abc import Mapping

from kontor_core.foundation.access.profiles import ANY, Action, Level
from kontor_core.foundation.definition.defaults import ADMINISTRATOR, ROLES
from kontor_core.foundation.definition.model import RoleDefinition
from kontor_core.foundation.definition.problems import KEY, Section
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data

ENTITY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")
PERMISSION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_LEVELS = tuple(level.name.lower() for level in Level)
_ACTIONS = tuple(action.value for action in Action)
_STAFF = (Data.PUBLIC, Data.INTERNAL, Data.PERSONAL)


def read_roles(section: Section) -> Mapping[str, RoleDefinition]:
    """Read ``[roles.<name>]``; a file without any has the default ones."""
    found = {ADMINISTRATOR.name: ADMINISTRATOR}
    own = list(section.sections())
    for name, part in own:
        if name == ADMINISTRATOR.name:
            section.wrong(
                name,
                "Diese Rolle ist eingebaut und hat alle Rechte. Wählen Sie einen anderen Namen.",
                "This role is built in and has all rights. Choose another name.",
            )
        elif not KEY.fullmatch(name):
            section.wrong(
                name,
                "Ein Name hat nur Kleinbuchstaben, Ziffern und _.",
                "A name has small letters, digits and _ only.",
            )
        else:
            found[name] = _role(name, part)
    if not own:
        found |= {role.name: role for role in ROLES}
    return found


def _role(name: str, section: Section) -> RoleDefinition:
    read = _classes(section, "read")
    edit = _classes(section, "edit")
    if edit is None:
        edit = _STAFF if read is None else read
    role = RoleDefinition(
        name=name,
        label=section.label("label", name),
        grants=_grants(section.section("grants")),
        read_classes=_STAFF if read is None else read,
        edit_classes=edit,
        permissions=section.texts("permissions") or (),
    )
    section.close()
    for permission in role.permissions:
        if permission != ANY and not PERMISSION.fullmatch(permission):
            section.wrong(
                "permissions",
                f"„{permission}“ ist kein Recht. Es sieht so aus: keyaccounts.appoint.",
                f'"{permission}" is no permission. It looks like keyaccounts.appoint.',
            )
    if Data.SECRET in role.read_classes:
        section.wrong(
            "read",
            "Geheime Werte liest niemand; man kann sie nur setzen (edit).",
            "Nobody reads secret values; one can only set them (edit).",
        )
    return role


def _classes(section: Section, key: str) -> tuple[Data, ...] | None:
    names = section.some_of(key, [data.value for data in Data], L("Die Datenklasse", en="class"))
    return None if names is None else tuple(data for data in Data if data.value in names)


def _grants(section: Section) -> Mapping[str, Mapping[Action, Level]]:
    found: dict[str, Mapping[Action, Level]] = {}
    for entity, part in section.sections():
        if entity != ANY and not ENTITY.fullmatch(entity):
            section.wrong(
                entity,
                "Das ist kein Objekt. Es heißt customer, transactions.order oder *.",
                "This is no entity. It is called customer, transactions.order or *.",
            )
        levels: dict[Action, Level] = {}
        for action in Action:
            if action.value in part:
                name = part.one_of(action.value, _LEVELS, "none", L("Die Reichweite", en="level"))
                levels[action] = Level[name.upper()]
        part.close(also=_ACTIONS)
        found[entity] = levels
    return found
