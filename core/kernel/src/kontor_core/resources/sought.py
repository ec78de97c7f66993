"""What a list is searched for: the beginning of its records' names, and words anywhere in them.

Names that begin with the text are a range of an index, so a long list stays quick. Where they are
few, the records that the search over everything finds join them: a word in the middle of a name,
in another field, or with a typing error. The list stays fenced, whatever was found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kontor_core.foundation.access.identities import Actor
from kontor_core.foundation.fields import Field
from kontor_core.foundation.filters import And, Condition, Filter, Op
from kontor_core.resources.catalogue import ResourceInfo

FEW = 50
"""As many names that begin with the text are enough: nobody looks for others behind them."""
MOST_FOUND = 500
_NOBODY = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True)
class Found:
    """Records that the index proposes; ``nearly`` when only with a typing error."""

    ids: Sequence[str] = ()
    nearly: bool = False
    cut: bool = False  # there are more


class Index(Protocol):
    """The search over everything, as lists use it."""

    def knows(self, info: ResourceInfo) -> bool: ...
    def lookup(self, actor: Actor, info: ResourceInfo, text: str, limit: int) -> Found: ...


@dataclass(frozen=True)
class Sought:
    """A search that was understood: by its text alone, or by the records it found."""

    text: str
    ids: tuple[str, ...] | None = None
    nearly: bool = False
    cut: bool = False

    @property
    def beginning(self) -> str | None:
        """Give what names begin with, where that alone is searched."""
        return self.text if self.ids is None else None

    def within(self, given: Filter | None, id_field: Field) -> Filter | None:
        """Narrow a filter to the records that were found."""
        if self.ids is None:
            return given
        found: Filter = Condition(id_field, Op.IN, self.ids or (_NOBODY,))
        return found if given is None else And((given, found))


def join(text: str, beginning: Sequence[str], found: Found) -> Sought:
    """Put together the records whose name begins so and those that the index found."""
    ids = tuple(dict.fromkeys((*beginning, *found.ids)))
    nearly = found.nearly and bool(found.ids) and not beginning
    return Sought(text, ids[:MOST_FOUND], nearly=nearly, cut=found.cut)
