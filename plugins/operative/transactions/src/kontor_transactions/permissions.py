"""The plugin's rights beyond reading and writing rows."""

from kontor_sdk import Forbidden, L, Permission
from kontor_sdk.models import UnitOfWork

BOOK = "transactions.book"

PERMISSIONS = [
    Permission(
        "book",
        L("Buchen", en="Book"),
        help=L(
            "Rechnungen ausstellen, Zahlungen buchen, Aufträge stornieren, Ware zurücknehmen.",
            en="Issue invoices, book payments, cancel orders, take goods back.",
        ),
    )
]


def require_book(uow: UnitOfWork) -> None:
    """Refuse whoever may not book; raises Forbidden."""
    if not uow.actor.profile.may(BOOK):
        raise Forbidden(
            L(
                "Ihre Rolle darf nicht buchen. Es fehlt das Recht transactions.book.",
                en="Your role may not book. It lacks the right transactions.book.",
            )
        )
