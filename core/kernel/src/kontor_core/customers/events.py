"""What happens to customers beyond created, changed and deleted."""

from kontor_core.events.types import Event


class CustomersMerged(Event):
    """Several customers became one; ``customer_id`` is the one that stays."""

    name = "customer.merged"

    merged: tuple[str, ...]


class CustomersUnmerged(Event):
    """A merge was taken back."""

    name = "customer.unmerged"

    merged: tuple[str, ...]


class CustomerErased(Event):
    """What told of a person was erased; the fact itself names nobody."""

    name = "customer.erased"
