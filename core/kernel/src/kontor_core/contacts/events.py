"""What happens to contacts beyond created, changed and deleted."""

from kontor_core.events.types import Event


class ContactsMerged(Event):
    """Several contacts became one; ``contact_id`` is the one that stays."""

    name = "contact.merged"

    merged: tuple[str, ...]


class ContactsUnmerged(Event):
    """A merge was taken back."""

    name = "contact.unmerged"

    merged: tuple[str, ...]


class ContactErased(Event):
    """What told of the person was erased; the fact itself names nobody."""

    name = "contact.erased"
