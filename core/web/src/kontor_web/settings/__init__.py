"""``/settings``: accounts and rights, what runs in the background, how Kontor is doing."""
