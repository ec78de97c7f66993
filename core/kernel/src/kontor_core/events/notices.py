"""What ``ctx.notify`` puts into the log, and whoever shows notices listens to."""

from kontor_core.events.types import Event, personal


class NotificationRequested(Event):
    """Somebody is to be told something; its subject is the record that it is about.

    ``about`` is the id of the event or record, ``text_en`` the text for readers of English.
    """

    name = "notification.requested"

    recipient: str
    about: str | None = None
    text: str = personal()
    text_en: str | None = personal(None)
