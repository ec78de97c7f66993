"""Animals and vaccinations."""

from kontor_sdk.migration import op, sa, types

revision = "vet_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "vet_animal",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=False),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("species", types.String(), nullable=False),
        sa.Column("born_on", types.Day(), nullable=True),
        sa.Column("remark", types.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_vet_animal_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vet_animal")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_vet_animal_customer_id"), "vet_animal", ["customer_id"], unique=False)
    op.create_index("ix_vet_animal_name_all", "vet_animal", ["name", "id"], unique=False)
    op.create_index(
        "ix_vet_animal_name_own", "vet_animal", ["owner_id", "name", "id"], unique=False
    )
    op.create_index(
        "ix_vet_animal_name_team", "vet_animal", ["team_id", "name", "id"], unique=False
    )
    op.create_table(
        "vet_vaccination",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("animal_id", types.Id(), nullable=False),
        sa.Column("against", types.String(), nullable=False),
        sa.Column("given_on", types.Day(), nullable=False),
        sa.Column("due_on", types.Day(), nullable=False),
        sa.Column("reminded_on", types.Day(), nullable=True),
        sa.ForeignKeyConstraint(
            ["animal_id"],
            ["vet_animal.id"],
            name=op.f("fk_vet_vaccination_animal_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vet_vaccination")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_vet_vaccination_animal_id"),
        "vet_vaccination",
        ["animal_id"],
        unique=False,
    )
    op.create_index(
        "ix_vet_vaccination_due_on_all",
        "vet_vaccination",
        ["due_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_vet_vaccination_due_on_own",
        "vet_vaccination",
        ["owner_id", "due_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_vet_vaccination_due_on_team",
        "vet_vaccination",
        ["team_id", "due_on", "id"],
        unique=False,
    )
