"""The texts of core's templates and scripts, German and English side by side.

A key names the place before the words: ``list.filter``. Values go into ``{name}``; a sentence is
never put together from two texts.
"""

from collections.abc import Mapping

from kontor_core.foundation.i18n import L

_SHOWN = L("{n} von {of}", en="{n} of {of}")  # a page says it first, then its script

TEXTS: Mapping[str, L] = {
    # the frame
    "shell.end_viewing": L("Ansicht beenden", en="End this view"),
    "shell.skip": L("Zum Inhalt springen", en="Skip to content"),
    "shell.sidebar": L("Seitenleiste", en="Sidebar"),
    "shell.nav": L("Hauptmenü", en="Main menu"),
    "shell.tabbar": L("Schnellzugriff", en="Quick access"),
    "shell.crumbs": L("Sie sind hier", en="You are here"),
    "shell.search": L("Suchen …", en="Search …"),
    "shell.search_short": L("Suchen", en="Search"),
    "shell.open_nav": L("Menü öffnen", en="Open menu"),
    "shell.theme": L("Hell oder dunkel", en="Light or dark"),
    "shell.logout": L("Abmelden", en="Sign out"),
    "shell.more": L("Weitere Aktionen", en="More actions"),
    "shell.close": L("Schließen", en="Close"),
    "shell.notices": L("Meldungen", en="Notifications"),
    "key.ctrl": L("Strg", en="Ctrl"),
    # palette and keys
    "palette.label": L("Befehlspalette", en="Command palette"),
    "palette.input": L("Suche oder Befehl", en="Search or command"),
    "palette.placeholder": L("Suchen oder Befehl eingeben …", en="Search or type a command …"),
    "palette.results": L("Treffer", en="Results"),
    "palette.none": L("Keine Treffer", en="No results"),
    "palette.count": L("{n} Treffer", en="{n} results"),
    "palette.choose": L("wählen", en="choose"),
    "palette.run": L("ausführen", en="run"),
    "keys.title": L("Tastenkürzel", en="Keyboard shortcuts"),
    "keys.palette": L("Suche und Befehle", en="Search and commands"),
    "keys.filter": L("Liste durchsuchen", en="Search the list"),
    "keys.new": L("Neu anlegen", en="Create new"),
    "keys.edit": L("Bearbeiten", en="Edit"),
    "keys.move": L("Zeile vor, zurück", en="Next, previous row"),
    "keys.open": L("Zeile öffnen", en="Open row"),
    "keys.select": L("Zeile auswählen", en="Select row"),
    "keys.range": L("Bis hierher auswählen", en="Select up to here"),
    "keys.unselect": L("Auswahl aufheben", en="Clear the selection"),
    "keys.card": L("Karte verschieben", en="Move a card"),
    "keys.neighbours": L("Voriger, nächster Datensatz", en="Previous, next record"),
    "keys.save": L("Formular absenden", en="Submit form"),
    "keys.theme": L("Hell oder dunkel", en="Light or dark"),
    "keys.help": L("Diese Übersicht", en="This overview"),
    # help
    "help.here": L("Hilfe zu dieser Seite", en="Help about this page"),
    "help.topics": L("Themen", en="Topics"),
    "help.search": L("Hilfe durchsuchen", en="Search the help"),
    "help.found": L(
        "{n} {n:Stelle|Stellen} zu „{words}“", en="{n} {n:place|places} about “{words}”"
    ),
    "help.parts": L("Auf dieser Seite", en="On this page"),
    # values
    "value.masked": L("kein Zugriff", en="no access"),
    "value.none": L("Kein Wert", en="No value"),
    "value.yes": L("Ja", en="Yes"),
    "value.no": L("Nein", en="No"),
    "value.edit": L("{label} bearbeiten", en="Edit {label:small}"),
    # lists
    "list.search": L("Suchen …", en="Search …"),
    "list.search_in": L("{noun} durchsuchen", en="Search {noun:small}"),
    "list.views": L("Ansichten", en="Views"),
    "list.filter": L("Filter", en="Filter"),
    "list.filters": L("Filtern nach", en="Filter by"),
    "list.pick_filter": L(
        "Links ein Feld wählen.",
        en="Choose a field on the left.",
    ),
    "list.clear": L("Alle Filter entfernen", en="Remove all filters"),
    "list.remove_chip": L(
        "Bedingung entfernen: {field} {op} {value}",
        en="Remove condition: {field} {op} {value}",
    ),
    "list.bad_chip": L("Nicht verstanden", en="Not understood"),
    "list.select_all": L("Alle auf dieser Seite auswählen", en="Select all on this page"),
    "list.select_row": L("{label} auswählen", en="Select {label}"),
    "list.selected": L("{n} ausgewählt", en="{n} selected"),
    "list.all_selected": L("Alle {n} ausgewählt", en="All {n} selected"),
    "list.change": L("Ändern", en="Change"),
    "list.pick": L("Auswählen", en="Select"),
    "list.bulk": L("Aktionen für die Auswahl", en="Actions for the selection"),
    "list.unselect": L("Auswahl aufheben", en="Clear selection"),
    "list.totals": L("Summen berechnen", en="Compute totals"),
    "list.sort": L("Sortieren", en="Sort"),
    "list.sort_by": L("Sortieren nach", en="Sort by"),
    "list.sort_add": L(
        "Mit Umschalt: danach auch hiernach sortieren",
        en="With Shift: sort by this as well",
    ),
    "list.sorted_up": L("an {n}. Stelle, aufsteigend", en="number {n} in the order, ascending"),
    "list.sorted_down": L("an {n}. Stelle, absteigend", en="number {n} in the order, descending"),
    "list.previous": L("Vorige Seite", en="Previous page"),
    "list.next": L("Nächste Seite", en="Next page"),
    "list.changed": L("geändert", en="changed"),
    "list.layouts": L("Darstellen als", en="Show as"),
    "list.by": L("Aufgeteilt nach", en="Grouped by"),
    "board.move": L("{label} verschieben", en="Move {label}"),
    "board.to": L("Verschieben nach", en="Move to"),
    "board.shown": _SHOWN,
    "board.more": L("Weitere", en="More"),
    "board.over": L("mehr Karten, als hier liegen sollten", en="more cards than there should be"),
    "board.empty": L("Keine Karte", en="No card"),
    "calendar.previous": L("Voriger Monat", en="Previous month"),
    "calendar.next": L("Nächster Monat", en="Next month"),
    "calendar.today": L("Heute", en="Today"),
    "calendar.sources": L("Quellen", en="Sources"),
    "calendar.failed": L("nicht verfügbar", en="not available"),
    "calendar.hint": L(
        "Mit Alt und den Pfeiltasten auf einen anderen Tag legen.",
        en="Put on another day with Alt and the arrow keys.",
    ),
    "list.tools": L("Darstellung", en="Display"),
    "columns.find": L("Spalte suchen", en="Find a column"),
    "columns.others": L("Weitere Spalten", en="More columns"),
    "columns.up": L("{label} nach vorn", en="Move {label:small} forward"),
    "columns.down": L("{label} nach hinten", en="Move {label:small} back"),
    "columns.keys": L(
        "Alt und Pfeiltasten verschieben die Zeile, in der Sie sind.",
        en="Alt and the arrow keys move the row you are in.",
    ),
    "columns.usual": L("Wie vorgegeben", en="Reset to default"),
    # filter conditions
    "filter.op": L("Bedingung", en="Condition"),
    "filter.apply": L("Anwenden", en="Apply"),
    # search
    "search.words": L("Wörter, Namen, Nummern", en="Words, names, numbers"),
    "search.find": L("Suchen", en="Search"),
    "search.everywhere": L("Überall suchen", en="Search everywhere"),
    "search.more": L("Mehr: {noun}", en="More: {noun:small}"),
    "search.pages": L("Seiten der Treffer", en="Pages of results"),
    # records
    "record.details": L("Stammdaten", en="Details"),
    "record.tabs": L("Bereiche", en="Sections"),
    "record.main": L("Verlauf und Bereiche", en="History and sections"),
    "record.insights": L("Auswertung", en="Insights"),
    "record.position": L("{at} von {all}", en="{at} of {all}"),
    "record.previous": L("Voriger Datensatz", en="Previous record"),
    "record.next": L("Nächster Datensatz", en="Next record"),
    "composer.kinds": L("Art des Eintrags", en="Type of entry"),
    "timeline.label": L("Verlauf", en="History"),
    "timeline.inbound": L("Eingehend", en="Inbound"),
    "timeline.outbound": L("Ausgehend", en="Outbound"),
    "timeline.people": L("Beteiligt:", en="Took part:"),
    "timeline.files": L("Dateien", en="Files"),
    "timeline.more": L("Ältere anzeigen", en="Show older"),
    "timeline.empty": L("Noch kein Verlauf", en="No history yet"),
    "timeline.empty_hint": L(
        "Notizen, Anrufe und alles, was mit diesem Datensatz geschieht, steht später hier.",
        en="Notes, calls and everything that happens to this record will appear here.",
    ),
    # panels
    "panel.loading": L("{title} wird geladen", en="Loading {title}"),
    "panel.failed": L("Bereich nicht verfügbar", en="Section unavailable"),
    "panel.failed_in": L(
        "Bereich nicht verfügbar (Plugin {plugin})",
        en="Section unavailable (plugin {plugin})",
    ),
    "panel.error_id": L("Fehlerkennung {id}", en="Error id {id}"),
    "panel.retry": L("Erneut versuchen", en="Try again"),
    "panel.empty": L("Nichts vorhanden", en="Nothing here"),
    "chart.table": L("Als Tabelle zeigen", en="Show as table"),
    # forms
    "form.save": L("Speichern", en="Save"),
    "form.cancel": L("Abbrechen", en="Cancel"),
    "form.choose": L("Bitte wählen", en="Please choose"),
    "form.none": L("Keine Angabe", en="Not specified"),
    "form.summary": L("Bitte prüfen", en="Please check"),
    "form.fault": L("{label}: {error}", en="{label}: {error}"),
    "form.conflict": L(
        "Jemand anderes hat inzwischen gespeichert. Ihre Eingaben stehen noch hier.",
        en="Somebody else has saved in the meantime. What you entered is still here.",
    ),
    "form.theirs": L("Jetzt gespeichert", en="Saved now"),
    "form.mine": L("Ihre Eingabe", en="Your entry"),
    "form.take": L("Übernehmen", en="Take over"),
    "form.keep": L("Meine speichern", en="Save mine"),
    "form.drop": L("Verwerfen", en="Discard"),
    "form.masked": L("Für Ihre Rolle nicht sichtbar", en="Not visible to your role"),
    "form.word": L("Zur Bestätigung eingeben: {word}", en="Type to confirm: {word}"),
    # jobs
    "job.progress": L("Fortschritt", en="Progress"),
    "job.cancel": L("Abbrechen", en="Cancel"),
    "job.leave": L(
        "Sie können diese Seite verlassen; die Arbeit läuft weiter.",
        en="You can leave this page; the work continues.",
    ),
    # sign-in and errors
    "login.title": L("Anmelden", en="Sign in"),
    "login.at": L("bei {company}", en="at {company}"),
    "login.languages": L("Sprache", en="Language"),
    "login.or": L("oder", en="or"),
    "error.403": L("Kein Zugriff", en="No access"),
    "error.403.text": L(
        "Ihre Rolle erlaubt diesen Schritt nicht. Wer Kontor verwaltet, kann das ändern.",
        en="Your role does not allow this. Your Kontor administrator can change that.",
    ),
    "error.404": L("Nicht gefunden", en="Not found"),
    "error.404.text": L(
        "Diese Seite gibt es nicht oder Sie dürfen sie nicht sehen.",
        en="This page does not exist or you may not see it.",
    ),
    "error.500": L("Das hat nicht geklappt", en="That did not work"),
    "error.500.text": L(
        "In Kontor ist ein Fehler aufgetreten. Gespeichert ist, was vorher gespeichert war.",
        en="An error occurred in Kontor. Whatever was saved before is still saved.",
    ),
    "error.id": L("Fehlerkennung {id}", en="Error id {id}"),
    "error.home": L("Zur Startseite", en="Go to the home page"),
    # what scripts say
    "js.undo": L("Rückgängig", en="Undo"),
    "js.dismiss": L("Schließen", en="Dismiss"),
    "js.unsaved": L(
        "Die Eingaben sind noch nicht gespeichert. Trotzdem schließen?",
        en="Your entries have not been saved yet. Close anyway?",
    ),
    "js.required": L("Bitte ausfüllen.", en="Please fill in."),
    "js.invalid": L("Bitte die Eingabe prüfen.", en="Please check the entry."),
    "js.fresh": L("Neuer Stand · anzeigen", en="Updated · show"),
    "js.new_one": L("1 neuer Eintrag · anzeigen", en="1 new entry · show"),
    "js.new_many": L("{n} neue Einträge · anzeigen", en="{n} new entries · show"),
    "js.outdated": L("Kontor wurde aktualisiert.", en="Kontor has been updated."),
    "js.reload": L("Neu laden", en="Reload"),
    "js.session": L(
        "Die Sitzung ist abgelaufen. Ihre Eingaben bleiben hier stehen.",
        en="The session has ended. Your entries stay here.",
    ),
    "js.sign_in": L("In neuem Tab anmelden", en="Sign in in a new tab"),
    "js.offline": L(
        "Keine Verbindung zum Server. Ihre Eingaben bleiben hier stehen.",
        en="No connection to the server. Your entries stay here.",
    ),
    "js.failed": L(
        "Das hat nicht geklappt. Bitte noch einmal versuchen.",
        en="That did not work. Please try again.",
    ),
    "js.no_chord": L(
        "„{keys}“ führt nirgendwohin. ? zeigt alle Tastenkürzel.",
        en='"{keys}" leads nowhere. ? shows all keyboard shortcuts.',
    ),
    "js.shown": _SHOWN,
    "js.none": L("Keine Treffer", en="No results"),
}

JS_TEXTS: Mapping[str, str] = {
    key.removeprefix("js."): key for key in TEXTS if key.startswith("js.")
}
"""What goes into the page for scripts: their name -> key."""
