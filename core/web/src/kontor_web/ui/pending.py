"""What kontor.toml says by now and what is not running yet: told until somebody restarts."""

from kontor_core.foundation.definition import FILE_NAME, diff, load
from kontor_core.foundation.errors import KontorError
from kontor_core.foundation.i18n import Label, text_of
from kontor_web.calls import Call
from kontor_web.settings import plugin_words as words
from kontor_web.ui.views import Card, FactsBlock, Value

_SHOWN = 20

Told = list[tuple[Label, Label]]


def pending(call: Call) -> tuple[str, Card] | None:
    """Compare the file with what runs; gives a line for the top of the page and the whole."""
    try:
        changes = diff(call.kontor.definition, load(call.kontor.home / FILE_NAME))
    except KontorError as error:
        told = text_of(words.BROKEN, call.locale)
        wrong: Told = [(words.BROKEN, words.BROKEN_LEAD), (words.CHANGES, error.message)]
        return told, _card(call, words.BROKEN, wrong)
    if not changes:
        return None
    lines = [
        text_of(words.DESTRUCTIVE.format(text=one.text()) if one.destructive else one.text())
        for one in changes[:_SHOWN]
    ]
    if len(changes) > _SHOWN:
        lines.append(text_of(words.MORE.format(n=len(changes) - _SHOWN), call.locale))
    items: Told = [
        (words.RESTART, words.RESTART_LEAD),
        (words.CHANGES, "\n".join(lines)),
        (words.HOW, words.RESTART_HOW),
    ]
    return text_of(words.RESTART, call.locale), _card(call, words.RESTART, items)


def _card(call: Call, title: Label, items: Told) -> Card:
    shown = tuple(
        (text_of(label, call.locale), Value(kind="longtext", text=text_of(told, call.locale)))
        for label, told in items
    )
    return Card(id="pending", title=text_of(title, call.locale), blocks=(FactsBlock(items=shown),))
