"""What composers and actions ask for."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from kontor_sdk import L
from kontor_sdk.models import Data, Kind, field


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewTask(_Asked):
    """A task about the customer of the page."""

    title: str = field(L("Aufgabe", en="Task"), Data.PERSONAL, max_length=200)
    due_on: date | None = field(L("Fällig am", en="Due on"), kind=Kind.DATE, nullable=True)
    assignee_id: str | None = field(
        L("Zuständig", en="Assignee"),
        kind=Kind.REF,
        ref="user",
        nullable=True,
        help=L("Ohne Angabe: Sie selbst", en="If left empty: you"),
    )
    note: str | None = field(
        L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, nullable=True
    )


class QuickTask(_Asked):
    """A task in one line."""

    line: str = field(
        L("Was, wann, wer", en="What, when, who"),
        Data.PERSONAL,
        max_length=300,
        help=L(
            "Etwa: morgen 9 Uhr Frau Lindner anrufen. Auch: Freitag, in 2 Wochen, 24.12., jeden "
            "Montag, ! für eilig.",
            en="Such as: call Ms Lindner tomorrow at 9am. Also: Friday, in 2 weeks, 24 Dec, every "
            "Monday, ! for urgent.",
        ),
    )


class FollowUp(_Asked):
    """When to get in touch with a customer again."""

    days: int = field(L("In wie vielen Tagen", en="In how many days"), kind=Kind.INT, default=14)
    title: str = field(
        L("Aufgabe", en="Task"), Data.PERSONAL, max_length=200, default="", nullable=True
    )
