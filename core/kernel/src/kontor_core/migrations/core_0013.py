"""Whom an administrator looks as, and until when."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0013"
down_revision = "core_0012"


def upgrade() -> None:
    op.add_column("core_session", sa.Column("viewed_id", types.Id(), nullable=True))
    op.add_column("core_session", sa.Column("viewed_until", types.Moment(), nullable=True))
