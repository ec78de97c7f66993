"""What stands where a list shows no record: why there is none, and what to do next."""

from dataclasses import replace

from kontor_core.foundation.access.profiles import Action as Verb
from kontor_core.foundation.i18n import L, Label, text_of
from kontor_core.foundation.kinds import Kind
from kontor_core.resources.catalogue import ResourceInfo
from kontor_web.calls import Call
from kontor_web.resources.addresses import list_url, with_query
from kontor_web.resources.asked import EVERYTHING, Asked, Scope
from kontor_web.ui import phrases
from kontor_web.ui.shell import may
from kontor_web.ui.views import Action, Empty

_FIRST = L("Legen Sie den ersten Eintrag an.", en="Create the first entry.")
_FIRST_OR_IMPORT = L(
    "Legen Sie den ersten Eintrag an oder importieren Sie eine Datei.",
    en="Create the first entry or import a file.",
)
_WAIT = L("Sobald es Einträge gibt, stehen sie hier.", en="Entries appear here once there are any.")
_NO_MATCH = L("Nichts gefunden", en="Nothing found")
_NONE_FITS = L("Kein Eintrag passt zu den Filtern.", en="No entry matches the filters.")
_NONE_FOUND = L("Kein Eintrag passt zu „{text}“.", en="No entry matches “{text}”.")
_NEITHER = L(
    "Kein Eintrag passt zu „{text}“ und den Filtern.",
    en="No entry matches “{text}” and the filters.",
)
_NO_SEARCH = L("Suche aufheben", en="Clear search")
_NO_FILTERS = L("Filter aufheben", en="Clear filters")
_NO_LIMITS = L("Suche und Filter aufheben", en="Clear search and filters")
_CREATE = L("„{text}“ anlegen", en="Create “{text}”")
_EMPTY_VIEW = L("In dieser Ansicht steht nichts", en="Nothing in this view")
_VIEW_FILLS = L(
    "Sobald ein Eintrag zu ihr passt, steht er hier.", en="Entries that match it appear here."
)
_WHOLE = L("Zur ganzen Liste", en="Show the whole list")


def nothing(call: Call, scope: Scope, asked: Asked) -> Empty:
    if asked.search or asked.state.filter != asked.usual.state.filter:
        return _not_found(call, scope.info, asked)
    if asked.usual.base is not None or asked.state.filter:
        return _empty_view(call, scope, asked)
    return _first(call, scope.info)


def _not_found(call: Call, info: ResourceInfo, asked: Asked) -> Empty:
    text, clear = (_NONE_FITS, _NO_FILTERS) if not asked.search else (_NONE_FOUND, _NO_SEARCH)
    if asked.search and asked.state.filter:
        text, clear = _NEITHER, _NO_LIMITS
    href = replace(asked, search="").address(filter=asked.usual.state.filter)
    icon = "filter-x" if asked.state.filter else "x"
    actions = [Action(label=text_of(clear, call.locale), icon=icon, href=href)]
    if asked.search and _may_name(call, info):
        new = with_query(f"{list_url(info)}/new", [(info.title, asked.search)])
        label = _CREATE.format(text=asked.search).in_(call.locale)
        actions.append(Action(label=label, icon="plus", href=new, primary=True))
    return Empty(
        title=text_of(_NO_MATCH, call.locale),
        text=text.format(text=asked.search).in_(call.locale),
        icon="search-x",
        actions=tuple(actions),
    )


def _empty_view(call: Call, scope: Scope, asked: Asked) -> Empty:
    usual = asked.views.usual
    whole = with_query(scope.path, [("view", EVERYTHING if usual else "")])
    return Empty(
        title=text_of(_EMPTY_VIEW, call.locale),
        text=text_of(_VIEW_FILLS, call.locale),
        icon=scope.info.declaration.icon,
        actions=(Action(label=text_of(_WHOLE, call.locale), icon="table-2", href=whole),),
    )


def _first(call: Call, info: ResourceInfo) -> Empty:
    actions: list[Action] = []
    text: Label = _WAIT
    if may(call, info, Verb.CREATE):
        text = _FIRST
        label = phrases.NEW.format(label=info.label).in_(call.locale)
        new = f"{list_url(info)}/new"
        actions.append(Action(label=label, icon="plus", href=new, primary=True))
        if info.declaration.import_key is not None:
            text = _FIRST_OR_IMPORT
            label = text_of(phrases.IMPORT, call.locale)
            file = with_query("/import", [("resource", info.name)])
            actions.append(Action(label=label, icon="upload", href=file))
    return Empty(
        title=text_of(phrases.EMPTY_LIST, call.locale),
        text=text_of(text, call.locale),
        icon=info.declaration.icon,
        actions=tuple(actions),
    )


def _may_name(call: Call, info: ResourceInfo) -> bool:
    """Tell whether somebody may make a record whose name is typed into its form."""
    title = info.fields.get(info.title)
    if title is None or not may(call, info, Verb.CREATE):
        return False
    typed = title.kind is Kind.TEXT
    return typed and any(one.name == info.title for one in info.form_fields(call.actor))
