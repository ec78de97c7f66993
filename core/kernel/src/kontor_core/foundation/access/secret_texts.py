"""Secrets that are handed out once and kept as a hash: session cookies and API tokens."""

import hashlib
import secrets


def new_secret() -> str:
    """Make 256 random bits as text for cookies and headers."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Give what is stored; a plain hash is enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
