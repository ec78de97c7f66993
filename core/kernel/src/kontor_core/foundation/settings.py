"""Typed settings of a plugin: ``[plugin.<key>]``, overridden by the environment.

``KONTOR_<KEY>_<NAME>`` goes before the file, and ``KONTOR_<KEY>_<NAME>_FILE`` names a file that
holds the value. Secrets (``SecretStr``) come from there alone, never from ``kontor.toml``.
"""

import os
from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, SecretBytes, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, from_json

from kontor_core.foundation.definition.model import Definition
from kontor_core.foundation.definition.problems import DefinitionErrors, Problems
from kontor_core.foundation.i18n import L
from kontor_core.foundation.secrets import from_environment

Model = TypeVar("Model", bound=BaseModel)


def load_settings(
    model: type[Model],
    key: str,
    definition: Definition,
    *,
    environ: Mapping[str, str] | None = None,
) -> Model:
    """Give a plugin's settings. Raises DefinitionErrors that name file line or variable."""
    environ = os.environ if environ is None else environ
    written = definition.plugin_settings.get(key, {})
    problems = Problems(definition.path, definition.lines)
    values: dict[str, Any] = {}
    for name, value in written.items():
        path = ("plugin", key, name)
        info = model.model_fields.get(name)
        if info is None:
            what = L("Die Einstellung", en="setting")
            problems.add_unknown(path, name, model.model_fields, what)
        elif _is_secret(info):
            variable = variable_of(key, name)
            problems.add(
                path,
                f"Ein Geheimnis gehört nicht in die Datei. Setzen Sie {variable} oder "
                f"{variable}_FILE.",
                f"A secret does not belong in the file. Set {variable} or {variable}_FILE.",
            )
        else:
            values[name] = value
    variables = {name: variable_of(key, name) for name in model.model_fields}
    overridden = set()
    for name, variable in variables.items():
        text = from_environment(variable, environ)
        if text is not None:
            values[name] = _from_text(text, model.model_fields[name])
            overridden.add(name)
    try:
        found = model.model_validate(values)
    except ValidationError as error:
        # without the input: it may be a secret
        for detail in error.errors(include_input=False, include_url=False):
            _add(problems, detail, key, variables, overridden)
    else:
        if not problems.found:
            return found
    raise DefinitionErrors(problems.found)


def variable_of(key: str, name: str) -> str:
    return f"KONTOR_{key}_{name}".upper()


def _is_secret(info: FieldInfo) -> bool:
    types = (info.annotation, *get_args(info.annotation))
    return SecretStr in types or SecretBytes in types


def _from_text(text: str, info: FieldInfo) -> Any:
    """Take lists and tables in a variable as JSON; everything else pydantic reads from text."""
    if text.lstrip().startswith(("[", "{")) and not _is_secret(info) and info.annotation is not str:
        try:
            return from_json(text)
        except ValueError:
            return text
    return text


def _add(
    problems: Problems,
    detail: ErrorDetails,
    key: str,
    variables: Mapping[str, str],
    overridden: set[str],
) -> None:
    place = detail["loc"]
    name = str(place[0]) if place else ""
    if name in overridden:
        variable = variables[name]
        problems.add((), f"{variable}: {_german(detail)}", f"{variable}: {_english(detail)}")
        return
    problems.add(("plugin", key, *place), _german(detail), _english(detail))


_GERMAN = {
    "missing": "Fehlt.",
    "int_parsing": "Das ist keine ganze Zahl.",
    "int_type": "Das ist keine ganze Zahl.",
    "int_from_float": "Das ist keine ganze Zahl.",
    "float_parsing": "Das ist keine Zahl.",
    "float_type": "Das ist keine Zahl.",
    "decimal_parsing": "Das ist keine Zahl.",
    "decimal_type": "Das ist keine Zahl.",
    "bool_parsing": "Das ist weder true noch false.",
    "bool_type": "Das ist weder true noch false.",
    "string_type": "Das ist kein Text.",
    "list_type": "Das ist keine Liste.",
    "tuple_type": "Das ist keine Liste.",
    "dict_type": "Das ist keine Tabelle.",
    "extra_forbidden": "Diesen Eintrag gibt es nicht.",
    "literal_error": "Erlaubt ist: {expected}.",
    "enum": "Erlaubt ist: {expected}.",
    "greater_than": "Muss größer als {gt} sein.",
    "greater_than_equal": "Muss mindestens {ge} sein.",
    "less_than": "Muss kleiner als {lt} sein.",
    "less_than_equal": "Darf höchstens {le} sein.",
    "string_too_short": "Mindestens {min_length} Zeichen.",
    "string_too_long": "Höchstens {max_length} Zeichen.",
}


def _german(detail: ErrorDetails) -> str:
    context = {
        key: str(value).replace(" or ", " oder ") for key, value in detail.get("ctx", {}).items()
    }
    template = _GERMAN.get(detail["type"])
    return template.format_map(context) if template else _english(detail)


def _english(detail: ErrorDetails) -> str:
    if detail["type"] == "missing":
        return "Is missing."
    return f"{detail['msg'].removeprefix('Value error, ')}."
