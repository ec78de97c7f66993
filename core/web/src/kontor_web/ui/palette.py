"""The palette: records by name and by their words, then what one can do, then where one can go.

By name from the tables, so that what was saved just now is there; by words from the index.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.errors import NotFound
from kontor_core.foundation.i18n import text_of
from kontor_core.foundation.ids import is_id
from kontor_core.foundation.text import search_key
from kontor_core.hooks.declarations.actions import Action as ActionSpec
from kontor_core.hooks.declarations.actions import ActionScope
from kontor_core.hooks.declarations.ui import SearchProvider
from kontor_core.hooks.registries import Owned
from kontor_core.resources.catalogue import ResourceInfo
from kontor_core.resources.columns import values_of
from kontor_core.resources.sought import Sought
from kontor_core.search.segments import plain
from kontor_web.calls import Call
from kontor_web.help.book import ADDRESS
from kontor_web.help.pages import HELP, hits
from kontor_web.messages import Reply
from kontor_web.resources.addresses import address_of, list_url, record_url, with_query
from kontor_web.resources.avatars import avatar
from kontor_web.resources.bulk_phrases import JOBS
from kontor_web.resources.export_phrases import EXPORTS
from kontor_web.resources.records import as_record, load
from kontor_web.settings.hub import places
from kontor_web.ui import phrases
from kontor_web.ui.answers import render
from kontor_web.ui.blocks import action_button
from kontor_web.ui.results import results_of
from kontor_web.ui.search_page import PATH
from kontor_web.ui.shell import COMMANDS_SIGN, PEOPLE_SIGN, may, shell
from kontor_web.ui.slots import context, guarded, shown
from kontor_web.ui.views import Action, PaletteGroup, PaletteOption, PaletteView

_RECORDS = 5
_HELP, _WORD = 3, 4
_MOST_TEXT = 100
_MOST_RECENT, _SHOWN_RECENT = 12, 6


_OWN_PAGES = (
    (HELP, ADDRESS, "circle-question-mark"),
    (EXPORTS, "/exports", "download"),
    (JOBS, "/bulk", "list-checks"),
)
"""Pages that no navigation needs."""


def palette(call: Call) -> Reply:
    text = call.request.query.get("q", "").strip()[:_MOST_TEXT]
    sign, wanted = text[:1], text[1:].strip()
    groups: Iterable[PaletteGroup]
    if sign == COMMANDS_SIGN:
        groups = [_to_do(call, wanted)]
    elif sign == PEOPLE_SIGN:
        groups = _people(call, wanted)
    elif (provider := _provider(call, sign)) is not None:
        groups = [_hits(call, provider, wanted)]
    else:
        pages = PaletteGroup(
            label=text_of(phrases.PAGES, call.locale),
            options=(*_all_results(call, text), *_pages(call, text)),
        )
        found = _records(call, text) if text else [_recent(call)]
        groups = [*found, _to_do(call, text), pages, _help(call, text)]
    view = PaletteView(groups=tuple(group for group in groups if group.options))
    return render(call, "core/parts/palette.html", palette=view)


def _records(call: Call, text: str) -> Iterable[PaletteGroup]:
    by_words = _by_words(call, text)
    for info in call.kontor.resources.all():
        named: Iterable[PaletteOption] = ()
        if info.declaration.search and may(call, info, Verb.READ):
            named = _named(call, info, text)
        both = {option.href: option for option in (*by_words.get(info.name, ()), *named)}
        first = dict.fromkeys([*(option.href for option in named), *both])
        if first:
            yield PaletteGroup(
                label=text_of(info.label_plural, call.locale),
                options=tuple(both[href] for href in first)[:_RECORDS],
            )
    for owned in shown(call, SearchProvider, None, context(call)):
        if not owned.spec.prefix:  # with a sign it answers to that alone
            yield _hits(call, owned, text)


def _recent(call: Call) -> PaletteGroup:
    """Show what was opened last, which the browser remembers by address and nothing else."""
    options = []
    asked = call.request.query.get("recent", "").split(",")[:_MOST_RECENT]
    found = {path: one for path in asked if (one := _record_at(call, path)) is not None}
    names = call.titles({(info.entity, record_id) for info, record_id in found.values()})
    for path, (info, record_id) in found.items():
        name = names.get((info.entity, record_id))
        if name is not None:
            face = avatar(name, record_id, square=info.entity == "customer")
            label = text_of(info.label, call.locale)
            options.append(PaletteOption(label=name, href=path, hint=label, avatar=face))
    return PaletteGroup(
        label=text_of(phrases.SEEN_LATELY, call.locale), options=tuple(options[:_SHOWN_RECENT])
    )


def _record_at(call: Call, path: str) -> tuple[ResourceInfo, str] | None:
    listed, _, record_id = path.rpartition("/")
    if not is_id(record_id):
        return None
    every = call.kontor.resources.all()
    info = next((one for one in every if list_url(one) == listed), None)
    return (info, record_id) if info is not None and may(call, info, Verb.READ) else None


def _people(call: Call, text: str) -> Iterable[PaletteGroup]:
    """Look for persons and colleagues alone."""
    for entity in ("contact", "user"):
        info = call.kontor.resources.of_entity(entity)
        if info is not None and may(call, info, Verb.READ):
            yield PaletteGroup(
                label=text_of(info.label_plural, call.locale),
                options=tuple(_found(call, info, text)),
            )


def _provider(call: Call, sign: str) -> Owned[SearchProvider] | None:
    if not sign:
        return None
    every = shown(call, SearchProvider, None, context(call))
    return next((owned for owned in every if owned.spec.prefix == sign), None)


def _hits(call: Call, owned: Owned[SearchProvider], text: str) -> PaletteGroup:
    ctx = context(call)
    ask = partial(owned.spec.search, ctx, text)
    hits = guarded(call, owned, "search", ask).value or ()
    return PaletteGroup(
        label=text_of(owned.spec.label, call.locale),
        options=tuple(
            PaletteOption(
                label=text_of(hit.title, call.locale),
                href=address_of(hit.to, call.kontor.resources),
                hint=text_of(hit.text, call.locale) if hit.text else "",
                icon=hit.icon,
            )
            for hit in hits[: _RECORDS if not owned.spec.prefix else _MOST_RECENT]
        ),
    )


def _to_do(call: Call, text: str) -> PaletteGroup:
    return PaletteGroup(
        label=text_of(phrases.COMMANDS, call.locale),
        options=tuple(_matching((*_here(call), *_commands(call)), text)),
    )


def _by_words(call: Call, text: str) -> Mapping[str, Sequence[PaletteOption]]:
    found = call.kontor.search.find(call.actor, text, limit=_RECORDS)
    return {
        name: [
            PaletteOption(
                label=plain(one.title),
                parts=one.title,
                href=one.href,
                hint=" · ".join(part for part in (one.about, plain(one.text)) if part),
                icon=one.icon,
                avatar=one.avatar,
            )
            for one in results
        ]
        for name, results in results_of(call, found).items()
    }


def _named(call: Call, info: ResourceInfo, text: str) -> Sequence[PaletteOption]:
    return tuple(_found(call, info, text))


def _found(call: Call, info: ResourceInfo, text: str) -> Iterable[PaletteOption]:
    names = [info.title, *(name for name in ("number",) if name in info.fields)]
    by_name = {"field": info.title, "op": "contains", "value": text}
    searched = info.declaration.search is not None
    page = call.kontor.resources.page(
        call.actor,
        info,
        fields=list(dict.fromkeys(names)),
        limit=_RECORDS,
        search=Sought(text) if text and searched else None,
        filter=by_name if text and not searched else None,
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
        if owned.spec.scope is ActionScope.GLOBAL:
            button = action_button(call, owned.id, owned.spec)
            # what happens at once and for good stays where its page explains it
            if button.post is None or owned.spec.undo is not None:
                yield _option(button)
    yield PaletteOption(label=text_of(phrases.THEME, call.locale), do="theme", icon="sun-moon")


def _here(call: Call) -> Iterable[PaletteOption]:
    """Give what one can do with the record whose page is open."""
    found = _record_at(call, call.request.query.get("here", ""))
    if found is None:
        return
    info, record_id = found
    try:
        about = as_record(call, info, load(call, info, record_id))
    except NotFound:
        return  # somebody deleted it meanwhile
    for owned in shown(call, ActionSpec, info.entity, context(call, about)):
        if owned.spec.scope is ActionScope.RECORD:
            button = action_button(call, owned.id, owned.spec, about)
            yield replace(_option(button), hint=about.title)


def _option(action: Action) -> PaletteOption:
    return PaletteOption(
        label=action.label, icon=action.icon, href=action.href, get=action.get, post=action.post
    )


def _help(call: Call, text: str) -> PaletteGroup:
    """Find parts of the help, for words and not for the first letters of a name."""
    found = hits(call, text)[:_HELP] if len(text) >= _WORD else []
    return PaletteGroup(
        label=text_of(HELP, call.locale),
        options=tuple(
            PaletteOption(label=one.label, href=one.href, icon="circle-question-mark")
            for one in found
        ),
    )


def _all_results(call: Call, text: str) -> Iterable[PaletteOption]:
    if text:
        label = phrases.SEARCH_ALL.format(text=text).in_(call.locale)
        yield PaletteOption(label=label, href=with_query(PATH, [("q", text)]), icon="search")


def _pages(call: Call, text: str) -> Iterable[PaletteOption]:
    return _matching(_links(call), text)


def _links(call: Call) -> Iterable[PaletteOption]:
    for group in shell(call, "").nav:
        for link in group.links:
            keys = ("g", link.key) if link.key else ()
            yield PaletteOption(label=link.label, href=link.href, icon=link.icon, keys=keys)
    for name, href, icon in _OWN_PAGES:
        yield PaletteOption(label=text_of(name, call.locale), href=href, icon=icon)
    settings = text_of(phrases.SETTINGS, call.locale)
    for label, href, icon in places(call):
        yield PaletteOption(label=label, href=href, icon=icon, hint=settings)


def _matching(options: Iterable[PaletteOption], text: str) -> Iterable[PaletteOption]:
    wanted = search_key(text)
    return [option for option in options if wanted in search_key(option.label)]
