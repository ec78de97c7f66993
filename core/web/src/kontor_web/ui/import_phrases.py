"""Texts about what a file leaves open: organisations that nobody knows, further sheets."""

from kontor_core.exchange.employers import ASK, CREATE, LEAVE
from kontor_core.foundation.i18n import L

UNKNOWN = L("Unbekannte Organisationen", en="Unknown organisations")
UNKNOWN_HELP = L(
    "Bekannt ist eine am Namen, an ihrer Nummer oder an der Domain der E-Mail-Adressen.",
    en="One is known by its name, its number, or the domain of the e-mail addresses.",
)
WHAT_OF_UNKNOWN = {
    ASK: L("Einzeln fragen", en="Ask about each"),
    CREATE: L("Anlegen", en="Create them"),
    LEAVE: L("Weglassen, die Person kommt ohne", en="Leave out, the person comes without"),
}
UNKNOWN_LEAD = L(
    "Was soll aus diesen Organisationen werden? Ohne Antwort bleiben ihre Zeilen draußen.",
    en="What should become of these organisations? Without an answer their rows stay out.",
)
CREATE_IT = L("Neu anlegen", en="Create it")
LEAVE_IT = L("Weglassen", en="Leave it out")
NOT_SAID = L("Noch offen", en="Not decided")
ROWS = L("{n} Zeilen", en="{n} rows")
ONE_ROW = L("eine Zeile", en="one row")
THE_OTHERS = L("Alle übrigen ({n})", en="All others ({n})")
CHECK_AGAIN = L("Übernehmen und neu prüfen", en="Apply and check again")

NEXT_SHEET = L("Nächstes Blatt importieren", en="Import the next sheet")
NEXT_SHEET_LEAD = L(
    "{file} hat noch Blätter, die nicht importiert sind. Die Datei wartet sieben Tage.",
    en="{file} has sheets that are not imported yet. The file waits for seven days.",
)
TO_ITS_COLUMNS = L("Weiter zu den Spalten", en="On to its columns")
