"""What bulk work says."""

from kontor_core.foundation.i18n import L

EVERY = L("Alle {n} auswählen", en="Select all {n}")
CHANGE_FIELD = L("{label} ändern", en="Change {label:small}")
ASSIGN = L("Zuweisen", en="Assign")
DELETE = L("Löschen", en="Delete")
SELECTED = L("Ausgewählt: {n} {label}.", en="Selected: {n} {label:small}.")
EVERYTHING = L(
    "Alle {n} {label} dieser Liste, auch die auf den anderen Seiten.",
    en="All {n} {label:small} in this list, including those on other pages.",
)
JOB = L(
    "Das läuft im Hintergrund; Sie können die Seite verlassen.",
    en="This runs in the background; you can leave the page.",
)
EMPTY_HELP = L("Leer lassen löscht den Wert.", en="Leave empty to clear the value.")
CHANGE_N = L("{n} ändern", en="Change {n}")
ASSIGN_N = L("{n} zuweisen", en="Assign {n}")
DELETE_N = L("{n} löschen", en="Delete {n}")
DELETE_TITLE = L("{label} löschen?", en="Delete {label:small}?")
DELETE_TEXT = L(
    "Was nur zu diesen Datensätzen gehört, wird mit gelöscht. Einen Monat lang lässt sich das "
    "zurücknehmen; was nicht zurückkommen konnte, nennt dann das Ergebnis.",
    en="Anything that belongs to these records alone is deleted with them. This can be undone for "
    "a month; the result then names what could not come back.",
)
DELETE_RESTORABLE = L(
    "Was nur dazu gehört, wird mit gelöscht. Einen Monat lang lässt sich das zurücknehmen.",
    en="Anything that belongs to this alone is deleted with it. This can be undone for a month.",
)
DELETE_SOME_FOR_GOOD = L(
    "Was nur dazu gehört, wird mit gelöscht. {n} von {of} {n:lässt|lassen} sich nicht zurückholen: "
    "Daran hängt besonders Geschütztes, etwas von einem ausgeschalteten Plugin oder mehr als "
    "{most} andere Einträge. Die übrigen schon, einen Monat lang.",
    en="Anything that belongs to this alone is deleted with it. {n} of {of} cannot be restored: "
    "specially protected data belongs to {n:it|them}, something of a plugin that is off, or more "
    "than {most} other entries. The others can, for a month.",
)
DELETE_FOR_GOOD = L(
    "Was nur dazu gehört, wird mit gelöscht. Das lässt sich nicht zurückholen: Daran hängt "
    "besonders Geschütztes, etwas von einem ausgeschalteten Plugin oder mehr als {most} andere "
    "Einträge.",
    en="Anything that belongs to this alone is deleted with it. This cannot be restored: specially "
    "protected data belongs to it, something of a plugin that is off, or more than {most} other "
    "entries.",
)
DELETE_NOT_OPEN = L(
    "Was nur dazu gehört, wird mit gelöscht. Das lässt sich nicht zurückholen, weil Ihre Rolle "
    "nicht alles davon sehen und ändern darf.",
    en="Anything that belongs to this alone is deleted with it. This cannot be restored, as your "
    "role may not see and change all of it.",
)
DELETE_WORD = L("LÖSCHEN", en="DELETE")
TYPE_WORD = L("Bitte {word} eingeben.", en="Please type {word}.")
COUNT_MOVED = L(
    "Inzwischen sind es {n}. Bitte noch einmal bestätigen.",
    en="There are now {n}. Please confirm again.",
)
CHOOSE = L("Bitte auswählen.", en="Please choose.")
NOTHING_PICKED = L("Es ist nichts ausgewählt.", en="Nothing is selected.")
NOBODY = L("Wählen Sie eine Person oder ein Team.", en="Choose a person or a team.")
TOO_MANY = L(
    "Diese Aktion geht für höchstens {n} auf einmal. Grenzen Sie die Liste ein.",
    en="This action takes at most {n} at once. Narrow the list down.",
)

DONE = {
    "edit": L("{n} geändert.", en="{n} changed."),
    "delete": L("{n} gelöscht.", en="{n} deleted."),
}
TITLES = {
    "edit": L("{label} ändern", en="Change {label:small}"),
    "delete": L("{label} löschen", en="Delete {label:small}"),
}
UNDONE = L("{n} zurückgenommen.", en="{n} undone.")
JOBS = L("Sammelvorgänge", en="Bulk changes")
LEAD = L(
    "Was Sie an vielen Datensätzen auf einmal getan haben, einen Monat lang.",
    en="What you did to many records at once in the last month.",
)
NONE = L("Noch nichts", en="Nothing yet")
NONE_HOW = L(
    "Wählen Sie in einer Liste mehrere Zeilen aus; unten erscheint, was sich mit ihnen tun lässt.",
    en="Select several rows of a list; what can be done with them appears below.",
)
NOTICE = L(
    "{what}: fertig. Das Ergebnis steht unter „Sammelvorgänge“.",
    en="{what}: done. The result is under “Bulk changes”.",
)
WHAT = L("Vorgang", en="Change")
STATE = L("Status", en="Status")
RECORDS = L("Datensätze", en="Records")
WHEN = L("Begonnen", en="Started")
OF = L("{n} von {total} {total:Datensatz|Datensätzen}", en="{n} of {total} {total:record|records}")
CHANGED = L("Geändert", en="Changed")
DELETED = L("Gelöscht", en="Deleted")
SAME = L("War schon so", en="Already so")
REFUSED = L("Abgelehnt", en="Refused")
TAKEN_BACK = L("Zurückgenommen", en="Undone")
KEPT = L("Nicht zurückgenommen", en="Not undone")
WAITING = L("Nicht mehr bearbeitet", en="Not processed")
NAME = L("Name", en="Name")
REASON = L("Grund", en="Reason")
REFUSED_ROWS = L("Abgelehnte als Datei", en="Refused records as a file")
FIRST_OF = L("Die ersten {n} von {total}.", en="The first {n} of {total}.")
UNDO = L("Rückgängig", en="Undo")
UNDO_TEXT = L(
    "Die Datensätze bekommen ihre früheren Werte zurück. Was seither geändert wurde, bleibt, wie "
    "es ist, und wird genannt.",
    en="The records get their former values back. What has been changed since stays as "
    "it is and is listed.",
)
BACK = L("Zur Liste", en="To the list")
GO_ON = L("Fortsetzen", en="Continue")
DIED = L("Der Vorgang ist abgebrochen.", en="This was interrupted.")
