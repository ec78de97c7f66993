"""What a migration script of a plugin needs: ``from kontor_sdk.migration import op, sa, types``."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

__all__ = ["op", "sa", "types"]
