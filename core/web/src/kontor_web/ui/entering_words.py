"""What is said on the way from password to session, and about the second factor."""

from kontor_core.foundation.i18n import L

CODE_TITLE = L("Zweiter Faktor", en="Second factor")
CODE = L("Code", en="Code")
CODE_HELP = L(
    "Sechs Ziffern aus Ihrer App, oder einer Ihrer Wiederherstellungscodes.",
    en="Six digits from your app, or one of your recovery codes.",
)
CODE_LOST = L(
    "App und Codes verloren? Wer Kontor bei Ihnen verwaltet, kann den zweiten Faktor zurücksetzen.",
    en="App and codes lost? Whoever administers Kontor can reset the second factor.",
)
GO_ON = L("Weiter", en="Go on")
ONCE_MORE = L("Noch einmal versuchen", en="Try again")
BACK = L("Zurück zur Anmeldung", en="Back to sign-in")

SET_UP_TITLE = L("Zweiten Faktor einrichten", en="Set up a second factor")
SET_UP_WHY = L(
    "Ihre Rolle verlangt beim Anmelden einen Code aus einer App auf Ihrem Telefon.",
    en="Your role asks for a code of an app on your phone at sign-in.",
)
SET_UP_LEAD = L(
    "1. Öffnen Sie auf dem Telefon eine App für Einmalcodes (etwa Aegis, FreeOTP oder die Ihrer "
    "Firma). 2. Scannen Sie das Bild. 3. Geben Sie den Code ein, den die App zeigt.",
    en="1. Open an app for one-time codes on your phone (such as Aegis or FreeOTP). "
    "2. Scan the picture. 3. Type the code that the app shows.",
)
PICTURE = L("QR-Code für die App", en="QR code for the app")
BY_HAND = L("Ohne Kamera: dieser Schlüssel", en="Without a camera: this key")
SET_UP = L("Einrichten", en="Set up")
OLD_PAGE = L(
    "Diese Seite war zu alt. Scannen Sie bitte das neue Bild.",
    en="This page was too old. Please scan the new picture.",
)

CODES_TITLE = L("Wiederherstellungscodes", en="Recovery codes")
CODES_LEAD = L(
    "Jeder dieser Codes ersetzt einmal die App, wenn das Telefon fehlt. Sie werden nur jetzt "
    "gezeigt: drucken Sie sie aus oder bewahren Sie sie in Ihrem Passwortspeicher auf.",
    en="Each of these codes stands in for the app once, when the phone is not there. They are "
    "shown now only: print them or keep them with your passwords.",
)
CODES_KEPT = L("Ich habe die Codes aufbewahrt", en="I have kept the codes")

PASSWORD_TITLE = L("Neues Passwort wählen", en="Choose a new password")
PASSWORD_WHY = L(
    "Für Ihren Zugang ist ein neues Passwort verlangt worden.",
    en="A new password has been asked for your account.",
)
SAME = L("Das ist das bisherige Passwort.", en="This is the password you have.")

CARD_OFF = L(
    "Mit einem zweiten Faktor genügt ein erratenes oder gestohlenes Passwort nicht, um sich als "
    "Sie anzumelden.",
    en="With a second factor a guessed or stolen password is not enough to sign in as you.",
)
STATE = L("Status", en="Status")
ON = (L("Eingerichtet", en="Set up"), "c5")
OFF = (L("Nicht eingerichtet", en="Not set up"), "c8")
SINCE = L("Seit", en="Since")
LEFT = L("Übrige Wiederherstellungscodes", en="Recovery codes left")
NEW_CODES = L("Neue Wiederherstellungscodes", en="New recovery codes")
ANOTHER = L("Anderes Telefon einrichten", en="Set up another phone")
TURN_OFF = L("Ausschalten", en="Turn off")
TURNED_OFF = L("Der zweite Faktor ist ausgeschaltet.", en="The second factor is off.")
NEEDED = L(
    "Ihre Rolle verlangt einen zweiten Faktor; ausschalten geht nicht.",
    en="Your role asks for a second factor; it cannot be turned off.",
)
