"""Users, teams and roles; credentials, sessions, tokens and Shares stand in tables of the core."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index

from kontor_core.foundation.fields import Choice, Kind, field, link
from kontor_core.foundation.i18n import L
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage.models import plugin_base

Base = plugin_base("core")


class Team(Base, table=True):
    """A flat group of users; a customer belongs to at most one.

    The lead is whom the others turn to; what they may see follows from their role alone.
    """

    name: str = field(L("Name", en="Name"), unique=True, sort=True)
    lead_id: str | None = field(
        L("Leitung", en="Lead"), kind=Kind.REF, ref="user", default=None, nullable=True
    )


class User(Base, table=True):
    """A member of staff who signs in; never deleted, only switched off."""

    name: str = field(L("Name", en="Name"), erase=Erase.KEEP, sort=True)
    email: str = field(L("E-Mail", en="E-mail"), kind=Kind.EMAIL, erase=Erase.KEEP, unique=True)
    active: bool = field(L("Aktiv", en="Active"), kind=Kind.BOOL, default=True)
    locale: str = field(
        L("Sprache", en="Language"),
        default="de",
        choices=(Choice("de", "Deutsch", "c1"), Choice("en", "English", "c6")),
    )


class Membership(Base, table=True):
    """A user's place in a team; the first one made is the user's own team."""

    user_id: str = link("user", on_delete="cascade", index=False)
    # covers the fence's own question: the teams of a user
    __indexes__ = (Index("uq_core_membership_user_team", "user_id", "team_id", unique=True),)


class RoleAssignment(Base, table=True):
    """A role of the definition, given to a user."""

    user_id: str = link("user", on_delete="cascade")
    role: str = field(L("Rolle", en="Role"))


class Credential(Base, table=True):
    """A user's password as argon2id; no profile reaches this table."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    password_hash: str = field(L("Passwort", en="Password"), Data.SECRET, hidden=True)
    password_version: int = field(L("Fassung", en="Version"), kind=Kind.INT, default=1)
    signed_in_at: datetime | None = field(
        L("Zuletzt angemeldet", en="Last sign-in"), kind=Kind.DATETIME, nullable=True
    )
    must_change: bool | None = field(
        L("Neues Passwort nötig", en="Needs a new password"), kind=Kind.BOOL, nullable=True
    )


class SecondFactor(Base, table=True):
    """The app that makes a user's codes; ``last_step`` is the half minute of the last one used."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    secret: str = field(L("Geheimnis", en="Secret"), Data.SECRET, hidden=True)
    last_step: int = field(L("Zuletzt benutzt", en="Last used"), kind=Kind.INT, default=0)


class RecoveryCode(Base, table=True):
    """A code that replaces the app's, once."""

    user_id: str = link("user", on_delete="cascade")
    code_hash: str = field(L("Prüfwert", en="Hash"), Data.SECRET, hidden=True)


class Entry(Base, table=True):
    """Somebody between password and session; ``proven`` once the second factor was shown."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    token_hash: str = field(L("Prüfwert", en="Hash"), Data.SECRET, hidden=True, unique=True)
    expires_at: datetime = field(L("Endet", en="Ends"), kind=Kind.DATETIME)
    password_version: int = field(L("Fassung", en="Version"), kind=Kind.INT, default=0)
    proven: bool = field(L("Bewiesen", en="Proven"), kind=Kind.BOOL, default=False)


class PasswordLink(Base, table=True):
    """A link by which a user sets a password, once; holds as long as the old password does."""

    user_id: str = link("user", on_delete="cascade", unique=True)
    token_hash: str = field(L("Prüfwert", en="Hash"), Data.SECRET, hidden=True, unique=True)
    expires_at: datetime = field(L("Endet", en="Ends"), kind=Kind.DATETIME)
    password_version: int = field(L("Fassung", en="Version"), kind=Kind.INT, default=0)


class Session(Base, table=True):
    """A signed-in browser; ``token_hash`` is the SHA-256 of the cookie's value.

    ``viewed_id`` is whom its user looks as, until ``viewed_until``; at ``confirmed_at`` they last
    gave their password.
    """

    user_id: str = link("user", on_delete="cascade")
    token_hash: str = field(L("Prüfwert", en="Hash"), Data.SECRET, hidden=True, unique=True)
    csrf_token: str = field(L("Formularschutz", en="CSRF token"), Data.SECRET, hidden=True)
    expires_at: datetime = field(L("Endet", en="Ends"), kind=Kind.DATETIME)
    seen_at: datetime = field(L("Zuletzt gesehen", en="Last seen"), kind=Kind.DATETIME)
    password_version: int = field(L("Fassung", en="Version"), kind=Kind.INT, default=1)
    viewed_id: str | None = field(
        L("Sieht als", en="Looks as"), kind=Kind.REF, ref="user", default=None, nullable=True
    )
    viewed_until: datetime | None = field(
        L("Sieht bis", en="Looks until"), kind=Kind.DATETIME, nullable=True
    )
    confirmed_at: datetime | None = field(
        L("Bestätigt", en="Confirmed"), kind=Kind.DATETIME, nullable=True
    )


class ApiToken(Base, table=True):
    """A token that speaks for a user, never with more rights; scopes narrow it further."""

    user_id: str = link("user", on_delete="cascade")
    name: str = field(L("Name", en="Name"))
    token_hash: str = field(L("Prüfwert", en="Hash"), Data.SECRET, hidden=True, unique=True)
    scopes: list[str] = field(L("Umfang", en="Scopes"), kind=Kind.JSON, default=None, nullable=True)
    expires_at: datetime | None = field(L("Endet", en="Ends"), kind=Kind.DATETIME, nullable=True)
    revoked_at: datetime | None = field(
        L("Widerrufen", en="Revoked"), kind=Kind.DATETIME, nullable=True
    )


class ApiRequest(Base, table=True):
    """A request under an idempotency key: taken, carried out, and what it answered; for a day.

    ``slot`` is the hash of who asked and the key, ``request`` of what was asked, ``rights`` of
    what the one who asked was allowed.
    """

    slot: str = field(L("Schlüssel", en="Key"), unique=True)
    request: str = field(L("Prüfwert", en="Hash"))
    rights: str = field(L("Rechte", en="Rights"))
    state: str = field(L("Zustand", en="State"))
    answer: dict[str, Any] | None = field(
        L("Antwort", en="Answer"),
        Data.PERSONAL,
        kind=Kind.JSON,
        erase=Erase.DELETE,
        nullable=True,
    )


class Share(Base, table=True):
    """One record opened to one more user or team; part of the fence."""

    record_id: str = field(L("Datensatz", en="Record"), kind=Kind.REF, index=True)
    principal_id: str = field(L("Für", en="For"), kind=Kind.REF)
    level: str = field(L("Recht", en="Right"), default="read")
    plugin: str = field(L("Von", en="By"), default="core")
    # covers the fence's own question: the records open to a principal
    __indexes__ = (Index("ix_core_share_principal", "principal_id", "record_id", "level"),)
