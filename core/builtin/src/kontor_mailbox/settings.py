"""Which mailboxes are read, as ``[plugin.mailbox]`` of kontor.toml says."""

import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kontor_sdk import from_environment


class Account(BaseModel):
    """One folder of one mailbox. Its password stands in the environment or in a secret file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
    host: Annotated[str, Field(min_length=1)]
    user: Annotated[str, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    tls: Literal["tls", "starttls", "none"] = "tls"
    folder: str = "INBOX"
    since: date | None = None
    """What is older stays unread; without a day everything in the folder is read."""
    addresses: tuple[str, ...] = ()
    """Addresses that lead here: colleagues put them into BCC or forward to them."""
    owner: str = ""
    """The e-mail address of the user who sorts messages of unknown senders."""
    team: str = ""
    """The name of the team that sorts them."""

    @property
    def variable(self) -> str:
        return f"KONTOR_MAILBOX_{self.name}_PASSWORD".upper()

    def password(self, environ: Mapping[str, str] = os.environ) -> str | None:
        """Give the password from its variable or from the file that ``<variable>_FILE`` names."""
        return from_environment(self.variable, environ)

    @property
    def own(self) -> frozenset[str]:
        return frozenset(one.lower() for one in (*self.addresses, self.user) if "@" in one)


class MailboxSettings(BaseModel):
    """``[plugin.mailbox]``: what is read, what is ours, and what is too much."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accounts: tuple[Account, ...] = ()
    own_domains: tuple[str, ...] = ()
    """Domains of the company; mail among colleagues is nobody's history."""
    own_addresses: tuple[str, ...] = ()
    minutes: Annotated[int, Field(ge=1, le=1440)] = 2
    most_megabytes: Annotated[int, Field(ge=1, le=25)] = 25
    """A message above this is set aside with its headers alone."""
    most_files: Annotated[int, Field(ge=0, le=200)] = 50
    keep_unknown_days: Annotated[int, Field(ge=1, le=365)] = 60
    """What nobody has sorted by then is forgotten."""

    def forgets(self, sent_at: datetime, received: datetime) -> bool:
        """Tell whether a message of somebody unknown is too old to wait for anybody."""
        return sent_at < received - timedelta(days=self.keep_unknown_days)

    @property
    def most_bytes(self) -> int:
        return self.most_megabytes * 1024 * 1024
