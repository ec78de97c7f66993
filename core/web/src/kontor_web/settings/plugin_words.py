"""What the pages of plugins say."""

from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Erase

STATE = L("Stand", en="State")
VERSION = L("Fassung", en="Version")
PACKAGE = L("Paket", en="Package")
PROBLEM = L("Problem", en="Problem")
TRACE = L("Fehlerspur", en="Traceback")
SINCE = L("Zuerst eingeschaltet", en="First switched on")

ADDS = L("Was es bringt", en="What it adds")
WOULD_ADD = L("Was dazukommt", en="What it would add")
NO_ADDS = L("Nichts, was man sieht.", en="Nothing to see.")
KIND = L("Art", en="Kind")
CALLED = L("Heißt", en="Called")
NAME = L("Name im System", en="Technical name")

NEEDS = L("Was es braucht", en="What it needs")
REQUIRES = L("Verlangt", en="Requires")
ENRICHES = L("Ergänzt sich mit", en="Works better with")
HOSTS = L("Spricht mit", en="Talks to")
NEEDED_BY = L("Verlangt von", en="Required by")
CORE_ONLY = L("Nur den Kern", en="The core only")
NOBODY = L("Niemandem", en="Nobody")
NOTHING = L("Nichts", en="Nothing")

STORES = L("Was es speichert", en="What it stores")
TABLE = L("Tabelle", en="Table")
ROWS = L("Zeilen", en="Rows")
NO_TABLES = L("Keine eigenen Tabellen.", en="No tables of its own.")
PERSONAL = L("Angaben über Personen", en="Data about people")
NO_PERSONAL = L("Keine Angaben über Personen.", en="No data about people.")
FIELD = L("Feld", en="Field")
CLASS = L("Klasse", en="Class")
ERASED = L("Bei einer Löschung", en="On erasure")
ERASES = {
    Erase.KEEP: L("Bleibt", en="Stays"),
    Erase.BLANK: L("Wird geleert", en="Is blanked"),
    Erase.DELETE: L("Die Zeile wird gelöscht", en="The row is deleted"),
    Erase.PSEUDONYM: L("Wird durch ein Pseudonym ersetzt", en="Is replaced by a pseudonym"),
}
RETENTION = L("Aufbewahrung", en="Retention")
UNTIL_ERASED = L(
    "Bis der Datensatz gelöscht oder die Person vergessen wird; was von selbst gelöscht "
    "wird, steht als Lauf unter „Was es bringt“.",
    en="Until the record is deleted or the person is forgotten; jobs that forget by themselves are "
    "listed under “What it adds”.",
)

HEALTH = L("Zustand", en="Health")
SOUND = L("Keine Störung seit dem Start.", en="No fault since the start.")
BEHIND = L("Ereignisse im Rückstand", en="Events behind")
CALLS = L("Aufrufe", en="Calls")
FAULTS = L("Fehler", en="Faults")
SLOW = L("Zu langsam", en="Too slow")

SETTINGS = L("Eigene Einstellungen", en="Own settings")
SETTING = L("Einstellung", en="Setting")
VALUE = L("Wert", en="Value")
WRITTEN = L("Steht in", en="Defined in")
DEFAULT = L("Vorgabe", en="default")
AT_LINE = L("{file}, Zeile {line}", en="{file}, line {line}")

SWITCH = L("Ein- und ausschalten", en="Switch on and off")
ON = L("Einschalten", en="Switch on")
OFF = L("Ausschalten", en="Switch off")
ALWAYS = L("Gehört zu Kontor und ist immer an.", en="Is part of Kontor and always on.")
ON_LEAD = L(
    "Davor entsteht eine Sicherung, dann werden die Tabellen angelegt und kontor.toml geändert. "
    "Scheitert etwas, bleibt alles, wie es war. Zu sehen ist es nach einem Neustart.",
    en="A backup is made first, then the tables are created and kontor.toml is "
    "changed. If anything fails, everything stays as it was. The plugin appears "
    "after a restart.",
)
OFF_LEAD = L(
    "kontor.toml wird geändert; Daten und Einstellungen bleiben. Weg ist es nach einem Neustart.",
    en="kontor.toml is changed; data and settings stay. The plugin is gone after a restart.",
)
OFF_TITLE = L("{title} ausschalten?", en="Switch off {title}?")
OFF_GOES = L(
    "Verschwindet: {n} {n:Ding|Dinge}, zum Beispiel {names}",
    en="Disappears: {n} {n:thing|things}, such as {names}",
)
OFF_STAYS = L(
    "Bleibt: {n} {n:Zeile|Zeilen} in {tables} {tables:Tabelle|Tabellen}",
    en="Stays: {n} {n:row|rows} in {tables} {tables:table|tables}",
)
OFF_LESS = L("Kann danach weniger: {names}", en="Can then do less: {names}")
OFF_BLOCKED = L(
    "{names} verlangt dieses Plugin. Schalten Sie das zuerst aus.",
    en="{names} requires this plugin. Switch that off first.",
)
IS_ON = L(
    "{title} ist eingeschaltet und läuft nach dem Neustart.",
    en="{title} is switched on and will run after the restart.",
)
IS_OFF = L(
    "{title} ist ausgeschaltet und läuft bis zum Neustart.",
    en="{title} is switched off and will run until the restart.",
)
NOT_WRITABLE = L(
    "kontor.toml lässt sich von hier nicht schreiben ({reason}). Auf der Kommandozeile: {command}",
    en="kontor.toml cannot be written from here ({reason}). On the command line: {command}",
)
COMMANDS = L("Auf der Kommandozeile", en="On the command line")
SEE = L("Ansehen", en="Look")
REMOVE = L("Paket entfernen, Daten behalten", en="Remove the package, keep the data")
PURGE = L("Daten endgültig löschen", en="Delete the data for good")
PURGE_HINT = L(
    "Löschen geht nur dort und fragt nach; davor entsteht eine Sicherung.",
    en="Deleting is possible only there and asks first; a backup is made before.",
)

RESTART = L("Neustart nötig", en="Restart needed")
RESTART_LEAD = L(
    "kontor.toml sagt inzwischen etwas anderes, als gerade läuft.",
    en="kontor.toml no longer matches what is running.",
)
RESTART_HOW = L(
    "Server und Worker neu starten: „systemctl restart kontor“, oder Strg-C und noch einmal "
    "„kontor serve“. Vorher prüft „kontor definition check“.",
    en="Restart servers and workers: “systemctl restart kontor”, or Ctrl-C and “kontor "
    "serve” again. Check first with “kontor definition check”.",
)
HOW = L("So geht es", en="How to do it")
CHANGES = L("Das ändert sich", en="What changes")
DESTRUCTIVE = L("{text} (betrifft vorhandene Daten)", en="{text} (affects existing data)")
MORE = L("und {n} weitere", en="and {n} more")
BROKEN = L("kontor.toml hat Fehler", en="kontor.toml has errors")
BROKEN_LEAD = L(
    "So startet Kontor nicht mehr. Bis dahin läuft die alte Fassung.",
    en="Kontor will not start like this. Until it is fixed, the old version keeps running.",
)
