"""What one can do with notes."""

from kontor_sdk.models import UnitOfWork

from .models import Note


def write_note(uow: UnitOfWork, *, customer_id: str, body: str) -> Note:
    """Keep a note with a customer; raises Invalid when it is empty or too long."""
    return uow.create(Note, {"customer_id": customer_id, "body": body})
