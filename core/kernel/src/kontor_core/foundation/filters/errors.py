"""How a filter is refused: what, at which character, and what was probably meant."""

from kontor_core.foundation.errors import Invalid
from kontor_core.foundation.i18n import L


class FilterError(Invalid):
    """A filter that cannot be used; ``position`` counts characters from 1, None in JSON."""

    code = "filter"

    def __init__(
        self, message: L, *, position: int | None = None, suggestion: str | None = None
    ) -> None:
        de, en = message.de, message.in_("en")
        if suggestion is not None:
            de += f" Meinten Sie {suggestion}?"
            en += f" Did you mean {suggestion}?"
        if position is not None:
            de = f"Filter, Zeichen {position}: {de}"
            en = f"Filter, at character {position}: {en}"
        else:
            de, en = f"Filter: {de}", f"Filter: {en}"
        super().__init__(L(de, en=en), field="filter")
        self.position = position
        self.suggestion = suggestion
