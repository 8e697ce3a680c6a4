"""Template words of the shooting planner: sums to be read at a glance, percents, differences, the look of a strip."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from callboard.core.engagements.rules import MINOR_UNITS
from callboard.film.stripboard.rules import PALETTE

register = template.Library()

STATES: dict[str, str] = {
    "queued": "state-wait",
    "running": "state-wait",
    "done": "state-ok",
    "stopped": "state-warn",
    "failed": "state-bad",
    "adopted": "state-ok",
    "discarded": "",
}
STATUSES: dict[str, tuple[Any, str]] = {
    "optimal": (_("proved: nothing is cheaper"), "state-ok"),
    "feasible": (_("keeps every rule"), "state-ok"),
    "conflicts": (_("breaks rules"), "state-bad"),
}


@register.filter
def amount(minor: int | None, currency: str) -> str:
    """A sum in whole units, with separators: what a plan costs is read, not booked. 1234567 is "12,346 USD"."""
    if minor is None:
        return ""
    units = 10 ** MINOR_UNITS.get(currency.upper(), 2)
    whole = (abs(minor) + units // 2) // units
    sign = "−" if minor < 0 and whole else ""
    return f"{sign}{number_format(whole, use_l10n=True, force_grouping=True)}\N{NO-BREAK SPACE}{currency}"


@register.filter
def difference(minor: int | None, currency: str) -> str:
    """A sum more or less, always with its sign; nothing for none."""
    if minor is None:
        return ""
    if not minor:
        return "±0"
    return f"+{amount(minor, currency)}" if minor > 0 else amount(minor, currency)


@register.filter
def percents(value: float | None) -> str:
    """One decimal, rounded: `number_format` alone would cut off. 87.26 is "87.3 %"."""
    return "" if value is None else f"{number_format(round(value, 1), 1, use_l10n=True)}\N{NO-BREAK SPACE}%"


@register.filter
def percent_difference(value: float | None) -> str:
    """Percent more or less, with its sign."""
    if value is None:
        return ""
    shown = percents(abs(value))
    return f"+{shown}" if value > 0 else f"−{shown}" if value < 0 else "±0"


@register.filter
def off_hundred(value: float | None) -> float | None:
    """What is left of a hundred: 87.3 is 12.7 less."""
    return None if value is None else round(100 - value, 1)


@register.filter
def look_classes(look_key: str) -> str:
    """The classes that give a strip its color and its pattern."""
    look = PALETTE.get(look_key, PALETTE["unknown"])
    return f"look-{look.key} pattern-{look.pattern}"


@register.filter
def run_class(state: str) -> str:
    """The mark that stands with a run's state."""
    return STATES.get(state, "")


@register.filter
def status_word(status: str) -> Any:
    """How good a plan is, in few words."""
    return STATUSES[status][0] if status in STATUSES else ""


@register.filter
def status_class(status: str) -> str:
    """The mark that stands with it."""
    return STATUSES[status][1] if status in STATUSES else ""
