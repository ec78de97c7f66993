"""What the pages of exports say."""

from kontor_core.foundation.i18n import L

EXPORT = L("Exportieren", en="Export")
EXPORTS = L("Exporte", en="Exports")
TITLE = L("{label} exportieren", en="Export {label:small}")
LEAD = L(
    "{n} {n:Datensatz|Datensätze}, wie sie die Liste jetzt zeigt: mit "
    "ihrem Filter und in ihrer Reihenfolge.",
    en="{n} {n:record|records} as the list shows them now: with its filter and in its order.",
)
LEAD_PICKED = L(
    "{n} {n:ausgewählter Datensatz|ausgewählte Datensätze}.",
    en="{n} selected {n:record|records}.",
)
LEAD_JOB = L(
    "Das dauert etwas; Sie können die Seite verlassen und die Datei später holen.",
    en="This takes a while; you can leave the page and fetch the file later.",
)
FORMAT = L("Format", en="Format")
FORMATS = {
    "xlsx": L("Excel (XLSX)", en="Excel (XLSX)"),
    "csv": L("CSV", en="CSV"),
    "vcf": L("vCard für Adressbücher", en="vCard for address books"),
    "jsonl": L("JSON-Zeilen für Programme", en="JSON lines for programs"),
}
COLUMNS = L("Spalten", en="Columns")
AS_SHOWN = L("Wie in der Liste", en="As in the list")
ALL_FIELDS = L("Alle Felder", en="All fields")
COLUMNS_HELP = L("Eine vCard hat ihre eigenen Felder.", en="A vCard has fields of its own.")
STARTED = L("{name} wird heruntergeladen.", en="{name} is being downloaded.")
LEAD_PAGE = L(
    "Ihre Exporte der letzten 24 Stunden. Nur Sie können sie herunterladen.",
    en="Your exports of the last 24 hours. Nobody but you can download them.",
)
NONE = L("Kein Export", en="No exports")
NONE_HOW = L(
    "Öffnen Sie eine Liste und wählen Sie „Exportieren“.",
    en="Open a list and choose “Export”.",
)
FILE = L("Datei", en="File")
STATE = L("Status", en="Status")
RECORDS = L("Datensätze", en="Records")
UNTIL = L("Verfügbar bis", en="Available until")
DOWNLOAD = L("Herunterladen", en="Download")
OF = L("{n} von {total} {total:Datensatz|Datensätzen}", en="{n} of {total} {total:record|records}")
SO_FAR = L("{n} {n:Datensatz|Datensätze}", en="{n} {n:record|records}")
DIED = L(
    "Der Export ist abgebrochen. Starten Sie ihn in der Liste noch einmal.",
    en="The export was interrupted. Start it again from the list.",
)
STATES = {
    "running": L("Läuft", en="Running"),
    "done": L("Fertig", en="Done"),
    "failed": L("Abgebrochen", en="Failed"),
    "cancelled": L("Angehalten", en="Stopped"),
}
