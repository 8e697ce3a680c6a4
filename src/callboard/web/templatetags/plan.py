"""Template words of the plan: its sentences in the reader's language, its kinds and states, its days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext_lazy as _

from callboard.core.organizations.permissions import may_see
from callboard.core.organizations.rules import DataClass
from callboard.manufacturing.requirements.wording import PlanReader, day_said, order_said, said
from callboard.web.plan_words import KINDS

if TYPE_CHECKING:
    from callboard.stock.items.models import Item

register = template.Library()

_STATES: dict[str, Any] = {
    "open": _("open"),
    "accepted": _("accepted"),
    "snoozed": _("snoozed"),
    "dismissed": _("dismissed"),
    "proposed": _("proposed"),
    "firmed": _("ordered"),
}
_SPOTS: dict[str, Any] = {
    "waiting": _("waiting"),
    "ready to go on": _("ready to go on"),
    "in transit": _("on its way to the next department"),
    "disputed": _("disputed"),
    "rework": _("being reworked"),
    "not begun": _("not begun"),
}
_WAITS: dict[str, Any] = {
    "nothing": _("All of it has left."),
    "shipment": _("All of it is in stock: it waits to be packed and shipped."),
    "work": _("It waits for work that is under way."),
    "purchase": _("It waits for what is on order."),
    "proposals": _("It waits for orders that are only proposed: nobody has released them."),
    "plan": _("No plan says where the rest comes from."),
}


@register.simple_tag(takes_context=True)
def sentence(context: Mapping[str, Any], spoken: Mapping[str, Any], item: Item | None = None) -> str:
    """A sentence of the plan for whoever reads the page."""
    reader = PlanReader(context["production"].currency, may_see(context["member"], DataClass.PAY))
    return said(spoken, reader, item)


@register.filter
def plan_kind(kind: str) -> str:
    """What a message asks for, in words."""
    return str(KINDS.get(kind, kind))


@register.filter
def plan_state(state: str) -> str:
    """What became of a message or proposal, in words."""
    return str(_STATES.get(state, state))


@register.filter
def spot_state(state: str) -> str:
    """What pieces at a place do, in words."""
    return str(_SPOTS.get(state, state))


@register.filter
def waits_for(waits: str) -> str:
    """What a line waits for, as a sentence."""
    return str(_WAITS.get(waits, waits))


@register.filter
def iso_day(written: str) -> str:
    """An ISO day as people say it."""
    return day_said(written)


@register.filter
def order_word(key: str) -> str:
    """An order's key in the plan as people say it."""
    return order_said(key)
