"""What happens to tags beyond created, changed and deleted."""

from kontor_sdk.flow import Event


class TagUnsettled(Event):
    """Not all that carried a tag has followed it yet; its subject is the tag."""

    name = "documents.tag.unsettled"
