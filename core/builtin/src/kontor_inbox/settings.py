"""What a company may set about inboxes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class InboxSettings(BaseModel):
    """``[plugin.inbox]`` of kontor.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """Days after which a notice that was read is deleted."""
