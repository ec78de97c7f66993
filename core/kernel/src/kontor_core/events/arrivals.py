"""What a plugin says when a file came with something; whoever keeps files listens to it."""

from kontor_core.events.types import Event, personal


class FileArrived(Event):
    """A file came with the event's subject, such as an interaction that was an e-mail.

    Its bytes were put beside the database before. Whoever keeps files keeps it in the same
    transaction, with the rights of the subject; where nobody does, it is swept at night.
    """

    name = "file.arrived"

    blob_id: str
    size: int
    file_name: str = personal()
