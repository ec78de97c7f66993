"""What core explains; a topic's texts lie in ``texts/`` under its id."""

from kontor_core.foundation.access.users import MANAGE_USERS
from kontor_core.foundation.i18n import L
from kontor_core.hooks.declarations.ui import HelpPage

CORES: tuple[HelpPage, ...] = (
    HelpPage(id="start", title=L("Die ersten Schritte", en="First steps"), about=("/",)),
    HelpPage(
        id="lists",
        title=L("Listen, Filter und Ansichten", en="Lists, filters and views"),
        about=("/customers", "/contacts", "/relationships", "/interactions"),
    ),
    HelpPage(
        id="records",
        title=L("Datensätze und ihr Verlauf", en="Records and their history"),
        about=("/customers/{id}", "/contacts/{id}", "/interactions/{id}"),
    ),
    HelpPage(
        id="search", title=L("Suchen und Tastatur", en="Search and keyboard"), about=("/search",)
    ),
    HelpPage(id="calendar", title=L("Kalender", en="Calendar"), about=("/calendar",)),
    HelpPage(
        id="bulk",
        title=L("Viele Datensätze auf einmal", en="Many records at once"),
        about=("/bulk",),
    ),
    HelpPage(id="import", title=L("Importieren", en="Importing"), about=("/import",)),
    HelpPage(id="export", title=L("Exportieren", en="Exporting"), about=("/exports",)),
    HelpPage(id="filter", title=L("Filter als Text", en="Filters as text")),
    HelpPage(id="account", title=L("Mein Konto", en="My account"), about=("/me",)),
    HelpPage(
        id="administration",
        title=L("Benutzer, Rollen und Betrieb", en="Users, roles and operation"),
        about=("/settings",),
        requires=MANAGE_USERS,
    ),
    HelpPage(
        id="definition",
        title=L("Ihre CRM-Definition", en="Your CRM definition"),
        about=("/definition",),
    ),
)
