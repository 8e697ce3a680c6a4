"""Elements by category, the page of each, and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.element_actions import (
    cast_element,
    change_element,
    merge_elements,
    number_cast,
    remove_unused_element,
)
from callboard.film.breakdown.palette_actions import (
    change_category,
    create_category,
    create_palette,
    move_category,
    remove_category,
)
from callboard.film.breakdown.queries import (
    cast_engagement_of,
    category_of,
    element_of,
    element_page,
    elements_by_category,
    palette_of,
)
from callboard.film.breakdown.rules import ElementInUse
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.breakdown_forms import CategoryForm, ElementForm, shown
from callboard.web.refusals import refusal_text
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production


@require_safe
def elements(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every element under its category, with how many scenes need it."""
    found = production_for(request, production)
    groups = elements_by_category(member_of(request), found)
    context = {
        "production": found,
        "groups": [group for group in groups if group.elements],
        "has_bare_cast": any(group.category.is_cast and not e.number for group in groups for e in group.elements),
    }
    return render(request, "pages/breakdown_elements.html", context)


@once
def number_the_cast(request: HttpRequest, production: UUID) -> HttpResponse:
    """Number the cast; with `anew`, all of them."""
    found, member = production_for(request, production), member_of(request)
    count = number_cast(found, anew="anew" in request.POST, by=member, at=now())
    text = ngettext("%(count)s character has a number now.", "%(count)s characters have a number now.", count)
    messages.success(request, text % {"count": count})
    return redirect("breakdown:elements", production)


def element(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show an element, or take its fields."""
    if request.method == "POST":
        return _change(request, production, public_id)
    found = production_for(request, production)
    row = element_of(member_of(request), found, public_id)
    return _element_page(request, found, public_id, ElementForm(initial=_initial(row)))


def _initial(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ElementForm.base_fields}


def _element_page(
    request: HttpRequest, production: Production, public_id: UUID, form: ElementForm, status: int = 200
) -> HttpResponse:
    page = element_page(member_of(request), production, public_id)
    context = {"production": production, "page": page, "form": form}
    return render(request, "pages/breakdown_element.html", context, status=status)


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row, form = element_of(member, found, public_id), ElementForm(request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_element(row, form.fields_of_element(), version=version_in(request), by=member, at=now())
                messages.success(request, _("%(name)s is changed.") % {"name": row.name})
                return redirect("breakdown:element", production, public_id)
        except StaleEdit as stale:
            newest = element_of(member, found, public_id)
            back = reverse("breakdown:element", args=[production, public_id])
            theirs = shown(ElementForm(initial=_initial(newest)))
            return stale_page(request, stale, shown(form), theirs, version=newest.version, back=back)
    return _element_page(request, found, public_id, form, 422)


@once
def merge(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Join an element with another of its category."""
    found, member = production_for(request, production), member_of(request)
    row = element_of(member, found, public_id)
    into = element_of(member, found, _chosen(request, "into") or public_id)
    kept = merge_elements(row, into, version=version_in(request), by=member, at=now())
    messages.success(request, _("“%(name)s” is now part of “%(into)s”.") % {"name": row.name, "into": kept.name})
    return redirect("breakdown:element", production, kept.public_id)


@once
def play(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Say who plays a character."""
    found, member = production_for(request, production), member_of(request)
    chosen = _chosen(request, "engagement")
    played_by = cast_engagement_of(member, found, chosen) if chosen else None
    row = element_of(member, found, public_id)
    cast_element(row, played_by, version=version_in(request), by=member, at=now())
    return redirect("breakdown:element", production, public_id)


@once
def remove_element(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take an element out of the list if no scene needs it."""
    found, member = production_for(request, production), member_of(request)
    row = element_of(member, found, public_id)
    try:
        remove_unused_element(row, version=version_in(request), by=member, at=now())
    except ElementInUse as refusal:
        messages.error(request, refusal_text(refusal))
        return redirect("breakdown:element", production, public_id)
    messages.success(request, _("%(name)s is removed.") % {"name": row.name})
    return redirect("breakdown:elements", production)


def _chosen(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return None


@require_safe
def palette(request: HttpRequest, production: UUID) -> HttpResponse:
    """The categories with name, color, mark and order."""
    return _palette_page(request, production_for(request, production), CategoryForm())


def _palette_page(request: HttpRequest, production: Production, form: CategoryForm, status: int = 200) -> HttpResponse:
    context = {"production": production, "palette": palette_of(member_of(request), production), "form": form}
    return render(request, "pages/breakdown_palette.html", context, status=status)


@once
def seed(request: HttpRequest, production: UUID) -> HttpResponse:
    """Start from the usual categories."""
    create_palette(production_for(request, production), by=member_of(request), at=now())
    return redirect("breakdown:palette", production)


@once
def add_category(request: HttpRequest, production: UUID) -> HttpResponse:
    """Add a category of one's own."""
    found, form = production_for(request, production), CategoryForm(request.POST)
    if form.is_valid():
        with form.refusals():
            create_category(found, form.fields_of_category(), by=member_of(request), at=now())
            return redirect("breakdown:palette", production)
    return _palette_page(request, found, form, 422)


def category(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show a category, or take its fields."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.CHANGE_BREAKDOWN, found)
    if request.method == "POST":
        return _change_category(request, production, public_id)
    row = category_of(member, found, public_id)
    return _category_page(request, found, row, CategoryForm(initial=_category_initial(row)))


def _category_initial(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in CategoryForm.base_fields}


def _category_page(
    request: HttpRequest, production: Production, row: Any, form: CategoryForm, status: int = 200
) -> HttpResponse:
    context = {"production": production, "category": row, "form": form}
    return render(request, "pages/breakdown_category.html", context, status=status)


@once
def _change_category(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row, form = category_of(member, found, public_id), CategoryForm(request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_category(row, form.fields_of_category(), version=version_in(request), by=member, at=now())
                return redirect("breakdown:palette", production)
        except StaleEdit as stale:
            newest = category_of(member, found, public_id)
            back = reverse("breakdown:palette", args=[production])
            theirs = shown(CategoryForm(initial=_category_initial(newest)))
            return stale_page(request, stale, shown(form), theirs, version=newest.version, back=back)
    return _category_page(request, found, row, form, 422)


@once
def order_category(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Move a category up or down."""
    found, member = production_for(request, production), member_of(request)
    row = category_of(member, found, public_id)
    move_category(row, -1 if "up" in request.POST else 1, by=member, at=now())
    return redirect("breakdown:palette", production)


@once
def delete_category(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take an empty category out."""
    found, member = production_for(request, production), member_of(request)
    row = category_of(member, found, public_id)
    remove_category(row, version=version_in(request), by=member, at=now())
    return redirect("breakdown:palette", production)


urlpatterns = [
    path("elements/", elements, name="elements"),
    path("elements/number/", number_the_cast, name="number_cast"),
    path("elements/<uuid:public_id>/", element, name="element"),
    path("elements/<uuid:public_id>/merge/", merge, name="merge"),
    path("elements/<uuid:public_id>/play/", play, name="play"),
    path("elements/<uuid:public_id>/remove/", remove_element, name="remove_element"),
    path("palette/", palette, name="palette"),
    path("palette/seed/", seed, name="seed"),
    path("palette/add/", add_category, name="add_category"),
    path("palette/<uuid:public_id>/", category, name="category"),
    path("palette/<uuid:public_id>/order/", order_category, name="order_category"),
    path("palette/<uuid:public_id>/remove/", delete_category, name="delete_category"),
]
