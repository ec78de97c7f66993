"""Products, orders with lines, invoices, payments and the customer's account."""

from kontor_sdk.migration import op, sa, types

revision = "transactions_0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "transactions_product",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("sku", types.String(), nullable=False),
        sa.Column("name", types.String(), nullable=False),
        sa.Column("name_key", types.String(), nullable=False),
        sa.Column("price", types.Scaled(6), nullable=True),
        sa.Column("currency", types.String(), nullable=True),
        sa.Column("active", types.Flag(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions_product")),
        sa.UniqueConstraint("sku", name=op.f("uq_transactions_product_sku")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_transactions_product_name_key_all",
        "transactions_product",
        ["name_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_product_name_key_own",
        "transactions_product",
        ["owner_id", "name_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_product_name_key_team",
        "transactions_product",
        ["team_id", "name_key", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_product_sku_all", "transactions_product", ["sku", "id"], unique=False
    )
    op.create_index(
        "ix_transactions_product_sku_own",
        "transactions_product",
        ["owner_id", "sku", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_product_sku_team",
        "transactions_product",
        ["team_id", "sku", "id"],
        unique=False,
    )
    op.create_table(
        "transactions_account",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=False),
        sa.Column("revenue", types.Whole(), nullable=False),
        sa.Column("returned", types.Whole(), nullable=False),
        sa.Column("orders", types.Whole(), nullable=False),
        sa.Column("last_order_at", types.Moment(), nullable=True),
        sa.Column("open_amount", types.Whole(), nullable=False),
        sa.Column("currency", types.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_transactions_account_customer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions_account")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_transactions_account_customer_id")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_transactions_account_last_order_at_all",
        "transactions_account",
        ["last_order_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_account_last_order_at_own",
        "transactions_account",
        ["owner_id", "last_order_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_account_last_order_at_team",
        "transactions_account",
        ["team_id", "last_order_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_account_revenue_all",
        "transactions_account",
        ["revenue", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_account_revenue_own",
        "transactions_account",
        ["owner_id", "revenue", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_account_revenue_team",
        "transactions_account",
        ["team_id", "revenue", "id"],
        unique=False,
    )
    op.create_table(
        "transactions_order",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=True),
        sa.Column("number", types.String(), nullable=False),
        sa.Column("number_key", types.String(), nullable=False),
        sa.Column("placed_at", types.Moment(), nullable=False),
        sa.Column("status", types.String(), nullable=False),
        sa.Column("channel", types.String(), nullable=True),
        sa.Column("country", types.String(), nullable=True),
        sa.Column("currency", types.String(), nullable=False),
        sa.Column("total", types.Whole(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_transactions_order_customer_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions_order")),
        sa.UniqueConstraint("number", name=op.f("uq_transactions_order_number")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_transactions_order_customer",
        "transactions_order",
        ["customer_id", "placed_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_transactions_order_number_key"), "transactions_order", ["number_key"], unique=False
    )
    op.create_index(
        "ix_transactions_order_placed_at_all",
        "transactions_order",
        ["placed_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_order_placed_at_own",
        "transactions_order",
        ["owner_id", "placed_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_order_placed_at_team",
        "transactions_order",
        ["team_id", "placed_at", "id"],
        unique=False,
    )
    op.create_table(
        "transactions_invoice",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("customer_id", types.Id(), nullable=False),
        sa.Column("order_id", types.Id(), nullable=True),
        sa.Column("number", types.String(), nullable=False),
        sa.Column("number_key", types.String(), nullable=False),
        sa.Column("issued_on", types.Day(), nullable=False),
        sa.Column("due_on", types.Day(), nullable=False),
        sa.Column("total", types.Whole(), nullable=False),
        sa.Column("paid", types.Whole(), nullable=False),
        sa.Column("currency", types.String(), nullable=False),
        sa.Column("state", types.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"],
            ["core_customer.id"],
            name=op.f("fk_transactions_invoice_customer_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["transactions_order.id"],
            name=op.f("fk_transactions_invoice_order_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions_invoice")),
        sa.UniqueConstraint("number", name=op.f("uq_transactions_invoice_number")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_transactions_invoice_customer",
        "transactions_invoice",
        ["customer_id", "issued_on"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_invoice_issued_on_all",
        "transactions_invoice",
        ["issued_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_invoice_issued_on_own",
        "transactions_invoice",
        ["owner_id", "issued_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_invoice_issued_on_team",
        "transactions_invoice",
        ["team_id", "issued_on", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_transactions_invoice_number_key"),
        "transactions_invoice",
        ["number_key"],
        unique=False,
    )
    op.create_index(
        op.f("ix_transactions_invoice_order_id"), "transactions_invoice", ["order_id"], unique=False
    )
    op.create_table(
        "transactions_order_line",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("order_id", types.Id(), nullable=False),
        sa.Column("product_id", types.Id(), nullable=False),
        sa.Column("position", types.Whole(), nullable=False),
        sa.Column("kind", types.String(), nullable=False),
        sa.Column("quantity", types.Scaled(3), nullable=False),
        sa.Column("unit_price", types.Scaled(6), nullable=False),
        sa.Column("amount", types.Scaled(6), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["transactions_order.id"],
            name=op.f("fk_transactions_order_line_order_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["transactions_product.id"],
            name=op.f("fk_transactions_order_line_product_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions_order_line")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_transactions_order_line_order_id"),
        "transactions_order_line",
        ["order_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_transactions_order_line_product_id"),
        "transactions_order_line",
        ["product_id"],
        unique=False,
    )
    op.create_table(
        "transactions_payment",
        sa.Column("id", types.Id(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.Column("updated_at", types.Moment(), nullable=False),
        sa.Column("version", types.Whole(), nullable=False),
        sa.Column("owner_id", types.Id(), nullable=True),
        sa.Column("team_id", types.Id(), nullable=True),
        sa.Column("invoice_id", types.Id(), nullable=False),
        sa.Column("paid_on", types.Day(), nullable=False),
        sa.Column("amount", types.Whole(), nullable=False),
        sa.Column("currency", types.String(), nullable=False),
        sa.Column("method", types.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invoice_id"],
            ["transactions_invoice.id"],
            name=op.f("fk_transactions_payment_invoice_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions_payment")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_transactions_payment_invoice_id"),
        "transactions_payment",
        ["invoice_id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_payment_paid_on_all",
        "transactions_payment",
        ["paid_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_payment_paid_on_own",
        "transactions_payment",
        ["owner_id", "paid_on", "id"],
        unique=False,
    )
    op.create_index(
        "ix_transactions_payment_paid_on_team",
        "transactions_payment",
        ["team_id", "paid_on", "id"],
        unique=False,
    )
