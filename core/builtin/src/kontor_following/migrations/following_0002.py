"""Records of any kind are named by the columns that a purge of their plugin looks for."""

from kontor_sdk.migration import op

revision = "following_0002"
down_revision = "following_0001"

_FOLLOW = "following_follow"


def upgrade() -> None:
    op.drop_index("ix_following_follow_record_id", _FOLLOW)
    op.alter_column(_FOLLOW, "entity", new_column_name="subject")
    op.alter_column(_FOLLOW, "record_id", new_column_name="subject_id")
    op.create_index("ix_following_follow_subject_id", _FOLLOW, ["subject_id"])
