"""Template words of products and resources: durations, causes, kinds of absence, where a certificate stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from callboard.core.resources.rules import AbsenceKind, CertificateState, StopCause
from callboard.core.units import show_duration

register = template.Library()

WORDS: dict[str, Any] = {
    StopCause.BREAKDOWN: _("Breakdown"),
    StopCause.NO_MATERIAL: _("No material"),
    StopCause.NO_PEOPLE: _("No people"),
    StopCause.TOOL: _("Tool"),
    StopCause.QUALITY: _("Quality"),
    StopCause.SETUP: _("Setup"),
    StopCause.PLANNED: _("Planned maintenance"),
    StopCause.OTHER: _("Other"),
    AbsenceKind.SICK: _("Sick"),
    AbsenceKind.LEAVE: _("Leave"),
    AbsenceKind.TRAINING: _("Training"),
}
CERTIFICATES: dict[str, tuple[Any, str]] = {
    CertificateState.VALID: (_("valid"), "state-ok"),
    CertificateState.ENDING: (_("ends soon"), "state-warn"),
    CertificateState.EXPIRED: (_("expired"), "state-bad"),
    CertificateState.NOT_YET: (_("not yet"), "state-wait"),
}


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes: 90 is 1:30; nothing for none."""
    return show_duration(minutes) if minutes else "–"


@register.filter
def resource_word(value: str) -> Any:
    """A cause or a kind of absence in the reader's language."""
    return WORDS.get(value, value)


@register.filter
def certificate_word(state: str) -> Any:
    """Where a certificate stands, in the reader's language."""
    return CERTIFICATES[state][0]


@register.filter
def certificate_class(state: str) -> str:
    """The mark that stands with the word."""
    return CERTIFICATES[state][1]
