"""What a plugin lets ``kontor doctor`` and the health page look at, and what they find."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from kontor_core.foundation.clock import Clock
from kontor_core.foundation.i18n import Label

if TYPE_CHECKING:
    from pydantic import BaseModel

    from kontor_core.foundation.storage.reader import Reader

Model = TypeVar("Model", bound="BaseModel")
Verdict = Literal["ok", "warning", "problem"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``remedy`` says what to do about a bad one."""

    verdict: Verdict  # how bad it is
    what: Label
    remedy: Label = ""


@dataclass(frozen=True, kw_only=True)
class CheckContext:
    """What a check is handed: it reads with the rights of the plugin's jobs, and writes nothing."""

    reader: "Reader"  # sees what the plugin may see
    clock: Clock  # gives the time

    def settings(self, model: type[Model]) -> Model:
        """Give the settings that the plugin declared with this model."""
        return self.reader.storage.settings(model)


@dataclass(frozen=True, kw_only=True)
class Check:
    """Something that may be out of order without anybody noticing: a mailbox, a tape drive.

    ``look`` says how it stands: fast, from what the plugin knows already. It asks nobody over a
    network, since the page that shows it waits.
    """

    id: str
    look: Callable[[CheckContext], Iterable[Finding]]
    label: Label | None = None
