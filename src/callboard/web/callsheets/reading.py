"""What the sheet's forms send that no form class reads: whole numbers and dates."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest

from callboard.core.errors import NotFound, Refused, gettext_noop


class NotANumber(Refused):
    """A field that takes a whole number has none."""

    text = gettext_noop("“%(written)s” is not a whole number. Reload the page and try again.")


def number_in(request: HttpRequest, name: str) -> int:
    """The whole number in a field of the form. Raises NotANumber."""
    written = request.POST.get(name, "")
    try:
        return int(written)
    except ValueError:
        raise NotANumber(written=written) from None


def day_in(written: str) -> dt.date:
    """The date in an address. Raises NotFound."""
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise NotFound() from None
