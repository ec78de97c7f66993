"""Sentences of the plugin that more than one place says."""

from kontor_sdk import L

NO_SUCH_LINE = L(
    "Diese Position gehört nicht zum Auftrag.", en="This line does not belong to the order."
)
NOTHING_LEFT = L(
    "Von diesem Auftrag ist nichts mehr übrig, es ist alles storniert oder zurückgegeben.",
    en="Nothing of this order is left; all of it is cancelled or returned.",
)
TOO_MUCH_BACK = L("Zurückgeben lassen sich höchstens {left}.", en="At most {left} can be returned.")
CLOSED = L(
    "Dieser Auftrag ändert sich nicht mehr: {status}.",
    en="This order can no longer be changed: {status}.",
)
NOT_BY_HAND = L(
    "Das geht nur mit „Stornieren“ oder „Ware zurücknehmen“, damit die Summen stimmen.",
    en="Use “Cancel” or “Take goods back” for this, so that the totals stay correct.",
)
BILLED = L(
    "Zu diesem Auftrag gibt es eine Rechnung. Stornieren Sie ihn, statt ihn zu löschen.",
    en="This order has an invoice. Cancel it instead of deleting it.",
)
NOT_ZERO = L("Die Menge ist null.", en="The quantity is zero.")
BELOW_ZERO = L("Das darf nicht unter null liegen.", en="This must not be below zero.")
ABOVE_ZERO = L("Das muss über null liegen.", en="This must be above zero.")
OTHER_CURRENCY = L("Die Rechnung lautet auf {currency}.", en="The invoice is in {currency}.")
TOO_MUCH_PAID = L("Offen sind nur noch {left}.", en="Only {left} is still open.")
PAID_ALREADY = L(
    "Auf diese Rechnung ist schon gezahlt worden. Schreiben Sie eine Gutschrift.",
    en="Payments have already been booked on this invoice. Write a credit note.",
)
KEPT = L(
    "Zahlungen bleiben, wie sie gebucht sind. Buchen Sie eine Gegenbuchung.",
    en="Payments stay as booked. Book another one to reverse them.",
)
DUE_BEFORE_ISSUED = L(
    "Fällig ist eine Rechnung frühestens am Tag, an dem sie ausgestellt ist.",
    en="An invoice is due on the day it is issued at the earliest.",
)
NO_CURRENCY = L(
    "„{text}“ ist keine Währung. Schreiben Sie EUR, CHF, GBP.",
    en="“{text}” is not a currency. Write EUR, CHF, GBP.",
)
OTHER_CUSTOMER = L(
    "Dieser Auftrag gehört jemand anderem.", en="This order belongs to somebody else."
)
