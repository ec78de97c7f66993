"""What the composer asks for."""

from pydantic import BaseModel, ConfigDict

from kontor_sdk import L
from kontor_sdk.models import Data, Kind, field


class NewNote(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    body: str = field(L("Notiz", en="Note"), Data.PERSONAL, kind=Kind.LONGTEXT, mentions=True)
