"""Samples of the help: one topic, what a search found."""

from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.markup import prose
from kontor_web.ui.views import Empty, HelpGroup, HelpHit, HelpLink, HelpPart, HelpView


def topic(w: Words) -> dict[str, object]:
    title = w("Listen und Filter", "Lists and filters")
    parts = (
        HelpPart(anchor="", title="", html=prose(w("Worum es geht.", "What it is about."))),
        HelpPart(
            anchor="suchen",
            title=w("Suchen", "Searching"),
            html=prose(w("Tippen Sie ein Wort.", "Type a word.")),
        ),
        HelpPart(
            anchor="filtern",
            title=w("Filtern", "Filtering"),
            html=prose(w("Wählen Sie ein Feld.", "Choose a field.")),
        ),
    )
    view = HelpView(title=title, groups=_groups(w, title), parts=parts)
    return {"shell": shell(w, title), "help": view}


def found(w: Words) -> dict[str, object]:
    hit = HelpHit(
        label=w("Listen und Filter: Suchen", "Lists and filters: Searching"),
        href=w.to("help"),
        text=w("Tippen Sie ein Wort.", "Type a word."),
    )
    return _index(
        w,
        HelpView(
            title=w("Hilfe", "Help"), groups=_groups(w), query=w("suchen", "search"), hits=(hit,)
        ),
    )


def nothing(w: Words) -> dict[str, object]:
    title = w("Dazu steht nichts in der Hilfe", "The help says nothing about this")
    empty = Empty(title=title, text="", icon="search-x")
    return _index(
        w, HelpView(title=w("Hilfe", "Help"), groups=_groups(w), query="xyz", empty=empty)
    )


def _index(w: Words, view: HelpView) -> dict[str, object]:
    return {"shell": shell(w, view.title), "help": view}


def _groups(w: Words, current: str = "") -> tuple[HelpGroup, ...]:
    labels = (
        w("Die ersten Schritte", "First steps"),
        w("Listen und Filter", "Lists and filters"),
    )
    links = tuple(
        HelpLink(label=label, href=w.to("help"), current=label == current) for label in labels
    )
    return (HelpGroup(label=w("Grundlagen", "Basics"), links=links),)
