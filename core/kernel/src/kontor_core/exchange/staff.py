"""A list of colleagues as users and teams: who works where, and who leads."""

import re
from collections.abc import Iterable

from kontor_core.foundation.access.models import Team, User
from kontor_core.foundation.access.users import create_team, create_user
from kontor_core.foundation.i18n import L
from kontor_core.foundation.kinds import Kind
from kontor_core.foundation.text import search_key
from kontor_core.hooks.declarations.exchange import (
    Import,
    ImportColumn,
    ImportOption,
    ImportPreset,
    Rows,
)

_NO_ADDRESS = L(
    "Ohne Adresse kann niemand sich anmelden. Geben Sie eine Spalte email an oder "
    "--set domain=firma.de.",
    en="Nobody can sign in without an address. Name a column email or --set domain=company.com.",
)
_KNOWN = L("{email} ist schon Benutzer.", en="{email} is already a user.")
_NO_PART = re.compile(r"[^a-z0-9]+")

STAFF = ImportPreset(
    key="staff",
    label=L("Mitarbeiter und Teams", en="Colleagues and teams"),
    help=L(
        "Eine Zeile je Mitarbeiter mit Team; anmelden kann sich, wer ein Passwort bekommt.",
        en="One row for each colleague, with the team; whoever gets a password can sign in.",
    ),
    creates=("user", "team"),
    columns=(
        ImportColumn(
            "name",
            L("Name", en="Name"),
            required=True,
            names=("sales agent", "agent", "mitarbeiter", "user", "benutzer", "employee"),
        ),
        ImportColumn("email", L("E-Mail", en="E-mail"), Kind.EMAIL, names=("mail",)),
        ImportColumn(
            "team",
            L("Team", en="Team"),
            names=("regional office", "office", "region", "abteilung", "department"),
        ),
        ImportColumn(
            "manager", L("Teamleitung", en="Team lead"), names=("leitung", "lead", "leiter")
        ),
    ),
    options=(
        ImportOption("domain", L("Endung fehlender Adressen", en="Domain of missing addresses")),
        ImportOption("role", L("Rolle", en="Role"), "agent"),
        ImportOption("manager_role", L("Rolle der Leitung", en="Role of team leads"), "manager"),
    ),
    importer=lambda: StaffRows(),
)


class StaffRows:
    """Makes each team once and each person once; a lead comes before those they lead."""

    def take(self, imports: Import, rows: Rows) -> None:
        domain = imports.options["domain"].strip().removeprefix("@")
        names, given = rows.column("name"), rows.column("email")
        managers, teams = rows.column("manager"), rows.column("team")
        emails = [email or _address(name, domain) for name, email in zip(names, given, strict=True)]
        leads = [_address(name, domain) if name else None for name in managers]
        team_ids = self._teams(imports, {team for team in teams if team})
        known = set(imports.find(User, "email", sorted({e for e in (*emails, *leads) if e})))
        for index, lead in enumerate(leads):
            if lead and lead not in known and lead not in emails:
                role = imports.options["manager_role"]
                self._make(imports, managers[index], lead, role, team_ids.get(teams[index]))
                known.add(lead)
        for index, email in enumerate(emails):
            if not email:
                rows.refuse(index, "name", _NO_ADDRESS)
            elif email in known:
                rows.refuse(index, "name", _KNOWN.format(email=email))
            else:
                role = imports.options["manager_role" if email in leads else "role"]
                self._make(imports, names[index], email, role, team_ids.get(teams[index]))
                known.add(email)

    @staticmethod
    def _teams(imports: Import, wanted: Iterable[str]) -> dict[str, str]:
        names = sorted(wanted)
        found = imports.find(Team, "name", names)
        for name in names:
            if name not in found:
                found[name] = create_team(imports.uow, name).id
        return found

    @staticmethod
    def _make(imports: Import, name: str, email: str, role: str, team: str | None) -> None:
        roles = [role] if role else []
        create_user(imports.uow, name=name, email=email, roles=roles, teams=[team] if team else [])


def _address(name: str, domain: str) -> str:
    """Give ``anna.snelling@company.com``; empty without a domain."""
    part = _NO_PART.sub(".", search_key(name)).strip(".")
    return f"{part}@{domain}" if domain and part else ""
