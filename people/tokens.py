"""What only a browser, or who was invited, has: long random texts, kept by their digests alone."""

import hashlib
import secrets


def new() -> str:
    """256 bits that nobody guesses, in letters that an address and a cookie take."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
