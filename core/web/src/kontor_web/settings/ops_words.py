"""What the pages about the background say."""

from kontor_core.events.timers import TimerState
from kontor_core.foundation.i18n import L

EVENTS = L("Ereignisse", en="Events")
JOBS = L("Automatische Läufe", en="Jobs")
HEALTH = L("Systemzustand", en="System health")

EVENTS_LEAD = L(
    "Was veröffentlicht wurde, kommt bei jedem Abonnenten genau einmal zur Wirkung. Was nicht "
    "ging, steht hier.",
    en="Every event takes effect exactly once for each subscriber. What did not work "
    "is listed here.",
)
SUBSCRIBERS = L("Abonnenten", en="Subscribers")
SUBSCRIBER = L("Abonnent", en="Subscriber")
BEHIND = L("Rückstand", en="Behind")
NO_SUBSCRIBERS = L("Kein Plugin hört auf Ereignisse.", en="No plugin listens to events.")
DEAD = L("Aufgegeben", en="Given up")
DEAD_NONE = L("Nichts wurde aufgegeben.", en="Nothing was given up.")
PARKED = L("Wird wieder versucht", en="Being retried")
PARKED_NONE = L("Nichts wartet auf einen neuen Versuch.", en="Nothing is waiting to be retried.")
EVENT = L("Ereignis", en="Event")
ATTEMPTS = L("Versuche", en="Attempts")
FAILED_AT = L("Gescheitert", en="Failed")
NEXT_AT = L("Nächster Versuch", en="Next attempt")
ERROR = L("Fehler", en="Error")
STATE = L("Status", en="Status")
STATES = {
    "parked": (L("Wird wieder versucht", en="Being retried"), "c2"),
    "waiting": (L("Wartet dahinter", en="Waits behind"), "c6"),
    "dead": (L("Aufgegeben", en="Given up"), "c4"),
}
RETRY = L("Noch einmal zustellen", en="Deliver again")
RETRY_ALL = L("Alle noch einmal zustellen", en="Deliver all again")
RETRIED = L("Wird noch einmal zugestellt.", en="It will be delivered again.")
RETRIED_ALL = L("{n} {n:wird|werden} noch einmal zugestellt.", en="{n} will be delivered again.")
DISCARD = L("Verwerfen", en="Discard")
DISCARD_TITLE = L("{event} verwerfen", en="Discard {event}")
DISCARD_LEAD = L(
    "Bei {subscriber} bleibt die Wirkung dieses Ereignisses für immer aus. Der Grund steht danach "
    "in der Historie.",
    en="This event will never take effect for {subscriber}. The reason is kept in the history.",
)
REASON = L("Grund", en="Reason")
DISCARDED = L("Verworfen.", en="Discarded.")
LETTER = L("Zustellung {n}", en="Delivery {n}")
WHAT_FAILED = L("Was nicht ging", en="What did not work")
WHAT_HAPPENED = L("Was geschehen war", en="What had happened")
CONTENT = L("Angaben", en="Details")
PERSONAL = L("Persönliche Angaben", en="Personal details")
OCCURRED = L("Geschehen", en="Occurred")
BY = L("Durch", en="By")
ABOUT = L("Zu", en="About")
GONE = L("Das Ereignis ist nicht mehr in der Historie.", en="The event is no longer in the log.")
HIDDEN = L(
    "Es gehört zu einem Datensatz, den Sie nicht sehen dürfen.",
    en="It belongs to a record that you may not see.",
)

JOBS_LEAD = L(
    "Was wiederkehrt, läuft einmal, gleich wie viele Prozesse es gibt.",
    en="Each recurring job runs once, however many processes there are.",
)
RECURRING = L("Wiederkehrend", en="Recurring")
JOB = L("Lauf", en="Job")
EVERY = L("Rhythmus", en="Interval")
DAILY = L("Täglich {at} UTC", en="Daily {at} UTC")
LAST_RUN = L("Zuletzt", en="Last run")
TOOK = L("Dauer", en="Took")
NEXT_RUN = L("Nächster Lauf", en="Next run")
RUN_NOW = L("Starten", en="Run now")
ASKED = L("Beginnt gleich.", en="It will start in a moment.")
RUNNING = (L("Läuft", en="Running"), "c2")
FINE = (L("In Ordnung", en="Fine"), "c5")
FAILED = (L("Gescheitert", en="Failed"), "c4")
NEW = (L("Noch nie gelaufen", en="Never run"), "c8")
ERRORS = L("Letzte Fehler", en="Latest errors")
WORK = L("Importe, Exporte, Sammelaktionen", en="Imports, exports, bulk actions")
NO_WORK = L("Noch nichts davon.", en="None of these yet.")
WHAT = L("Was", en="What")
WAYS = L("Eingreifen", en="Step in")
PROGRESS = L("Datensätze", en="Records")
REFUSED = L("Abgelehnt", en="Refused")
KIND = L("Art", en="Kind")
IMPORT = L("Import", en="Import")
EXPORT = L("Export", en="Export")
BULK = L("Sammelaktion", en="Bulk action")
CANCEL = L("Anhalten", en="Stop")
RESUME = L("Fortsetzen", en="Go on")
CANCELLED = L("Angehalten.", en="Stopped.")
STARTED = L("Begonnen", en="Started")
ENDED = L("Beendet", en="Finished")
TIMERS = L("Zeitschalter", en="Timers")
TIMER_STATES = {
    TimerState.WAITING: (L("Wartet", en="Waiting"), "c6"),
    TimerState.PARKED: (L("Plugin ist aus", en="Plugin is off"), "c8"),
    TimerState.FAILING: (L("Wird wieder versucht", en="Being retried"), "c2"),
    TimerState.DEAD: (L("Aufgegeben", en="Given up"), "c4"),
}
DUE = L("Fällig", en="Due")
RETRY_TIMER = L("Erneut versuchen", en="Try again")
NO_TIMERS = L("Nichts wartet auf seine Zeit.", en="Nothing is scheduled.")
COUNT = L("Anzahl", en="Number")

HEALTH_LEAD = L(
    "Aufrufe von Plugins seit dem Start dieses Prozesses, Abfragen eines Tages von allen. Für "
    "Programme gibt es /health, für die Kommandozeile „kontor doctor“.",
    en="Calls of plugins since this process started, statements of one day of all processes. "
    "Programs ask /health, the command line “kontor doctor”.",
)
DATABASE = L("Datenbank", en="Database")
SIZE = L("Größe", en="Size")
BACKUP = L("Letzte Sicherung", en="Newest backup")
NO_BACKUP = L(
    "Keine im Ordner der Firma. „kontor backup“ macht eine.",
    en="None in the company's folder. “kontor backup” makes one.",
)
LAG = L("Größter Rückstand", en="Furthest behind")
GIVEN_UP = L("Aufgegebene Ereignisse", en="Events given up")
OPEN_WRITER = L("Wartet auf eine offene Transaktion", en="Waiting for an open transaction")
PLUGINS = L("Plugins", en="Plugins")
PROBLEM = L("Problem", en="Problem")
PAUSED = L("Pausiert nach Fehlern", en="Paused after faults")
CHECKS = L("Prüfungen der Plugins", en="Checks of plugins")
LOOKED_AT = L("Was angesehen wurde", en="What was looked at")
NEXT_STEP = L("Nächster Schritt", en="Next step")
VERDICTS = {
    "problem": (L("Problem", en="Problem"), "c4"),
    "warning": (L("Warnung", en="Warning"), "c2"),
    "ok": (L("In Ordnung", en="Fine"), "c5"),
}
HOOKS = L("Langsame und gescheiterte Aufrufe", en="Slow and failed calls")
PLACE = L("Stelle", en="Place")
CALLS = L("Aufrufe", en="Calls")
MEAN = L("Im Mittel", en="Mean")
FAULTS = L("Fehler", en="Faults")
SLOW = L("Zu langsam", en="Too slow")
NO_HOOKS = L("Kein Aufruf war langsam oder gescheitert.", en="No call was slow or failed.")
STATEMENTS = L("Langsame Abfragen", en="Slow statements")
STATEMENT = L("Abfrage, ohne Werte", en="Statement, without values")
MEDIAN = L("Median", en="Median")
LONGEST = L("Längste", en="Longest")
TIMES = L("Wie oft", en="How often")
LAST = L("Zuletzt", en="Last")
NO_STATEMENTS = L(
    "Keine Abfrage brauchte länger als {ms} ms.", en="No statement took longer than {ms} ms."
)
