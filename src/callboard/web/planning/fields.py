"""Fields of the planner's forms: lengths as hours and minutes, pages in eighths, money, times of day."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callboard.core.calendars.rules import NotATime, read_minutes, show_minutes
from callboard.core.engagements.rules import NotAnAmount, read_amount, show_amount
from callboard.core.units import show_duration
from callboard.formats.eighths import eighths_text, read_eighths
from callboard.web.refusals import refusal_text

_LENGTH = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)|(?P<whole>\d{1,3})\s*h|(?P<only>\d{1,4})\s*min")


class FigureField(forms.CharField):
    """A figure that may be left empty: the default stands then. Its value is a whole number or None."""

    hint: Any = ""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, max_length=30, **more)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> int | None:
        """The number that was meant; None for nothing."""
        written = " ".join((super().clean(value) or "").split())
        return self.read(written) if written else None

    def read(self, written: str) -> int | None:
        """What was written, as a number."""
        raise NotImplementedError

    def shown(self, value: int | None) -> str:
        """A number as it would be written."""
        raise NotImplementedError

    def named(self, value: int) -> str:
        """The same with its unit, to be read."""
        return self.shown(value)


class LengthField(FigureField):
    """Minutes, written as hours and minutes."""

    hint = gettext_lazy("hours:minutes, such as 1:30")

    def read(self, written: str) -> int:
        """12:00, 12 h and 720 min are the same; a lone number is refused, not guessed."""
        match = _LENGTH.fullmatch(written)
        if match is None:
            raise ValidationError(_("Write hours and minutes, such as 12:00 or 0:45; or 45 min."))
        return int(match["hours"] or match["whole"] or 0) * 60 + int(match["minutes"] or match["only"] or 0)

    def shown(self, value: int | None) -> str:
        """720 is 12:00."""
        return "" if value is None else show_duration(value)


class ClockField(FigureField):
    """Minutes after midnight, written as a time."""

    hint = gettext_lazy("a time, such as 07:00")

    def read(self, written: str) -> int:
        """What a coordinator types: 7:45, 0745, 7p."""
        try:
            return read_minutes(written)
        except NotATime as refusal:
            raise ValidationError(refusal_text(refusal)) from None

    def shown(self, value: int | None) -> str:
        """420 is 07:00."""
        return "" if value is None else show_minutes(value)


class PagesField(FigureField):
    """Eighths of a page, written as pages."""

    hint = gettext_lazy("pages and eighths, such as 4 6/8")

    def read(self, written: str) -> int:
        """5, 4/8 or 4 4/8."""
        eighths = read_eighths(written)
        if eighths is None:
            raise ValidationError(_("Write pages and eighths, such as 5 or 4 6/8."))
        return eighths

    def shown(self, value: int | None) -> str:
        """36 is 4 4/8."""
        return "" if value is None else eighths_text(value)

    def named(self, value: int) -> str:
        """4 4/8 pages."""
        return _("%(pages)s pages") % {"pages": eighths_text(value)}


class MoneyField(FigureField):
    """Whole minor units of the production's currency."""

    def __init__(self, *, currency: str, **more: Any) -> None:
        super().__init__(**more)
        self.currency = currency
        self.widget.attrs["inputmode"] = "decimal"
        self.hint = currency

    def read(self, written: str) -> int | None:
        """450, 450.50, 1,250.00."""
        try:
            return read_amount(written, self.currency)
        except NotAnAmount as refusal:
            raise ValidationError(refusal_text(refusal)) from None

    def shown(self, value: int | None) -> str:
        """An amount as it would be typed."""
        return show_amount(value, self.currency)

    def named(self, value: int) -> str:
        """An amount with its currency."""
        return f"{show_amount(value, self.currency)}\N{NO-BREAK SPACE}{self.currency}"


def figure_field(unit: str, currency: str, **more: Any) -> FigureField:
    """The field for a figure of this unit: minutes, clock, eighths or money."""
    if unit == "money":
        return MoneyField(currency=currency, **more)
    kinds: dict[str, type[FigureField]] = {"minutes": LengthField, "clock": ClockField, "eighths": PagesField}
    return kinds[unit](**more)
