"""Templates: one environment per language, so `t` needs no argument and macros stay cached."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)
from jinja2.bccache import Bucket

from kontor_core.foundation.i18n import LOCALES, Locale, filled
from kontor_web.ui.assets import asset
from kontor_web.ui.icons import icon
from kontor_web.ui.texts import JS_TEXTS, TEXTS

TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders templates by their full name: ``pages.render("de", "core/list.html", ...)``.

    ``loaders`` brings the templates of plugins, by key; a bare name is never found, so plugins
    cannot clash with core or with each other. ``branding`` is the address of the stylesheet with
    the company's colours, ``plugin_asset`` gives that of a plugin's file.
    """

    def __init__(
        self,
        loaders: Mapping[str, BaseLoader] | None = None,
        *,
        branding: str = "",
        plugin_asset: Callable[[str, str], str] | None = None,
    ) -> None:
        found = {**(loaders or {}), "core": _core()}
        self._environments = {locale: _environment(locale, found) for locale in LOCALES}
        for environment in self._environments.values():
            environment.globals["branding"] = branding
            environment.globals["plugin_asset"] = plugin_asset

    def render(self, locale: Locale, name: str, /, **context: object) -> str:
        return self._environments[locale].get_template(name).render(**context)

    def environment(self, locale: Locale) -> Environment:
        return self._environments[locale]


class _Compiled(BytecodeCache):
    """What was compiled in this process: the environments of all languages are set up alike."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@cache
def _core() -> BaseLoader:
    return FileSystemLoader(TEMPLATES / "core")


def _environment(locale: Locale, loaders: Mapping[str, BaseLoader]) -> Environment:
    environment = Environment(
        loader=PrefixLoader(loaders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    environment.globals.update(
        asset=asset,
        zip=zip,
        icon=icon,
        t=_translator(locale),
        locale=locale,
        js_texts={name: TEXTS[key].in_(locale) for name, key in JS_TEXTS.items()},
    )
    return environment


_BENT = re.compile(r"{\w+:")


def _translator(locale: Locale) -> Callable[..., str]:
    spoken = {key: text.in_(locale) for key, text in TEXTS.items()}
    bent = {key for key, text in spoken.items() if _BENT.search(text)}  # the others go faster

    def t(key: str, /, **values: object) -> str:
        text = spoken[key]
        if key in bent:
            return filled(text, values, locale)
        return text.format_map(values) if values else text

    return t
