"""The CRM definition: ``kontor.toml`` in the company's own folder says which CRM it runs."""

from kontor_core.foundation.definition.changes import Change, diff
from kontor_core.foundation.definition.editing import set_plugins, write_default
from kontor_core.foundation.definition.loading import FILE_NAME, load, parse_definition
from kontor_core.foundation.definition.model import (
    Branding,
    Company,
    DatabaseSettings,
    Definition,
    Phase,
    RoleDefinition,
    SpecialGrounds,
)
from kontor_core.foundation.definition.problems import DefinitionErrors

__all__ = [
    "FILE_NAME",
    "Branding",
    "Change",
    "Company",
    "DatabaseSettings",
    "Definition",
    "DefinitionErrors",
    "Phase",
    "RoleDefinition",
    "SpecialGrounds",
    "diff",
    "load",
    "parse_definition",
    "set_plugins",
    "write_default",
]
