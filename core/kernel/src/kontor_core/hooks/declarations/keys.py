"""Keys of the keyboard that are Kontor's own: no plugin claims them."""

PLACE_KEYS = "h/,"
"""After ``g``: start, search, settings."""

PAGE_KEYS = "?/.[]egjknx"
"""On every page, in lists and on records."""
