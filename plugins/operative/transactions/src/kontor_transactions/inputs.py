"""What the plugin's actions ask for."""

from datetime import date
from decimal import Decimal

from kontor_sdk import L
from kontor_sdk.models import Data, Input, Kind, field

from .models import METHODS


class NewLine(Input):
    """Without a price the product's own is taken."""

    product_id: str = field(L("Artikel", en="Product"), kind=Kind.REF, ref="transactions.product")
    quantity: Decimal = field(L("Menge", en="Quantity"), kind=Kind.QUANTITY, default=Decimal(1))
    unit_price: Decimal | None = field(
        L("Einzelpreis", en="Unit price"), kind=Kind.UNIT_PRICE, nullable=True
    )


class NewOrder(NewLine):
    channel: str | None = field(L("Vertriebsweg", en="Sales channel"), nullable=True, max_length=60)


class GoodsBack(Input):
    line_id: str = field(L("Position", en="Line"), kind=Kind.REF, ref="transactions.order_line")
    quantity: Decimal = field(L("Menge", en="Quantity"), kind=Kind.QUANTITY)


class MoneyReceived(Input):
    amount: int = field(L("Betrag", en="Amount"), Data.INTERNAL, kind=Kind.MONEY)
    paid_on: date | None = field(L("Gezahlt am", en="Paid on"), kind=Kind.DATE, nullable=True)
    method: str = field(L("Zahlungsart", en="Method"), choices=METHODS, default="transfer")
