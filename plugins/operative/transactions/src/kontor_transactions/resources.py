"""How the plugin's tables are listed, edited, searched, imported and exposed."""

from kontor_sdk import L, Resource

from . import invoices, orders
from .models import Invoice, Order, OrderLine, Payment, Product
from .retail import RETAIL

RESOURCES = [
    Resource(
        Product,
        label=L("Artikel", en="Product"),
        label_plural=L("Artikel", en="Products"),
        icon="package",
        columns=("sku", "name", "price", "currency", "active"),
        form=("sku", "name", "price", "currency", "active"),
        sort="name",
        search="name_key",
        nav=True,
        create=orders.create_product,
        change=orders.change_product,
        import_key="sku",
    ),
    Resource(
        Order,
        label=L("Auftrag", en="Order"),
        label_plural=L("Aufträge", en="Orders"),
        icon="shopping-cart",
        columns=("number", "customer_id", "placed_at", "status", "total", "currency", "channel"),
        form=("customer_id", "number", "placed_at", "status", "channel", "country", "currency"),
        sort="-placed_at",
        search="number_key",
        nav=True,
        create=orders.place_order,
        change=orders.change_order,
        delete=orders.delete_order,
        import_key="number",
    ),
    Resource(
        OrderLine,
        label=L("Auftragsposition", en="Order line"),
        label_plural=L("Auftragspositionen", en="Order lines"),
        icon="list",
        columns=("order_id", "position", "product_id", "kind", "quantity", "unit_price", "amount"),
        form=("order_id", "product_id", "kind", "quantity", "unit_price"),
        create=orders.add_line,
        change=orders.change_line,
        delete=orders.remove_line,
        presets=(RETAIL,),
    ),
    Resource(
        Invoice,
        label=L("Rechnung", en="Invoice"),
        label_plural=L("Rechnungen", en="Invoices"),
        icon="receipt",
        columns=("number", "customer_id", "issued_on", "due_on", "state", "total", "paid"),
        form=("customer_id", "order_id", "number", "issued_on", "due_on", "total", "currency"),
        sort="-issued_on",
        search="number_key",
        nav=True,
        create=invoices.issue_invoice,
        change=invoices.change_invoice,
        delete=invoices.void_invoice,
        import_key="number",
    ),
    Resource(
        Payment,
        label=L("Zahlung", en="Payment"),
        label_plural=L("Zahlungen", en="Payments"),
        icon="banknote",
        columns=("paid_on", "invoice_id", "amount", "currency", "method"),
        form=("invoice_id", "paid_on", "amount", "currency", "method"),
        sort="-paid_on",
        create=invoices.receive_payment,
        change=invoices.keep_payment_as_it_is,
        delete=invoices.keep_payment,
    ),
]
