"""What lists say about how they are shown: columns, views, boards and calendars."""

from kontor_core.foundation.i18n import L

COLUMNS = L("Spalten", en="Columns")
COLUMNS_LEAD = L(
    "Angehakt ist, was die Liste zeigt, von oben nach unten wie dort von links nach rechts.",
    en="Ticked columns are shown in the list, in this order from left to right.",
)
NO_COLUMN = L(
    "Die Spalte „{name}“ gibt es nicht, oder Ihre Rolle sieht sie nicht. Vielleicht ist ihr "
    "Plugin abgeschaltet; die übrigen Spalten stehen hier.",
    en="There is no column “{name}”, or your role does not see it. Its plugin may be switched "
    "off; the other columns are here.",
)
NO_SORT = L(
    "Nach „{name}“ lässt sich nicht sortieren; die Liste steht in ihrer üblichen Reihenfolge.",
    en="The list cannot be sorted by “{name}”; it is in its usual order.",
)

VIEW = L("Ansicht", en="View")
SAVE_AS = L("Als neue Ansicht speichern …", en="Save as new view …")
OVERWRITE = L("Änderungen in der Ansicht speichern", en="Save changes to this view")
DISCARD = L("Änderungen verwerfen", en="Discard changes")
RENAME = L("Umbenennen und teilen …", en="Rename and share …")
OPEN_WITH = L("Liste mit dieser Ansicht öffnen", en="Open the list with this view")
OPEN_PLAIN = L("Liste wieder ohne Ansicht öffnen", en="Open the list without a view again")
DELETE_VIEW = L("Ansicht löschen", en="Delete this view")
NEW_VIEW = L("Neue Ansicht", en="New view")
EDIT_VIEW = L("Ansicht „{name}“", en="View “{name}”")
NEW_VIEW_LEAD = L(
    "Gemerkt werden Filter, Sortierung, Spalten und Darstellung, wie sie jetzt sind. Wer die "
    "Ansicht öffnet, sieht darin nur, was die eigene Rolle zeigt.",
    en="Filter, sort, columns and layout are kept as they are now. Whoever opens the view sees "
    "only what their own role shows.",
)
VIEW_NAME = L("Name", en="Name")
VIEW_FOR = L("Sichtbar für", en="Visible to")
VIEW_USUAL = L("Liste damit öffnen", en="Open the list with it")
VIEW_SAVED = L("Ansicht „{name}“ ist gespeichert.", en="View “{name}” has been saved.")
VIEW_DELETED = L("Ansicht „{name}“ ist gelöscht.", en="View “{name}” has been deleted.")
VIEW_BACK = L("Ansicht „{name}“ ist wieder da.", en="View “{name}” is back.")
VIEW_OPENS = L(
    "Die Liste öffnet jetzt mit dieser Ansicht.", en="The list now opens with this view."
)
VIEW_PLAIN = L("Die Liste öffnet wieder ohne Ansicht.", en="The list opens without a view again.")
NO_VIEW = L(
    "Diese Ansicht gibt es nicht mehr, oder sie ist nicht mit Ihnen geteilt. Das hier ist die "
    "ganze Liste.",
    en="This view is gone, or it is not shared with you. This is the whole list.",
)
NO_BASE = L(
    "Die Ansicht „{name}“ beruht auf „{base}“; das gibt es nicht mehr, vielleicht ist sein Plugin "
    "abgeschaltet. Gezeigt wird, was sonst in ihr steht.",
    en="The view “{name}” is based on “{base}”, which is gone; its plugin may be "
    "switched off. The rest of the view is shown.",
)
BROKEN_VIEW = L("Die Ansicht „{name}“ geht so nicht mehr", en="The view “{name}” no longer works")
BROKEN_HOW = L(
    "{reason} Vielleicht ist ein Plugin abgeschaltet. Gespeichert bleibt die Ansicht, wie sie ist.",
    en="{reason} A plugin may be switched off. The view stays saved as it is.",
)
WITHOUT_FILTER = L("Ohne Filter zeigen", en="Show without the filter")

TABLE = L("Tabelle", en="Table")
BOARD = L("Tafel", en="Board")
NO_LANE = L("Ohne Angabe", en="Not specified")
BOARD_HINT = L(
    "Karten ziehen, über ihr Menü verschieben oder mit Alt und den Pfeiltasten.",
    en="Drag cards, move them by their menu, or with Alt and the arrow keys.",
)
BOARD_FIXED = L(
    "Hier lassen sich Karten nicht verschieben: Das Feld wird von Kontor geführt, oder Ihre Rolle "
    "ändert es nicht.",
    en="Cards cannot be moved here: the field is kept by Kontor, or your role does not change it.",
)
MOVED = L("{name}: {lane}", en="{name}: {lane}")
LANE_FULL = L(
    "In „{lane}“ liegen jetzt mehr als {n} Karten.", en="“{lane}” now holds more than {n} cards."
)
LANE_CUT = L(
    "Je Spalte stehen hier die ersten {n} Karten; gezählt sind alle.",
    en="Each lane shows its first {n} cards; all of them are counted.",
)
MOVED_BACK = L("Die Karte ist zurück.", en="The card is back.")
MOVED_MEANWHILE = L(
    "Jemand anderes hat den Eintrag inzwischen geändert. Die Karte bleibt, wo sie war; laden Sie "
    "die Tafel neu und versuchen Sie es noch einmal.",
    en="Somebody else has changed the record in the meantime. The card stays where it "
    "was; reload the board and try again.",
)
MOVE_REFUSED = L(
    "{reason} Die Karte bleibt, wo sie war.",
    en="{reason} The card stays where it was.",
)

CALENDAR = L("Kalender", en="Calendar")
EMPTY_MONTH = L("In diesem Monat steht nichts.", en="Nothing in this month.")
MORE_OF_DAY = L("{n} weitere", en="{n} more")
ONE_MORE_OF_DAY = L("1 weiterer", en="1 more")
MONTH_CUT = L(
    "Dieser Monat hat mehr als {n} Einträge; die übrigen fehlen hier. Ein Filter hilft.",
    en="This month has more than {n} entries; the others are not shown. A filter helps.",
)

FOUND_CUT = L(
    "Das passt zu sehr vielen Einträgen; gezeigt werden die, die am besten passen. Ein Wort mehr "
    "hilft.",
    en="Very many entries match; the best matches are shown. One more word helps.",
)
