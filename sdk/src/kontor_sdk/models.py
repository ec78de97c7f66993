"""Tables and queries of a plugin; brings the storage stack, so light modules leave it alone."""

from sqlalchemy import Index, and_, bindparam, case, extract, func, or_, select

from kontor_core.customers.models import Customer
from kontor_core.foundation.access.models import Team, User
from kontor_core.foundation.clock import as_text, from_text, now, today
from kontor_core.foundation.fields import Choice, Kind, blob, field, link, subject, subject_id
from kontor_core.foundation.ids import ContactId, CustomerId, TeamId, UserId, new_id
from kontor_core.foundation.inputs import Input
from kontor_core.foundation.money import Money, minor_digits, parse_decimal, round_amount
from kontor_core.foundation.privacy.classes import Data, Erase
from kontor_core.foundation.storage import counters
from kontor_core.foundation.storage.models import Table, columns, plugin_base
from kontor_core.foundation.storage.reader import Reader
from kontor_core.foundation.storage.types import Day, Id, Moment, String, Whole
from kontor_core.foundation.text import search_key
from kontor_core.foundation.values import written_day, written_moment
from kontor_core.interactions.models import Interaction
from kontor_sdk.unit import UnitOfWork, writing

__all__ = [
    "Choice",
    "ContactId",
    "Customer",
    "CustomerId",
    "Data",
    "Day",
    "Erase",
    "Id",
    "Index",
    "Input",
    "Interaction",
    "Kind",
    "Moment",
    "Money",
    "Reader",
    "String",
    "Table",
    "Team",
    "TeamId",
    "UnitOfWork",
    "User",
    "UserId",
    "Whole",
    "and_",
    "as_text",
    "bindparam",
    "blob",
    "case",
    "columns",
    "extract",
    "field",
    "from_text",
    "func",
    "link",
    "minor_digits",
    "new_id",
    "next_number",
    "now",
    "or_",
    "parse_decimal",
    "plugin_base",
    "round_amount",
    "search_key",
    "select",
    "subject",
    "subject_id",
    "today",
    "written_day",
    "written_moment",
]

next_number = writing(counters.next_number)
