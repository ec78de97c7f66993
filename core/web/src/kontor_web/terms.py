"""What is demanded of whoever calls an endpoint; handlers see it of their call."""

from dataclasses import dataclass
from typing import Literal

from kontor_web.security.content import MOST_BYTES

Audience = Literal["public", "staff"]
Rate = Literal["page", "write", "heavy", "login"]
Surface = Literal["api", "page", "fragment", "file"]
Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What one method of one path demands. ``permission`` is ``""`` where the audience is enough.

    ``accepts`` are the media types of the body, none for an endpoint without one. ``surface``
    decides how errors look: a problem document, a page, a fragment, or a bare line.
    """

    method: Method
    path: str
    audience: Audience
    permission: str
    rate: Rate
    surface: Surface
    accepts: tuple[str, ...] = ()
    most_bytes: int = MOST_BYTES
    upload: bool = False  # the body may be large: it is kept in a file, not in memory
    while_viewing: bool = False  # also for one who only looks as somebody else
    confirm: bool = False  # whoever asks has given their password lately, or gives it now

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def changes(self) -> bool:
        return self.method != "GET"
