"""The palette: records by name, then what one can do, then where one can go."""

from collections.abc import Iterable
from functools import partial

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.text import search_key
from kontor_core.hooks.declarations.ui import Action as ActionSpec
from kontor_core.hooks.declarations.ui import ActionScope, SearchProvider
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_web.calls import Call
from kontor_web.messages import Reply
from kontor_web.resources.addresses import address_of, list_url, record_url
from kontor_web.resources.avatars import avatar
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.shell import may, shell
from kontor_web.ui.slots import context, guarded, shown
from kontor_web.ui.views import PaletteGroup, PaletteOption, PaletteView

_RECORDS = 6
_MOST_TEXT = 100


def palette(call: Call) -> Reply:
    text = call.request.query.get("q", "").strip()[:_MOST_TEXT]
    only_commands = text.startswith(">")
    wanted = text.lstrip(">").strip()
    groups = [
        *(() if only_commands or not wanted else _records(call, wanted)),
        PaletteGroup(
            label=text_of(phrases.COMMANDS, call.locale),
            options=tuple(_matching(_commands(call), wanted)),
        ),
        PaletteGroup(
            label=text_of(phrases.PAGES, call.locale),
            options=() if only_commands else tuple(_matching(_pages(call), wanted)),
        ),
    ]
    view = PaletteView(groups=tuple(group for group in groups if group.options))
    return render(call, "core/parts/palette.html", palette=view)


def _records(call: Call, text: str) -> Iterable[PaletteGroup]:
    for info in call.kontor.resources.all():
        if info.declaration.search and may(call, info, Verb.READ):
            options = tuple(_found(call, info, text))
            if options:
                yield PaletteGroup(label=text_of(info.label_plural, call.locale), options=options)
    ctx = context(call)
    for owned in shown(call, SearchProvider, None, ctx):
        ask = partial(owned.spec.search, ctx, text)
        hits = guarded(call, owned, "search", ask).value or ()
        yield PaletteGroup(
            label=text_of(owned.spec.label, call.locale),
            options=tuple(
                PaletteOption(
                    label=text_of(hit.title, call.locale),
                    href=address_of(hit.to, call.kontor.resources),
                    hint=text_of(hit.text, call.locale) if hit.text else "",
                    icon=hit.icon,
                )
                for hit in hits[:_RECORDS]
            ),
        )


def _found(call: Call, info: ResourceInfo, text: str) -> Iterable[PaletteOption]:
    names = [info.title, *(name for name in ("number",) if name in info.fields)]
    page = call.kontor.resources.page(
        call.actor, info, fields=list(dict.fromkeys(names)), limit=_RECORDS, search=text
    )
    for row in page.rows:
        values = dict(zip([*names, "id"], values_of(row), strict=False))
        name = str(values.get(info.title) or "…")
        yield PaletteOption(
            label=name,
            href=record_url(info, values["id"]),
            hint=str(values.get("number") or ""),
            avatar=avatar(name, values["id"], square=info.entity == "customer"),
        )


def _commands(call: Call) -> Iterable[PaletteOption]:
    for info in call.kontor.resources.all():
        if info.declaration.nav and may(call, info, Verb.CREATE):
            label = phrases.NEW.format(label=info.label).in_(call.locale)
            yield PaletteOption(label=label, href=f"{list_url(info)}/new", icon="plus")
    for owned in shown(call, ActionSpec, None, context(call)):
        spec = owned.spec
        if spec.scope is ActionScope.GLOBAL and spec.href is not None:
            yield PaletteOption(
                label=text_of(spec.label, call.locale),
                href=address_of(spec.href, call.kontor.resources),
                icon=spec.icon,
            )
    yield PaletteOption(label=text_of(phrases.THEME, call.locale), do="theme", icon="sun-moon")


def _pages(call: Call) -> Iterable[PaletteOption]:
    for group in shell(call, "").nav:
        for link in group.links:
            keys = ("g", link.key) if link.key else ()
            yield PaletteOption(label=link.label, href=link.href, icon=link.icon, keys=keys)


def _matching(options: Iterable[PaletteOption], text: str) -> Iterable[PaletteOption]:
    wanted = search_key(text)
    return [option for option in options if wanted in search_key(option.label)]
