"""The ledger of plugins: state, version, schema head and tables of each."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0003"
down_revision = "core_0002"


def upgrade() -> None:
    op.create_table(
        "core_plugin",
        sa.Column("key", types.String(), primary_key=True),
        sa.Column("distribution", types.String(), nullable=True),
        sa.Column("version", types.String(), nullable=True),
        sa.Column("schema_head", types.String(), nullable=True),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("last_error", types.String(), nullable=True),
        sa.Column("enabled_at", types.Moment(), nullable=True),
        sa.Column("owned_tables", types.Json(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sqlite_strict=True,
    )
