"""What was administered is found without reading the log of all customers."""

import sqlalchemy as sa
from alembic import op

revision = "core_0018"
down_revision = "core_0017"


def upgrade() -> None:
    nobodys = sa.text("customer_id IS NULL AND contact_id IS NULL")
    op.create_index(
        "ix_core_event_nobodys",
        "core_event",
        ["seq"],
        unique=False,
        sqlite_where=nobodys,
        postgresql_where=nobodys,
    )
