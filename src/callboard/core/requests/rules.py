"""The same key must ask the same thing. Pure."""

from __future__ import annotations

import hashlib

from callboard.core.errors import Refused, gettext_noop


class KeyUsedForAnotherRequest(Refused):
    """The idempotency key came before with other content."""

    text = gettext_noop("This key was already used for another request. Use a new key for a new request.")


class KeyMissing(Refused):
    """An unsafe request came without an idempotency key."""

    text = gettext_noop("Send a key with this request (header Idempotency-Key), so that a retry has one effect.")


class NulCharacter(Refused):
    """A NUL in a text: PostgreSQL keeps none, and no person ever means one."""

    text = gettext_noop("There is a NUL character in this text, which nobody can see. Type the text anew.")


def check_no_nul(*texts: str) -> None:
    """Refuse texts, or an address, with a NUL in them."""
    if any("\0" in text or "%00" in text for text in texts):
        raise NulCharacter()


def fingerprint(method: str, path: str, body: bytes) -> str:
    """Digest of what was asked."""
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


def check_same_request(stored: str, asked: str) -> None:
    """Refuse a key that stands for another request."""
    if stored != asked:
        raise KeyUsedForAnotherRequest()
