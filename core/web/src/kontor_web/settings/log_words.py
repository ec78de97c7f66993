"""What the page of administration says: its kinds, and each event in words."""

from kontor_core.foundation.i18n import L

TITLE = L("Verwaltungsprotokoll", en="Administration log")
LEAD = L(
    "Wer Zugänge, Rechte, Token und Plugins geändert, Kontor als jemand anderes angesehen oder "
    "Daten exportiert hat, was außerhalb in kontor.toml geändert wurde, und welche Anmeldung "
    "fehlschlug.",
    en="Who changed accounts, rights, tokens and plugins, viewed Kontor as somebody else or "
    "exported data, what was edited outside in kontor.toml, and which sign-ins failed.",
)
FILTER = L("Eingrenzen", en="Narrow down")
PERSON = L("Person", en="Person")
PERSON_HELP = L("Wer es tat oder wen es betraf.", en="Who did it, or whom it was about.")
KIND = L("Art", en="Kind")
SINCE = L("Von", en="From")
UNTIL = L("Bis einschließlich", en="Up to and including")
SHOW = L("Anzeigen", en="Show")
ALL = L("Alles anzeigen", en="Show everything")
NO_DATE = L("Das ist kein Datum.", en="This is not a date.")
WHEN = L("Wann", en="When")
WHO = L("Wer", en="Who")
WHAT = L("Was", en="What")
WHOM = L("Wen oder was", en="Whom or what")
MORE = L("Einzelheiten", en="Details")
NONE = L("Dazu steht nichts im Protokoll.", en="The log has nothing about this.")
OLDER = L("Ältere", en="Older")
AS_FILE = L("Als CSV", en="As CSV")
SYSTEM = L("Kontor", en="Kontor")
OUTSIDE = L("kontor.toml, außerhalb geändert", en="kontor.toml, edited outside")
NEW = L("{path} neu: {after}", en="{path} added: {after}")
GONE = L("{path} entfällt: {before}", en="{path} removed: {before}")
CHANGED = L("{path}: {before} → {after}", en="{path}: {before} → {after}")
MORE_CHANGES = L("und {n} weitere", en="and {n} more")
NOBODY = L("Unbekannter Zugang", en="Unknown account")
ADDRESS = L("Adresse {address}", en="Address {address}")
BEFORE_AFTER = L("{before} → {after}", en="{before} → {after}")
FAILED = L("Fehlgeschlagene Anmeldungen seit gestern", en="Failed sign-ins since yesterday")

KINDS = {
    "sign_in": L("Anmeldungen", en="Sign-ins"),
    "accounts": L("Zugänge", en="Accounts"),
    "rights": L("Rechte und Teams", en="Rights and teams"),
    "tokens": L("API-Token", en="API tokens"),
    "viewing": L("Als jemand angesehen", en="Viewing as somebody"),
    "plugins": L("Plugins", en="Plugins"),
    "definition": L("Definition", en="Definition"),
    "operation": L("Betrieb", en="Operations"),
    "exports": L("Exporte", en="Exports"),
}

EVENTS = {
    "user.sign_in_failed": L("Anmeldung fehlgeschlagen", en="Sign-in failed"),
    "user.code_failed": L("Falscher Code des zweiten Faktors", en="Wrong second factor code"),
    "user.confirm_failed": L(
        "Falsches Passwort beim Bestätigen", en="Wrong password on confirming"
    ),
    "user.confirmed": L("Passwort noch einmal bestätigt", en="Password confirmed"),
    "user.created": L("Zugang angelegt", en="Account created"),
    "user.changed": L("Zugang geändert", en="Account changed"),
    "user.invited": L("Eingeladen", en="Invited"),
    "user.link_made": L("Link zum Passwort erzeugt", en="Password link created"),
    "user.password_demanded": L("Neues Passwort verlangt", en="New password required"),
    "user.second_factor_set": L("Zweiten Faktor eingerichtet", en="Second factor set up"),
    "user.second_factor_removed": L("Zweiten Faktor entfernt", en="Second factor removed"),
    "user.sessions_ended": L("Sitzungen beendet", en="Sessions ended"),
    "user.roles_changed": L("Rollen geändert", en="Roles changed"),
    "user.teams_changed": L("Teams geändert", en="Teams changed"),
    "team.created": L("Team angelegt", en="Team created"),
    "team.changed": L("Team geändert", en="Team changed"),
    "team.deleted": L("Team aufgelöst", en="Team dissolved"),
    "user.token_made": L("API-Token erzeugt", en="API token created"),
    "user.token_revoked": L("API-Token widerrufen", en="API token revoked"),
    "user.viewed": L("Angesehen als", en="Viewed as"),
    "user.viewing_ended": L("Ansehen beendet", en="Stopped viewing as"),
    "plugin.switched_on": L("Plugin eingeschaltet", en="Plugin switched on"),
    "plugin.switched_off": L("Plugin ausgeschaltet", en="Plugin switched off"),
    "definition.changed": L("Definition geändert", en="Definition changed"),
    "delivery.retried": L("Noch einmal zugestellt", en="Delivered again"),
    "delivery.discarded": L("Zustellung verworfen", en="Delivery discarded"),
    "job.asked_for": L("Lauf von Hand gestartet", en="Job started by hand"),
    "records.exported": L("Datensätze exportiert", en="Records exported"),
}
