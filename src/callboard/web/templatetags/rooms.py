"""Template tags of the frame: navigation, second factor, form fields, links to rooms that may not be there."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.urls import NoReverseMatch, reverse

from callboard.web.languages import offered_languages
from callboard.web.rooms import navigation
from callboard.web.second_factor import second_factor_is_due

register = template.Library()


@register.simple_tag(takes_context=True)
def frame(context: RequestContext) -> dict[str, Any]:
    """Everything the frame around a member's page shows."""
    request: HttpRequest = context["request"]
    return navigation(request) | {
        "memberships": getattr(request, "memberships", []),
        "second_factor_is_due": second_factor_is_due(request),
        "languages": offered_languages(),
    }


@register.simple_tag
def room_link(url_name: str, *arguments: object) -> str:
    """The address of a page, or nothing when its room is not in this installation."""
    try:
        return reverse(url_name, args=arguments)
    except NoReverseMatch:
        return ""


@register.filter
def cell(cells: dict[str, Any], key: str) -> Any:
    """A row's cell by its column's key; empty when the reader is not shown it."""
    return cells.get(key, "")


@register.filter
def is_checkbox(field: Any) -> bool:
    """Whether a field is one box to tick: its label stands behind it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not hasattr(field.field, "choices")


@register.filter
def is_choice_list(field: Any) -> bool:
    """Whether a field is a list of boxes or buttons: its label is a legend."""
    return getattr(field.field.widget, "input_type", "") in {"checkbox", "radio"} and hasattr(field.field, "choices")


@register.filter
def dressed(field: Any) -> str:
    """A field of a form that is not ours, drawn with our classes."""
    kind = getattr(field.field.widget, "input_type", "")
    name = (
        "form-check-input" if kind in {"checkbox", "radio"} else "form-select" if kind == "select" else "form-control"
    )
    return str(field.as_widget(attrs={"class": name}))


@register.filter
def detail_text(detail: dict[str, Any]) -> str:
    """The facts of an audit row on one line."""
    shown = {name: ", ".join(map(str, value)) if isinstance(value, list) else value for name, value in detail.items()}
    return "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in shown.items() if value not in ("", None))
