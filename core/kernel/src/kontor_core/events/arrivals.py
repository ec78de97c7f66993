"""What comes along with a record: whoever keeps files, notes or tags listens."""

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


class NoteArrived(Event):
    """A note came with a customer or a person: a card's, or a column of a file."""

    name = "note.arrived"

    text: str = personal()


class TagsArrived(Event):
    """Words that sort a record came with it, as a column of a file."""

    name = "tags.arrived"

    names: tuple[str, ...] = personal()
