"""How long a recurring job took."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0010"
down_revision = "core_0009"


def upgrade() -> None:
    op.add_column("core_job", sa.Column("took_ms", types.Whole(), nullable=True))
