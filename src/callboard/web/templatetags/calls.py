"""Template words for call sheets: times of a production day, what a call hangs on, what it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callboard.core.calendars.rules import MINUTES_A_DAY, DayClock, show_minutes
from callboard.core.hours.rules import RestShortfall
from callboard.core.units import show_duration, whole_minutes
from callboard.film.callsheets.rules import CallBreach, CallTerms
from callboard.formats.eighths import eighths_text

register = template.Library()

AUDIENCES: Mapping[str, tuple[Any, str]] = {
    "called": (gettext_lazy("Called"), "state-ok"),
    "changed": (gettext_lazy("Changed"), "state-warn"),
    "quiet": (gettext_lazy("Nothing changes"), ""),
    "canceled": (gettext_lazy("Not called any more"), "state-bad"),
    "held": (gettext_lazy("Held"), "state-bad"),
}
DAY_TIMES: Mapping[str, Any] = {
    "general_call": gettext_lazy("General call"),
    "shooting_call": gettext_lazy("Shooting call"),
    "breakfast": gettext_lazy("Breakfast"),
    "lunch": gettext_lazy("Lunch"),
    "estimated_wrap": gettext_lazy("Estimated wrap"),
}


@register.filter
def clock(minutes: int | None) -> SafeString | str:
    """07:45; after midnight 01:30 with a marked +1, so that nobody reads it as the morning before."""
    if minutes is None:
        return ""
    days = minutes // MINUTES_A_DAY
    if not days:
        return show_minutes(minutes)
    title = _("the next date") if days > 0 else _("the date before")
    return format_html(
        '{} <span class="other-day" title="{}">{}</span>', show_minutes(minutes % MINUTES_A_DAY), title, f"{days:+d}"
    )


@register.filter
def plain_clock(minutes: int | None) -> str:
    """The same as text, for fields and labels."""
    return "" if minutes is None else show_minutes(minutes)


@register.filter
def duration(minutes: int | None) -> str:
    """Hours and minutes: 1:30."""
    return show_duration(minutes) if minutes else ""


@register.filter
def pages(eighths: int) -> str:
    """Pages as the trade writes them: 1 4/8."""
    return eighths_text(eighths) if eighths else ""


@register.filter
def hangs_on(terms: CallTerms) -> str:
    """What the call's time hangs on, in few letters."""
    if terms.anchor == "on_call":
        return _("O/C")
    if terms.anchor == "fixed":
        return _("fixed")
    return signed(terms.offset_minutes - terms.department_pre_call_minutes)


@register.filter
def signed(minutes: int) -> str:
    """Minutes after (or before) the general call: GC, GC +0:45, GC −0:30."""
    if not minutes:
        return _("GC")
    sign = "+" if minutes > 0 else "−"
    return _("GC %(offset)s") % {"offset": f"{sign}{show_duration(abs(minutes))}"}


@register.filter
def with_sign(minutes: int) -> str:
    """+45, −45."""
    return f"+{minutes}" if minutes > 0 else f"−{abs(minutes)}"


@register.simple_tag
def breach_words(breach: CallBreach, situation: Any) -> str:
    """What a call breaks, in words a tired person understands, with the first time that would be right."""
    if isinstance(breach, RestShortfall):
        return _("Only %(rest)s h of rest, %(needed)s h are owed. Earliest call %(earliest)s.") % {
            "rest": show_duration(max(whole_minutes(breach.rest), 0)),
            "needed": show_duration(whole_minutes(breach.needed)),
            "earliest": clock_at(situation.clock, breach.earliest_call),
        }
    return _(breach.text) % {"allowed": breach.allowed, "planned": breach.planned}


def clock_at(day_clock: DayClock, moment: Any) -> str:
    """A moment as a time of the sheet's day."""
    return show_minutes(day_clock.minutes_at(moment))


@register.filter
def day_time(name: str) -> Any:
    """What the sheet calls one of its times."""
    return DAY_TIMES[name]


@register.filter
def audience_word(audience: str) -> Any:
    """How a party is told, in the reader's language."""
    return AUDIENCES[audience][0]


@register.filter
def audience_class(audience: str) -> str:
    """The mark that stands with the word."""
    return AUDIENCES[audience][1]


@register.filter
def color_class(color: str) -> str:
    """A class for the swatch of a revision color; "2nd Blue" looks like blue and says so."""
    name = color.rsplit(maxsplit=1)[-1].casefold() if color else "none"
    return f"paper-{name}" if name.isascii() and name.isalpha() else "paper-none"


@register.filter
def said(sentence: Any) -> str:
    """A blocker's sentence in the reader's language."""
    return str(_(sentence.text) % sentence.parameters)


@register.filter
def translated(text: str) -> str:
    """A label that was marked where it stands in the rules."""
    return _(text) if text else ""


@register.filter
def people(count: int) -> str:
    """1 person, 37 people."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
