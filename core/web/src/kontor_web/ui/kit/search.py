"""Sample of the search over everything."""

from kontor_core.search.segments import Segment
from kontor_web.ui.kit.words import Words, shell
from kontor_web.ui.views import Avatar
from kontor_web.ui.views.search import Result, ResultGroup, SearchView


def results(w: Words) -> dict[str, object]:
    customers = w("Kunden", "Customers")
    touches = w("Kundenkontakte", "Interactions")
    found = Segment("Alster", hit=True)
    text = (
        Segment(w("… möchte bis Freitag wissen, ob ", "… wants to know by Friday whether ")),
        found,
        Segment(w("halle und Lager in einem Zug zu machen sind …", " hall can be done too …")),
    )
    view = SearchView(
        query="alster",
        note=w(
            "Genau so steht es nirgends. Das hier ist fast so geschrieben.",
            "No exact match. These are spelled similarly.",
        ),
        groups=(
            ResultGroup(
                label=customers,
                results=(
                    Result(
                        title=(found, Segment(" Bau GmbH")),
                        href=w.to("record"),
                        avatar=Avatar(initials="AB", color="c3", square=True),
                    ),
                ),
                more=w.to("search"),
            ),
            ResultGroup(
                label=touches,
                results=(
                    Result(
                        title=(Segment(w("Angebot Dachstuhl", "Quotation for the roof")),),
                        href=w.to("record"),
                        text=text,
                        label=w("Inhalt", "Text"),
                        about="Alster Bau GmbH",
                        icon="message-circle",
                    ),
                ),
            ),
        ),
        next=w.to("search"),
    )
    return {"shell": shell(w, w("Suche", "Search")), "search": view}
