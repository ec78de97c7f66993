"""What the pages about accounts and rights say."""

from kontor_core.foundation.access.directory import Standing
from kontor_core.foundation.i18n import L

USERS = L("Benutzer", en="Users")
COUNTED = L("Benutzer", en="{n:user|users}")
NEW_USER = L("Benutzer einladen", en="Invite a user")
TEAMS = L("Teams", en="Teams")
ROLES = L("Rollen und Rechte", en="Roles and rights")
TOKENS = L("API-Token", en="API tokens")
SESSIONS = L("Offene Sitzungen", en="Open sessions")

STANDINGS: dict[Standing, tuple[L, str]] = {
    "active": (L("Aktiv", en="Active"), "c5"),
    "invited": (L("Ohne Passwort", en="No password yet"), "c2"),
    "off": (L("Ausgeschaltet", en="Switched off"), "c8"),
    "all": (L("Alle", en="All"), "c8"),
}
TABS: dict[Standing, L] = {
    "active": L("Aktiv", en="Active"),
    "invited": L("Ohne Passwort", en="No password yet"),
    "off": L("Ausgeschaltet", en="Switched off"),
    "all": L("Alle", en="All"),
}

NAME = L("Name", en="Name")
EMAIL = L("E-Mail", en="E-mail")
LANGUAGE = L("Sprache", en="Language")
STATE = L("Status", en="Status")
ROLE = L("Rollen", en="Roles")
LAST_SIGN_IN = L("Zuletzt angemeldet", en="Last sign-in")
NEVER = L("Noch nie", en="Never")
SEARCH = L("Name oder E-Mail", en="Name or e-mail")
MORE = L(
    "Gezeigt werden die ersten {n}. Suchen Sie nach einem Namen.",
    en="The first {n} are shown. Search for a name.",
)
NOBODY = L("Niemand gefunden", en="Nobody found")
NOBODY_HINT = L(
    "Suchen Sie anders oder laden Sie jemanden ein.",
    en="Search for something else or invite somebody.",
)

INVITE_LEAD = L(
    "Sie erhalten einen Link, den Sie weitergeben. Damit setzt die Person ihr Passwort selbst; "
    "er gilt drei Tage und genau einmal.",
    en="You get a link to pass on. With it the person sets their own password; it is "
    "valid for three days and works once.",
)
INVITE = L("Einladen", en="Invite")
LINK = L("Link zum Passwort", en="Password link")
LINK_ONCE = L("Nur jetzt zu sehen", en="Shown only now")
LINK_UNTIL = L("Gilt bis", en="Valid until")
LINK_HINT = L(
    "Geben Sie diesen Link nur {name}, am besten persönlich: Wer ihn hat, setzt das Passwort.",
    en="Give this link to {name} only, in person if you can: whoever has it sets the password.",
)
NEW_LINK = L("Neuer Link zum Passwort", en="New password link")
MAKE_LINK = L("Link zum Passwort erzeugen", en="Create a password link")

ACCOUNT = L("Zugang", en="Account")
SAVED = L("Gespeichert.", en="Saved.")
SAVE = L("Speichern", en="Save")
ROLES_LEAD = L(
    "Mehrere Rollen ergänzen sich. Mit einer Änderung enden die offenen Sitzungen.",
    en="Several roles add up. A change ends open sessions.",
)
TEAMS_LEAD = L(
    "Das erste Team ist das eigene: Neue Datensätze gehören ihm.",
    en="The first team is the user's own: new records belong to it.",
)
NO_TEAMS = L("Es gibt noch kein Team.", en="There is no team yet.")
SIGN_IN = L("Anmeldung", en="Sign-in")
OFF = L("Ausschalten", en="Switch off")
ON = L("Wieder einschalten", en="Switch on again")
OFF_TITLE = L("{name} ausschalten?", en="Switch off {name}?")
OFF_TEXT = L(
    "Die Anmeldung endet sofort. Alles, was {name} angelegt hat, bleibt; Sie können den Zugang "
    "jederzeit wieder einschalten.",
    en="They can no longer sign in, starting now. Everything that {name} created "
    "stays; you can switch the account on again at any time.",
)
OFF_SESSIONS = L("Offene Sitzungen enden: {n}", en="Open sessions that end: {n}")
OFF_TOKENS = L("API-Token werden gelöscht: {n}", en="API tokens that are deleted: {n}")
OFF_WORK = L(
    "{label} bleiben zugeordnet, bis Sie sie übergeben: {n}",
    en="{label} stay assigned until you hand them over: {n}",
)
IS_OFF = L("{name} ist ausgeschaltet.", en="{name} is switched off.")
IS_ON = L("{name} ist wieder eingeschaltet.", en="{name} is switched on again.")
WORK = L("Offene Arbeit", en="Open work")
NO_WORK = L("Nichts Offenes.", en="Nothing open.")
WHAT = L("Was", en="What")
COUNT = L("Anzahl", en="Number")
HAND_OVER = L("Übergeben", en="Hand over")
HAND_OVER_TO = L("An", en="To")
HAND_OVER_WHAT = L("Was wird übergeben?", en="What is handed over?")
EVERYTHING = L("Alles Offene", en="Everything open")
HANDED_OVER = L("{n} an {name} übergeben.", en="{n} handed over to {name}.")
HANDED_SOME = L(
    "{n} an {name} übergeben, {left} stehen noch aus: noch einmal „Übergeben“.",
    en="{n} handed over to {name}, {left} are left: “Hand over” once more.",
)
HANDED_NOT = L(
    "{n} übergeben; {left} gingen nicht: {reason}",
    en="{n} handed over; {left} were refused: {reason}",
)
NOT_TO_SAME = L("Bitte eine andere Person wählen.", en="Please choose somebody else.")

WHO = L("Wer", en="Who")
SIGNED_IN = L("Angemeldet", en="Signed in")
LAST_SEEN = L("Zuletzt gesehen", en="Last seen")
END = L("Beenden", en="End")
END_ALL = L("Alle Sitzungen beenden", en="End all sessions")
ENDED = L("Die Sitzung ist beendet.", en="The session has ended.")
ALL_ENDED = L("Alle Sitzungen sind beendet.", en="All sessions have ended.")
THIS_ONE = L("Diese hier", en="This one")
NO_SESSIONS = L("Keine offene Sitzung.", en="No open session.")
TOKEN = L("Token", en="Token")
SCOPE = L("Umfang", en="Scope")
MADE = L("Erzeugt", en="Created")
ENDS = L("Endet", en="Ends")
NOT_AT_ALL = L("Nie", en="Never")
REVOKE = L("Widerrufen", en="Revoke")
REVOKED = L("Der Token ist widerrufen.", en="The token has been revoked.")
NO_TOKENS = L("Kein Token gilt.", en="No valid token.")
TOKENS_LEAD = L(
    "Ein Token spricht für seinen Benutzer, nie mit mehr Rechten. Eigene erzeugt man unter „Mein "
    "Konto“.",
    en="A token speaks for its user, never with more rights. Users create their own "
    "under “My account”.",
)
SESSIONS_LEAD = L(
    "Eine Sitzung endet von selbst nach 30 Minuten ohne Zugriff und nach zwölf Stunden.",
    en="A session ends by itself after 30 minutes without use and after twelve hours.",
)
SCOPE_ALL = L("Alles, was der Benutzer darf", en="Everything the user may do")

NEW_TEAM = L("Neues Team", en="New team")
CREATE = L("Anlegen", en="Create")
TEAM_MADE = L("Das Team ist angelegt.", en="The team has been created.")
MEMBERS = L("Mitglieder", en="Members")
LEAD = L("Leitung", en="Lead")
LEAD_HELP = L(
    "An wen sich die anderen wenden. Rechte gibt das keine: die stehen in der Rolle.",
    en="Who the others turn to. This grants no rights: those come with the role.",
)
LEAD_NARROW = L(
    "{name} leitet das Team, sieht mit der eigenen Rolle aber nicht alles, was ihm gehört.",
    en="{name} leads the team but does not see all that belongs to it with their role.",
)
ADD_MEMBER = L("Mitglied aufnehmen", en="Add a member")
ADD = L("Aufnehmen", en="Add")
TAKE_OUT = L("Herausnehmen", en="Remove")
NO_MEMBERS = L("Noch kein Mitglied.", en="No member yet.")
DISSOLVE = L("Team auflösen", en="Dissolve the team")
DISSOLVE_TITLE = L("{name} auflösen?", en="Dissolve {name}?")
DISSOLVE_TEXT = L(
    "Das geht nur, wenn das Team weder Mitglieder noch Datensätze hat.",
    en="This works only when the team has neither members nor records.",
)
DISSOLVED = L("Das Team ist aufgelöst.", en="The team has been dissolved.")
NO_TEAM_YET = L("Noch kein Team", en="No team yet")
NO_TEAM_HINT = L(
    "Teams bestimmen, wer bei Reichweite „team“ was sieht.",
    en="Teams decide who sees what at the level “team”.",
)

WELCOME_TO = L("Willkommen, {name}", en="Welcome, {name}")
WELCOME_LEAD = L(
    "Ihr Zugang: {email}. Mindestens zwölf Zeichen; ein Satz, den nur Sie kennen, ist gut.",
    en="Your account: {email}. At least twelve characters; a sentence only you know is good.",
)
SET_AND_GO = L("Setzen und anmelden", en="Set and sign in")
LINK_OVER_TEXT = L(
    "Ein Link gilt einmal und nicht lange. Bitten Sie Ihre Administration um einen neuen.",
    en="A link works once and not for long. Ask your administrators for a new one.",
)

ROLES_INTRO = L(
    "Was jede Rolle darf. Rollen stehen in kontor.toml; hier werden sie gezeigt und vergeben.",
    en="What each role may do. Roles are defined in kontor.toml; here they are shown and assigned.",
)
HOLDERS = L("Benutzer", en="Users")
CUSTOMERS = L("Kunden", en="customers")
READS = L("Liest {customers}", en="Reads {customers}")
CHANGES = L("Ändert {customers}", en="Changes {customers}")
PERMISSIONS = L("Berechtigungen", en="Permissions")
SOURCE = L("Steht in", en="Defined in")
BUILT_IN = L("In Kontor eingebaut", en="Built into Kontor")
DEFAULT_ROLE = L("Vorgabe von Kontor", en="Kontor's default")
AT_LINE = L("{file}, Zeile {line}", en="{file}, line {line}")
LEVELS = {
    "none": L("–", en="–"),
    "own": L("Eigene", en="Own"),
    "team": L("Team", en="Team"),
    "all": L("Alle", en="All"),
}
ACTIONS = {
    "read": L("Lesen", en="Read"),
    "create": L("Anlegen", en="Create"),
    "edit": L("Ändern", en="Edit"),
    "delete": L("Löschen", en="Delete"),
    "export": L("Exportieren", en="Export"),
    "assign": L("Zuweisen", en="Assign"),
}
ENTITY = L("Objekt", en="Entity")
MATRIX = L("Objekte und Reichweite", en="Entities and levels")
CLASSES = L("Felder nach Klasse", en="Fields by class")
CLASS = L("Klasse", en="Class")
DATA_CLASSES = {
    "public": L("Öffentlich", en="Public"),
    "internal": L("Intern", en="Internal"),
    "personal": L("Personenbezogen", en="Personal"),
    "special": L("Besonders geschützt (Art. 9 DSGVO)", en="Special (Art. 9 GDPR)"),
    "secret": L("Geheim: nur zu setzen", en="Secret: may only be set"),
}
GRANTED = L("Gegeben", en="Granted")
ALL_PERMISSIONS = L("Diese Rolle hat jede Berechtigung.", en="This role has every permission.")
HOW_TO_CHANGE = L("So ändern Sie das", en="How to change this")
HOW_FILE = L(
    "1. {place} bearbeiten.\n2. „kontor definition check“ nennt jeden Fehler mit Zeile.\n"
    "3. Kontor neu starten.",
    en="1. Edit {place}.\n2. “kontor definition check” names every error with its line.\n"
    "3. Restart Kontor.",
)
HOW_DEFAULT = L(
    "kontor.toml nennt noch keine Rollen, deshalb gelten die Vorgaben. Sobald dort eine steht, "
    "gelten nur die eigenen und „administrator“.\nEin Anfang für diese Rolle:",
    en="kontor.toml names no roles yet, so the defaults hold. As soon as one is written there, "
    "only your own and “administrator” hold.\nA beginning for this role:",
)
HOW_BUILT_IN = L(
    "Diese Rolle ist immer da und hat alle Rechte, damit sich niemand aussperrt. Sie lässt sich "
    "nicht ändern, nur vergeben.",
    en="This role is always there and has all rights, so that nobody locks the company "
    "out. It cannot be changed, only assigned.",
)
TEXT_TO_WRITE = L("Zum Einfügen", en="Copy and paste")
PROPOSED = L("Vorschläge der Plugins", en="Suggested by plugins")
PROPOSED_BY = L("Von", en="By")
PROPOSED_HINT = L(
    "Ein Vorschlag gilt, sobald er in kontor.toml steht.",
    en="A proposal takes effect once it is written in kontor.toml.",
)
TEAM = L("Team", en="Team")
PEOPLE = L("Personen und Rechte", en="People and rights")
HOLDING = L("Gültig", en="Valid")
OPEN = L("Offen", en="Open")

VIEW_AS = L("Als {name} ansehen", en="View as {name}")
VIEW_AS_TITLE = L("Kontor als {name} ansehen?", en="View Kontor as {name}?")
VIEW_AS_TEXT = L(
    "Sie sehen, was {name} sieht, und ändern dabei nichts. Das endet von selbst nach 30 Minuten.",
    en="You will see what {name} sees, and nothing can be changed meanwhile. It ends "
    "by itself after 30 minutes.",
)
VIEW_AS_TOLD = L(
    "In der Historie steht, dass und wen Sie angesehen haben.",
    en="The history records that you did, and as whom.",
)
VIEW_AS_NOT = L(
    "Geheimes wie Passwörter, Token und Kalenderadressen bleibt verborgen, ebenso Exporte.",
    en="Secrets such as passwords, tokens and calendar addresses stay hidden, and so do exports.",
)
VIEW_AS_ENDED = L("Sie sehen Kontor wieder mit eigenen Augen.", en="You are back as yourself.")
TAKE_CARE = L("Achtung", en="Caution")

FACTOR = L("Zweiter Faktor", en="Second factor")
FACTOR_ON = (L("Eingerichtet", en="Set up"), "c5")
FACTOR_OFF = (L("Nicht eingerichtet", en="Not set up"), "c8")
RESET_FACTOR = L("Zweiten Faktor zurücksetzen", en="Reset second factor")
RESET_TEXT = L(
    "{name} meldet sich danach nur mit dem Passwort an und richtet den zweiten Faktor neu ein. "
    "Vergewissern Sie sich, dass wirklich {name} darum bittet.",
    en="{name} then signs in with the password alone and sets up the second factor anew. Make sure "
    "that it is really {name} who asks.",
)
FACTOR_RESET = L(
    "Der zweite Faktor von {name} ist zurückgesetzt.", en="The second factor of {name} is reset."
)
PASSWORD = L("Passwort", en="Password")
PASSWORD_DEMANDED = (L("Neues beim nächsten Anmelden", en="A new one at next sign-in"), "c2")
DEMAND_PASSWORD = L("Neues Passwort verlangen", en="Demand a new password")
DEMAND_TEXT = L(
    "{name} wählt beim nächsten Anmelden ein neues Passwort und kann bis dahin nichts anderes tun.",
    en="{name} chooses a new password at the next sign-in and can do nothing else before.",
)
DEMANDED = L(
    "{name} wählt beim nächsten Anmelden ein neues Passwort.",
    en="{name} chooses a new password at the next sign-in.",
)
ALL_SESSIONS_END = L("Alle offenen Sitzungen enden.", en="All open sessions end.")
