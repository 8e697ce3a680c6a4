"""How the line to the mail server is encrypted, as the operator writes it."""

from __future__ import annotations

from callboard.core.errors import Refused, gettext_noop

_WAYS = {
    "": (True, False),
    "starttls": (True, False),
    "1": (True, False),
    "ssl": (False, True),
    "0": (False, False),
}


class SmtpTlsUnknown(Refused):
    """Guessing would send mail in the open."""

    text = gettext_noop("CALLBOARD_SMTP_TLS is “%(written)s”. Set it to starttls, to ssl (port 465), or to 0 for none.")


def smtp_tls(written: str) -> tuple[bool, bool]:
    """Whether the line starts plain and goes over to TLS, and whether it is TLS from the first byte.

    Nothing written is `starttls`, so is the older `1`. Raises SmtpTlsUnknown.
    """
    try:
        return _WAYS[written.strip().lower()]
    except KeyError:
        raise SmtpTlsUnknown(written=written) from None
