"""Rules of capability links. Pure: no database, no clock, no Django."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from callboard.core.errors import Refused, gettext_noop

TOKEN_BYTES = 32
OPENINGS_COUNT_APART = timedelta(minutes=1)
"""A page that is reloaded at once was opened once: whoever holds a link cannot fill the table with it."""


class LinkUnknown(Refused):
    """No link by that token, or not for this purpose."""

    text = gettext_noop("This link is not known here. Check that it was copied whole, or ask the office for a new one.")


class LinkEnded(Refused):
    """The link expired or was revoked; nothing about its holder is said."""

    text = gettext_noop("This link has ended. Ask the production office for a new one.")


def new_token() -> str:
    """Make a token that nobody guesses: 32 bytes from the system's source of randomness, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def check_still_open(*, expires_at: datetime, revoked_at: datetime | None, at: datetime) -> None:
    """Refuse a link that is over. Raises LinkEnded."""
    if revoked_at is not None or at >= expires_at:
        raise LinkEnded()
