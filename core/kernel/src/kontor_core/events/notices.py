"""What ``ctx.notify`` puts into the log, and whoever shows notices listens to."""

from kontor_core.events.types import Event, personal


class NotificationRequested(Event):
    """Somebody is to be told something; its subject is the record that it is about.

    ``about`` is the id of the event or record, ``text_en`` the text for readers of English.
    ``kind`` is the full id of the kind of notice; what is told of the record ``group``,
    ``entity:id``, on one day becomes one notice.
    """

    name = "notification.requested"

    recipient: str
    about: str | None = None
    kind: str | None = None
    group: str | None = None
    text: str = personal()
    text_en: str | None = personal(None)
