"""Requests of the API that carry a key: taken once, their answer kept for a day."""

import sqlalchemy as sa
from alembic import op

from kontor_core.foundation.storage import types

revision = "core_0005"
down_revision = "core_0004"


def upgrade() -> None:
    op.create_table(
        "core_api_request",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("slot", types.String(), nullable=False),
        sa.Column("request", types.String(), nullable=False),
        sa.Column("rights", types.String(), nullable=False),
        sa.Column("state", types.String(), nullable=False),
        sa.Column("answer", types.Json(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_core_api_request")),
        sqlite_strict=True,
    )
    op.create_index(op.f("uq_core_api_request_slot"), "core_api_request", ["slot"], unique=True)
