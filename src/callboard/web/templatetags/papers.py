"""Template words for the contract wall: how a standing is called, drawn, and what a group is."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from callboard.paperwork.documents.rules import Standing

register = template.Library()

STANDINGS: dict[str, tuple[Any, str]] = {
    Standing.NEEDED: (_("Needed"), "○"),
    Standing.OUT: (_("Out"), "◔"),
    Standing.SIGNED: (_("Signed"), "✓"),
    Standing.REJECTED: (_("Rejected"), "✕"),
    Standing.WAIVED: (_("Waived"), "≈"),
    Standing.VOID: (_("Void"), "⊘"),
    Standing.EXPIRED: (_("Expired"), "!"),
    Standing.NOT_NEEDED: (_("Not needed"), "–"),
}

GROUP_NAMES: dict[str, Any] = {
    "cast": _("Cast"),
    "crew": _("Crew"),
    "vendor": _("Vendors"),
    "background": _("Background"),
}

VERBS: dict[str, Any] = {
    "send paper": _("Marked as out"),
    "sign paper": _("Signed copy filed"),
    "reject paper": _("Rejected"),
    "waive paper": _("Waived"),
    "void paper": _("Voided"),
}


@register.filter
def standing_word(standing: str) -> Any:
    """The state in the reader's language."""
    return STANDINGS[standing][0]


@register.filter
def standing_mark(standing: str) -> str:
    """The sign that stands beside the word, so that color is never the only cue."""
    return STANDINGS[standing][1]


@register.filter
def standing_class(standing: str) -> str:
    """The end of the CSS class: "not needed" has a space that a class cannot have."""
    return standing.replace(" ", "-")


@register.filter
def group_name(kind: str) -> Any:
    """Cast, crew, vendors, background."""
    return GROUP_NAMES[kind]


@register.filter
def paper_verb(verb: str) -> Any:
    """What the history calls a step."""
    return VERBS.get(verb, verb)
