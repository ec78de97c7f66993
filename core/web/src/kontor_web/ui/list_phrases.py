"""What lists say about how they are shown: columns, views, boards and calendars."""

from kontor_core.foundation.i18n import L

COLUMNS = L("Spalten", en="Columns")
COLUMNS_LEAD = L(
    "Angehakt ist, was die Liste zeigt, von oben nach unten wie dort von links nach rechts.",
    en="What is ticked is shown in the list, from top to bottom as there from left to right.",
)
COLUMNS_USUAL = L("Wie vorgegeben", en="As provided")
NO_COLUMN = L(
    "Die Spalte „{name}“ gibt es nicht, oder Ihre Rolle sieht sie nicht. Vielleicht ist ihr "
    "Plugin abgeschaltet; die übrigen Spalten stehen hier.",
    en="There is no column “{name}”, or your role does not see it. Its plugin may be switched "
    "off; the other columns are here.",
)
NO_SORT = L(
    "Nach „{name}“ lässt sich nicht sortieren; die Liste steht in ihrer üblichen Reihenfolge.",
    en="There is no sorting by “{name}”; the list is in its usual order.",
)
