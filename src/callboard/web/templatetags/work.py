"""Template words of work: states of orders, what is reported on the floor, what is decided."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from callboard.manufacturing.shop_floor.rules import Disposition, ReportKind
from callboard.manufacturing.work_orders.rules import WorkState

register = template.Library()

STATES: dict[str, tuple[Any, str]] = {
    WorkState.PLANNED: (_("Planned"), ""),
    WorkState.FIRM: (_("Firm"), ""),
    WorkState.RELEASED: (_("Released"), "state-wait"),
    WorkState.IN_PROCESS: (_("In process"), "state-wait"),
    WorkState.HELD: (_("On hold"), "state-warn"),
    WorkState.COMPLETED: (_("Completed"), "state-ok"),
    WorkState.CLOSED: (_("Closed"), "state-ok"),
    WorkState.CANCELED: (_("Canceled"), "state-bad"),
}
KINDS: dict[str, Any] = {
    ReportKind.START: _("Started"),
    ReportKind.STOP: _("Stopped"),
    ReportKind.GOOD: _("Good"),
    ReportKind.SCRAP: _("Scrap"),
    ReportKind.REWORK: _("To rework"),
    ReportKind.REWORKED: _("Reworked"),
    ReportKind.SEND: _("Sent on"),
    ReportKind.ACCEPT: _("Accepted"),
    ReportKind.DISPUTE: _("Disputed"),
    ReportKind.FOUND: _("Found"),
    ReportKind.LOST: _("Lost"),
}
DISPOSITIONS: dict[str, Any] = {
    Disposition.USE_AS_IS: _("Use as is"),
    Disposition.REWORK: _("Rework"),
    Disposition.SCRAP: _("Scrap"),
    Disposition.RETURN: _("Return to vendor"),
}


@register.filter
def work_word(state: str) -> Any:
    """What a state is called in the reader's language."""
    return STATES[state][0] if state in STATES else state


@register.filter
def work_class(state: str) -> str:
    """The mark that stands with the word."""
    return STATES[state][1] if state in STATES else ""


@register.filter
def report_word(kind: str) -> Any:
    """What was reported."""
    return KINDS.get(kind, kind)


@register.filter
def disposition_word(value: str) -> Any:
    """What was decided."""
    return DISPOSITIONS.get(value, value)


@register.filter
def sentence(said: Any) -> str:
    """A blocker's sentence in the reader's language."""
    return str(_now(said.text) % said.parameters)
