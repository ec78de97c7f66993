"""What the calendar of all sources says."""

from kontor_core.foundation.i18n import L

TITLE = L("Kalender", en="Calendar")
MONTH = L("Monat", en="Month")
WEEK = L("Woche", en="Week")
AGENDA = L("Liste", en="List")
EMPTY = L("Hier steht nichts.", en="There is nothing here.")
EMPTY_OFF = L("Alle Quellen sind ausgeblendet.", en="All sources are switched off.")
WEEK_TITLE = L("Woche {week}, {days}", en="Week {week}, {days}")
PREVIOUS = {
    "month": L("Voriger Monat", en="Previous month"),
    "week": L("Vorige Woche", en="Previous week"),
    "agenda": L("Frühere Tage", en="Earlier days"),
}
NEXT = {
    "month": L("Nächster Monat", en="Next month"),
    "week": L("Nächste Woche", en="Next week"),
    "agenda": L("Spätere Tage", en="Later days"),
}
MORE = L("{n} weitere", en="{n} more")
ONE_MORE = L("1 weiterer", en="1 more")
CUT = L(
    "{source} hat hier mehr als {n} Einträge; die übrigen fehlen.",
    en="{source} has more than {n} entries here; the others are missing.",
)
BACK = L("Der Eintrag ist zurück.", en="The entry is back.")
REFUSED = L("{reason} Der Eintrag bleibt, wo er war.", en="{reason} The entry stays where it was.")
