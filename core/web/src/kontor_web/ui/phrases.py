"""What pages say that is said in Python: titles, toasts, words beside values."""

from kontor_core.foundation.filters import Op
from kontor_core.foundation.i18n import L

HOME = L("Start", en="Home")
IMPORT = L("Importieren", en="Import")
NEW = L("{label} anlegen", en="New {label:small}")
EDIT = L("Bearbeiten", en="Edit")
SAVE = L("Speichern", en="Save")
CREATE = L("Anlegen", en="Create")
DELETE = L("Löschen", en="Delete")
ADD = L("{label} hinzufügen", en="Add {label:small}")
ALL = L("Alle anzeigen", en="Show all")

SAVED = L("Gespeichert", en="Saved")
CREATED = L("{name} ist angelegt.", en="{name} has been created.")
DELETED = L("{name} ist gelöscht.", en="{name} has been deleted.")
DELETE_TITLE = L("{name} löschen?", en="Delete {name}?")
DELETE_TEXT = L(
    "Das lässt sich nicht zurücknehmen. Was nur zu diesem Datensatz gehört, wird mit gelöscht.",
    en="This cannot be undone. Anything that belongs to this record alone is deleted with it.",
)

DETAILS = L("Stammdaten", en="Details")
CUSTOM = L("Eigene Felder", en="Custom fields")
SYSTEM = L("Verwaltung", en="Record")
HISTORY = L("Verlauf", en="History")
NO_HISTORY = L("Noch kein Verlauf", en="No history yet")
NO_HISTORY_HINT = L(
    "Was jemand hier ändert, steht dann hier, mit Name und Uhrzeit.",
    en="What people change here will appear here, with name and time.",
)
PEOPLE = L("Personen", en="People")
POINTS = L("Kontaktwege", en="Contact points")
TODAY = L("Heute", en="Today")
YESTERDAY = L("Gestern", en="Yesterday")
RELATIONSHIPS = L("Beziehungen", en="Relationships")

SEARCH_BY = L("{label} beginnt mit …", en="{label} begins with …")
BAD_FILTER = L("Dieser Filter geht so nicht", en="This filter does not work")
FILTER_VALUE = L("Wert", en="Value")
FILTER_GROUP = L("Bedingung", en="Condition")
ME = L("ich", en="me")
NOW = L("jetzt", en="now")
TODAY_VALUE = L("heute", en="today")

OPERATORS: dict[Op, L] = {
    Op.EQ: L("ist", en="is"),
    Op.NE: L("ist nicht", en="is not"),
    Op.LT: L("kleiner als", en="less than"),
    Op.LE: L("höchstens", en="at most"),
    Op.GT: L("größer als", en="greater than"),
    Op.GE: L("mindestens", en="at least"),
    Op.IN: L("ist eins von", en="is one of"),
    Op.CONTAINS: L("enthält", en="contains"),
    Op.STARTS: L("beginnt mit", en="begins with"),
    Op.EMPTY: L("ist leer", en="is empty"),
    Op.WITHIN: L("in den letzten", en="in the last"),
}
DATE_OPERATORS: dict[Op, L] = {
    Op.LT: L("vor", en="before"),
    Op.LE: L("bis", en="until"),
    Op.GT: L("nach", en="after"),
    Op.GE: L("ab", en="from"),
}
SPANS = {
    "h": L("{n} {n:Stunde|Stunden}", en="{n} {n:hour|hours}"),
    "d": L("{n} {n:Tag|Tagen}", en="{n} {n:day|days}"),
    "w": L("{n} {n:Woche|Wochen}", en="{n} {n:week|weeks}"),
    "m": L("{n} {n:Monat|Monaten}", en="{n} {n:month|months}"),
    "y": L("{n} {n:Jahr|Jahren}", en="{n} {n:year|years}"),
}

LOGIN_EMAIL = L("E-Mail", en="E-mail")
LOGIN_PASSWORD = L("Passwort", en="Password")
LOGIN = L("Anmelden", en="Sign in")

EMPTY_LIST = L("Noch nichts da", en="Nothing here yet")
DELETE_ONE = L("{label} löschen", en="Delete {label:small}")
EDIT_ONE = L("{name} bearbeiten", en="Edit {name}")
OVERVIEW = L("Überblick", en="Overview")
NO_FIELD = L("Dieses Feld gibt es hier nicht.", en="There is no such field here.")
COMPOSE = L("{label} schreiben …", en="Write a {label:small} …")
PANEL_FAILED = L(
    "Bereich nicht verfügbar ({plugin}) · Fehlerkennung {id}",
    en="Section unavailable ({plugin}) · error id {id}",
)
LEAD = L("Das ist der Stand bei {company}.", en="This is where {company} stands.")
RECENT = L("Zuletzt angelegt", en="Recently created")
SEEN_LATELY = L("Zuletzt geöffnet", en="Recently opened")
SEARCH = L("Suche", en="Search")
SEARCH_ALL = L("Alle Treffer für „{text}“", en="All results for “{text}”")
SEARCH_NEARLY = L(
    "Genau so steht es nirgends. Das hier ist fast so geschrieben.",
    en="No exact match. These are spelled similarly.",
)
SEARCH_CUT = L(
    "Das passt zu sehr vielen Einträgen; nicht alle wurden angesehen. Ein Wort mehr hilft.",
    en="Very many entries match; not all of them were looked at. One more word helps.",
)
SEARCH_ASK = L("Wonach suchen Sie?", en="What are you looking for?")
SEARCH_NOTHING = L("Nichts zu „{text}“ gefunden", en="Nothing found for “{text}”")
SEARCH_HOW = L(
    "Wortanfänge genügen, in beliebiger Reihenfolge. In Anführungszeichen bleibt eine Wortfolge "
    "zusammen.",
    en="The beginnings of words are enough, in any order. Quotation marks keep words together.",
)
COMMANDS = L("Befehle", en="Commands")
PAGES = L("Seiten", en="Pages")
THEME = L("Hell oder dunkel", en="Light or dark")
DEFINITION = L("Ihre CRM-Definition", en="Your CRM definition")
DEFINITION_LEAD = L(
    "Woraus dieses CRM besteht und wie es seinen Plugins geht. Geändert wird es in kontor.toml.",
    en="Which plugins this CRM consists of and how they are doing. Change it in kontor.toml.",
)
SETTINGS = L("Einstellungen", en="Settings")
VIEWING = L(
    "Sie sehen Kontor als {name}, nur lesend, bis {until} Uhr.",
    en="You are looking at Kontor as {name}, read only, until {until}.",
)
DETAILS_OF = L("Einzelheiten", en="Details")
NO_PLUGIN = L("Noch kein Plugin", en="No plugin yet")
VERSION = L("Version", en="Version")
PROBLEM = L("Problem", en="Problem")
FAULTS = L("{n} {n:Störung|Störungen} seit dem Start", en="{n} {n:fault|faults} since the start")
BRINGS = L("Bringt mit", en="Adds")
LANGUAGE = L("Sprache", en="Language")

IMPORTS = L("Importe", en="Imports")
NEW_IMPORT = L("Neuer Import", en="New import")
IMPORT_LEAD = L(
    "Erst wird geprüft, dann geschrieben. Ein ganzer Import lässt sich zurücknehmen.",
    en="Files are checked first, then written. A whole import can be undone.",
)
IMPORT_AS = L("Wird zu", en="Becomes")
FILE = L("Datei", en="File")
FILE_HELP = L(
    "CSV, Excel (XLSX), JSON-Zeilen, vCard oder Parquet, höchstens 500 MB",
    en="CSV, Excel (XLSX), JSON lines, vCard or Parquet, at most 500 MB",
)
NO_FILE = L("Bitte eine Datei wählen.", en="Please choose a file.")
UPLOAD = L("Hochladen", en="Upload")
LEAVE_OUT = L("Weglassen", en="Skip")
COLUMNS_OF = L("Spalten von {file}", en="Columns of {file}")
COLUMNS_LEAD = L(
    "Was die Spalten bedeuten, ist geraten. Ändern Sie, was nicht stimmt; ohne Angabe bleibt eine "
    "Spalte weg.",
    en="What the columns mean is a guess. Change what is wrong; a column without a "
    "field is skipped.",
)
SHEET = L("Blatt", en="Sheet")
SHEET_HELP = L(
    "Ein anderes Blatt hat andere Spalten; sie werden dann neu geraten.",
    en="Another sheet has other columns; they will be guessed again.",
)
MISSING_COLUMNS = L(
    "Keine Spalte ist: {names}. Die erste Zeile der Datei nennt die Spalten.",
    en="There is no column for: {names}. The first row of the file names the columns.",
)
CHECK = L("Prüfen", en="Check")
CHECKING = L("{file} wird geprüft", en="Checking {file}")
CHECK_DIED = L(
    "Die Prüfung ist abgebrochen. Bitte noch einmal prüfen; wiederholt sie sich, steht der Grund "
    "im Protokoll.",
    en="The check was interrupted. Please check again; if it happens again, the log says why.",
)
CHECKED = L("Ergebnis der Prüfung von {file}", en="Result of checking {file}")
WOULD_TAKE = L("Werden übernommen", en="Will be imported")
WOULD_REFUSE = L("Werden abgelehnt", en="Will be refused")
IMPORT_ROWS = L("Importieren ({n})", en="Import ({n})")
IMPORT_OF = L("Import von {file}", en="Import of {file}")
ROW_OF = L("Zeile {n} von {total}", en="Row {n} of {total}")
TAKEN = L("Übernommen", en="Imported")
REFUSED = L("Abgelehnt", en="Refused")
REFUSED_ROWS = L("Abgelehnte Zeilen", en="Refused rows")
STATE = L("Status", en="Status")
LINE = L("Zeile", en="Line")
COLUMN = L("Spalte", en="Column")
REASON = L("Grund", en="Reason")
HALTED = L(
    "Angehalten. Was bis hier geschrieben ist, bleibt; weiter geht es an derselben Stelle.",
    en="Paused. What has been written so far stays; it will continue from the same place.",
)
GO_ON = L("Fortsetzen", en="Continue")
TO_COLUMNS = L("Zu den Spalten", en="To the columns")
UNDO_IMPORT = L("Import zurücknehmen", en="Undo import")
UNDO_TEXT = L(
    "{n} {n:Zeile|Zeilen} aus {file} {n:wird|werden} zurückgenommen. "
    "Was seither geändert wurde, bleibt.",
    en="{n} {n:row|rows} from {file} will be undone. What has been changed since stays.",
)
JOB_STATES = {
    "waiting": L("Wartet", en="Waiting"),
    "running": L("Läuft", en="Running"),
    "done": L("Fertig", en="Done"),
    "failed": L("Abgebrochen", en="Failed"),
    "undoing": L("Wird zurückgenommen", en="Being undone"),
    "undone": L("Zurückgenommen", en="Undone"),
}

MY_ACCOUNT = L("Mein Konto", en="My account")
PASSWORD = L("Passwort", en="Password")
OLD_PASSWORD = L("Bisheriges Passwort", en="Current password")
NEW_PASSWORD = L("Neues Passwort", en="New password")
PASSWORD_AGAIN = L("Neues Passwort wiederholen", en="Repeat the new password")
NOT_THE_SAME = L(
    "Die beiden neuen Passwörter sind verschieden.", en="The two new passwords differ."
)
WRONG_PASSWORD = L("Das Passwort stimmt nicht.", en="The password is wrong.")
PASSWORD_CHANGED = L(
    "Das Passwort ist geändert; alle anderen Sitzungen sind beendet.",
    en="The password has been changed; all other sessions have ended.",
)
TOKENS = L("API-Token", en="API tokens")
TOKEN_NAME = L("Wofür", en="Purpose")
TOKEN_ONCE = L("Nur jetzt zu sehen", en="Shown only now")
MAKE_TOKEN = L("Token erzeugen", en="Create a token")
SCOPE = L("Umfang", en="Scope")
READ_ONLY = L("Nur lesen", en="Read only")
EVERYTHING = L("Alles, was ich darf", en="Everything I may do")
VALID_FOR = L("Gilt", en="Valid for")
DAYS = L("{n} Tage", en="{n} days")
ENDS = L("Endet", en="Ends")
REVOKE = L("„{name}“ widerrufen", en="Revoke “{name}”")
SESSIONS = L("Sitzungen", en="Sessions")
SIGNED_IN = L("Angemeldet", en="Signed in")
LAST_SEEN = L("Zuletzt gesehen", en="Last seen")
THIS_ONE = L("Diese hier", en="This one")
END_SESSION = L("Sitzung vom {at} beenden", en="End the session of {at}")
NAME = L("Name", en="Name")

# start page
ARRANGE = L("Anpassen", en="Arrange")
ARRANGE_TITLE = L("Startseite anpassen", en="Arrange the home page")
ARRANGE_LEAD = L(
    "Nur für Sie: was die Startseite zeigt, und in welcher Reihenfolge.",
    en="Only for you: what the home page shows, and in which order.",
)
ARRANGE_RESET = L("Zurücksetzen", en="Reset")
ARRANGED_BACK = L("Die Startseite ist wie am Anfang.", en="The home page is back to its default.")
READY = L("Fertig", en="Done")
FIGURES = L("Zahlen", en="Figures")
TILE, TILES = L("Kachel", en="Tile"), L("Kacheln", en="Tiles")
MOVE_UP, MOVE_DOWN = L("Nach oben", en="Up"), L("Nach unten", en="Down")
SHOW_OR_HIDE = L("Zeigen", en="Show")
TILE_HIDDEN = L("{title} (ausgeblendet)", en="{title} (hidden)")
TILE_UP = L("{title} nach oben", en="{title} up")
TILE_DOWN = L("{title} nach unten", en="{title} down")
TILE_SHOW = L("{title} einblenden", en="Show {title}")
TILE_HIDE = L("{title} ausblenden", en="Hide {title}")
CHANGES = L("Neues für mich", en="News for me")
NO_CHANGES = L(
    "In den letzten 30 Tagen hat niemand sonst etwas an dem getan, was Sie betreuen oder "
    "beobachten.",
    en="In the last 30 days nobody else did anything with what you look after or follow.",
)
RECORD = L("Bei", en="About")
CUSTOMER = L("Kunde", en="Customer")
NEWS = L("Neues", en="News")
WHEN = L("Wann", en="When")
