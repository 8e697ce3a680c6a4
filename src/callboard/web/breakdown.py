"""The breakdown: all scenes as a list, and the sheet of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from callboard.core.errors import NotFound, StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.film.breakdown.actions import (
    add_element,
    change_scene,
    create_scene,
    estimate_minutes,
    number_scenes,
    omit_scene,
    remove_element,
    restore_scene,
)
from callboard.film.breakdown.element_actions import set_voice
from callboard.film.breakdown.queries import category_of, element_of, scene_of
from callboard.film.breakdown.rules import minutes_text
from callboard.film.breakdown.scene_lists import SceneFilter, SceneList, scene_list
from callboard.film.breakdown.scene_sheets import SceneSheet, scene_sheet
from callboard.formats.eighths import eighths_text
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.web import breakdown_elements
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.breakdown_forms import TIMES, AddElementForm, EstimateForm, NewSceneForm, SceneForm, shown
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production

app_name = "breakdown"

SORTS = [
    ("script", gettext_lazy("Script order")),
    ("set", gettext_lazy("Set")),
    ("time", gettext_lazy("Light")),
    ("pages", gettext_lazy("Longest first")),
    ("minutes", gettext_lazy("Most time first")),
    ("cast", gettext_lazy("Most cast first")),
]
HEADINGS = (
    gettext_lazy("Episode"),
    gettext_lazy("Scene"),
    gettext_lazy("I/E"),
    gettext_lazy("Set"),
    gettext_lazy("Time of day"),
    gettext_lazy("Inferred"),
    gettext_lazy("Pages"),
    gettext_lazy("Eighths"),
    gettext_lazy("Minutes"),
    gettext_lazy("Cast"),
    gettext_lazy("Voices"),
    gettext_lazy("Synopsis"),
    gettext_lazy("Omitted"),
)


def _wanted(request: HttpRequest) -> SceneFilter:
    asked = request.GET
    names = ("words", "episode", "int_ext", "time_of_day", "set_name", "category", "element")
    return SceneFilter(
        **{name: asked.get(name, "").strip() for name in names},
        sort=asked.get("sort", "script"),
        with_omitted=asked.get("omitted", "") != "hide",
    )


def _listed(request: HttpRequest, production: UUID) -> tuple[Production, SceneFilter, SceneList]:
    found, wanted = production_for(request, production), _wanted(request)
    return found, wanted, scene_list(member_of(request), found, wanted)


@require_safe
def scenes(request: HttpRequest, production: UUID) -> HttpResponse:
    """All scenes that fit the filters, with totals; only the table when a filter asks."""
    found, wanted, listed = _listed(request, production)
    context = {
        "production": found,
        "wanted": wanted,
        "list": listed,
        "sorts": SORTS,
        "query": request.GET.urlencode(),
        "estimate_form": EstimateForm(),
    }
    is_part = request.headers.get("HX-Target") == "scene-list"
    return render(request, "parts/breakdown_table.html" if is_part else "pages/breakdown_list.html", context)


@require_safe
def export(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The list as it is filtered, as CSV or as an Excel workbook."""
    if suffix not in {"csv", "xlsx"}:
        raise NotFound()
    found, _wanted_scenes, listed = _listed(request, production)
    headings, rows = [str(heading) for heading in HEADINGS], _rows(listed)
    if suffix == "xlsx":
        response = HttpResponse(as_xlsx(headings, rows, sheet=_("Breakdown")), content_type=XLSX_TYPE)
    else:
        response = HttpResponse(as_csv(headings, rows), content_type=CSV_TYPE)
    name = f"{slugify(found.title) or 'production'}-breakdown.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(listed: SceneList) -> list[list[Value]]:
    return [
        [
            card.episode,
            card.number,
            card.int_ext,
            card.set_name,
            card.time_of_day,
            card.time_of_day_inferred,
            card.length,
            card.eighths,
            card.minutes,
            ", ".join(card.cast_ids),
            ", ".join(card.voice_ids),
            card.synopsis,
            card.is_omitted,
        ]
        for card in listed.cards
    ]


@once
def number(request: HttpRequest, production: UUID) -> HttpResponse:
    """Number the scenes that have no number."""
    count = len(number_scenes(production_for(request, production), by=member_of(request), at=now()))
    text = ngettext("%(count)s scene has a number now.", "%(count)s scenes have a number now.", count)
    messages.success(request, text % {"count": count})
    return redirect("breakdown:list", production)


@once
def estimate(request: HttpRequest, production: UUID) -> HttpResponse:
    """Estimate shooting times that are missing."""
    found, form = production_for(request, production), EstimateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write how many minutes a page takes: 5 to 600."))
        return redirect("breakdown:list", production)
    count = estimate_minutes(found, form.cleaned_data["minutes_per_page"], by=member_of(request), at=now())
    text = ngettext("%(count)s scene has an estimate now.", "%(count)s scenes have an estimate now.", count)
    messages.success(request, text % {"count": count})
    return redirect("breakdown:list", production)


def new(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a scene made by hand."""
    found = production_for(request, production)
    check_may(member_of(request), Permission.CHANGE_BREAKDOWN, found)
    if request.method == "POST":
        return _create(request, production)
    return _new_page(request, found, NewSceneForm(initial={"eighths": "1/8", "int_ext": "INT", "time_of_day": "DAY"}))


def _new_page(request: HttpRequest, production: Production, form: NewSceneForm, status: int = 200) -> HttpResponse:
    choices = scene_list(member_of(request), production, SceneFilter()).choices
    context = {"production": production, "form": form, "sets": choices.sets, "times": TIMES}
    return render(request, "pages/breakdown_new.html", context, status=status)


@once
def _create(request: HttpRequest, production: UUID) -> HttpResponse:
    found, form = production_for(request, production), NewSceneForm(request.POST)
    if form.is_valid():
        with form.refusals():
            episode, fields = form.cleaned_data["episode"], form.fields_of_scene()
            scene = create_scene(found, episode, fields, by=member_of(request), at=now())
            return redirect("breakdown:scene", production, scene.public_id)
    return _new_page(request, found, form, 422)


def scene(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show a scene sheet, or take its fields."""
    if request.method == "POST":
        return _change(request, production, public_id)
    found = production_for(request, production)
    sheet = scene_sheet(member_of(request), found, public_id)
    return _sheet_page(request, found, sheet, SceneForm(initial=_initial(sheet)))


def _sheet_page(
    request: HttpRequest, production: Production, sheet: SceneSheet, form: SceneForm, status: int = 200
) -> HttpResponse:
    choices = scene_list(member_of(request), production, SceneFilter()).choices
    context = {"production": production, "sheet": sheet, "form": form, "sets": choices.sets, "times": TIMES}
    return render(request, "pages/breakdown_scene.html", context, status=status)


def _initial(sheet: SceneSheet) -> dict[str, Any]:
    values = {name: getattr(sheet.scene, name) for name in SceneForm.base_fields}
    return values | {"eighths": eighths_text(sheet.scene.eighths), "minutes": minutes_text(sheet.scene.minutes)}


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row, form = scene_of(member, found, public_id), SceneForm(request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                change_scene(row, form.fields_of_scene(), version=version_in(request), by=member, at=now())
                return _after_change(request, production, public_id)
        except StaleEdit as stale:
            newest = scene_sheet(member, found, public_id)
            back = reverse("breakdown:scene", args=[production, public_id])
            theirs = shown(SceneForm(initial=_initial(newest)))
            return stale_page(request, stale, shown(form), theirs, version=newest.scene.version, back=back)
    return _sheet_page(request, found, scene_sheet(member, found, public_id), form, 422)


def _after_change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Stay on the sheet, or go on to the next scene when that button was pressed."""
    messages.success(request, _("Saved."))
    if "go_on" in request.POST:
        following = scene_sheet(member_of(request), production_for(request, production), public_id).following
        if following is not None:
            return redirect("breakdown:scene", production, following.public_id)
    return redirect("breakdown:scene", production, public_id)


@once
def omit(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Omit the scene, or bring it back."""
    found, member = production_for(request, production), member_of(request)
    row = scene_of(member, found, public_id)
    turn = restore_scene if "restore" in request.POST else omit_scene
    turn(row, version=version_in(request), by=member, at=now())
    return redirect("breakdown:scene", production, public_id)


@once
def add(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Add an element to the scene, making it if it is new."""
    found, member = production_for(request, production), member_of(request)
    row, form = scene_of(member, found, public_id), AddElementForm(request.POST)
    if not form.is_valid():
        return _elements(request, production, public_id, refusal=_("Choose a category and write a name."))
    category = category_of(member, found, form.cleaned_data["category"])
    by_voice = form.cleaned_data["by_voice"] and category.is_cast
    add_element(row, category, form.cleaned_data["name"], by_voice=by_voice, by=member, at=now())
    return _elements(request, production, public_id, chosen=str(category.public_id))


@once
def remove(request: HttpRequest, production: UUID, public_id: UUID, element: UUID) -> HttpResponse:
    """Take an element out of the scene."""
    found, member = production_for(request, production), member_of(request)
    row = scene_of(member, found, public_id)
    remove_element(row, element_of(member, found, element), by=member, at=now())
    return _elements(request, production, public_id)


@once
def voice(request: HttpRequest, production: UUID, public_id: UUID, element: UUID) -> HttpResponse:
    """Say whether a character is on the set or only heard."""
    found, member = production_for(request, production), member_of(request)
    row = scene_of(member, found, public_id)
    is_voice = request.POST.get("by_voice") == "1"
    set_voice(row, element_of(member, found, element), is_voice, by=member, at=now())
    return _elements(request, production, public_id)


def _elements(
    request: HttpRequest, production: UUID, public_id: UUID, *, refusal: str = "", chosen: str = ""
) -> HttpResponse:
    """The elements' part of the sheet, or the way back to the whole where there is no script."""
    if not request.headers.get("HX-Request"):
        if refusal:
            messages.error(request, refusal)
        return redirect("breakdown:scene", production, public_id)
    found = production_for(request, production)
    sheet = scene_sheet(member_of(request), found, public_id)
    context = {"production": found, "sheet": sheet, "refusal": refusal, "chosen": chosen, "is_swapped": True}
    return render(request, "parts/breakdown_elements.html", context, status=422 if refusal else 200)


urlpatterns = [
    path("", scenes, name="list"),
    path("export.<str:suffix>", export, name="export"),
    path("number/", number, name="number"),
    path("estimate/", estimate, name="estimate"),
    path("scenes/new/", new, name="new"),
    path("scenes/<uuid:public_id>/", scene, name="scene"),
    path("scenes/<uuid:public_id>/omit/", omit, name="omit"),
    path("scenes/<uuid:public_id>/elements/", add, name="add"),
    path("scenes/<uuid:public_id>/elements/<uuid:element>/remove/", remove, name="remove"),
    path("scenes/<uuid:public_id>/elements/<uuid:element>/voice/", voice, name="voice"),
    *breakdown_elements.urlpatterns,
]
