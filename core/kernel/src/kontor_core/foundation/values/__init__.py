"""Values of fields: one door in (``clean``), one way to show them, one way back into a form."""

from kontor_core.foundation.values.cleaning import clean, cleaner
from kontor_core.foundation.values.conventions import DEFAULT, Conventions, Options
from kontor_core.foundation.values.showing import (
    as_input,
    shown,
    whole,
    written_day,
    written_moment,
)

__all__ = [
    "DEFAULT",
    "Conventions",
    "Options",
    "as_input",
    "clean",
    "cleaner",
    "shown",
    "whole",
    "written_day",
    "written_moment",
]
