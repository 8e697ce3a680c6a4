"""Resources: machines and the lines that are down, who is certified for what, who is in today."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from callboard.core.engagements.queries import departments_of
from callboard.core.errors import NotFound, StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.resources.actions import (
    certify,
    change_machine,
    change_stop,
    create_machine,
    create_skill,
    end_absence,
    end_stop,
    record_absence,
    stop_machine,
)
from callboard.core.resources.queries import (
    absence_by_id,
    engaged_on,
    machine_by_id,
    machines_with_stops,
    skills_matrix,
    skills_of,
    stop_by_id,
    stops_of,
    who_is_in,
)
from callboard.core.resources.rules import CauseUnknown
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, Value, as_csv, as_xlsx
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.forms import readable_fields
from callboard.web.resources_forms import AbsenceForm, CertificationForm, MachineForm, SkillForm, StopForm
from callboard.web.stale import stale_page

if TYPE_CHECKING:
    from callboard.core.organizations.models import Production
    from callboard.core.resources.models import Machine, MachineStop

app_name = "resources"

STOPS_SHOWN = 50


def _day(request: HttpRequest, production: Production) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return now().astimezone(ZoneInfo(production.zone)).date()


@require_safe
def machines(request: HttpRequest, production: UUID) -> HttpResponse:
    """The machines of each department; those that stand first say since when, why and who brings them back."""
    found, member = production_for(request, production), member_of(request)
    rows = list(machines_with_stops(member, found))
    down = sorted((row for row in rows if _stop(row)), key=_started)
    context = {
        "production": found,
        "departments": [(name, list(each)) for name, each in groupby(rows, key=lambda row: row.department.name)],
        "down": [(row, _stop(row), StopForm(initial=_stop_initial(row), prefix=f"s{row.pk}")) for row in down],
        "stop_form": StopForm(),
        "now": now(),
    }
    return render(request, "pages/resources.html", context)


def _stop(machine: Any) -> MachineStop | None:
    return next(iter(machine.stops_under_way), None)


def _started(machine: Any) -> dt.datetime:
    started: dt.datetime = machine.stops_under_way[0].started_at
    return started


def _stop_initial(machine: Any) -> dict[str, str]:
    stop = _stop(machine)
    return {name: getattr(stop, name) for name in StopForm.base_fields}


@require_safe
def machine(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One machine: its terms, and when it stood."""
    found, member = production_for(request, production), member_of(request)
    row = machine_by_id(member, found, public_id)
    return _machine_page(request, found, row, _machine_form(request, found, row))


def _machine_page(
    request: HttpRequest, production: Production, row: Machine | None, form: MachineForm, *, status: int = 200
) -> HttpResponse:
    stops = stops_of(member_of(request), production, row)[:STOPS_SHOWN] if row else []
    context = {"production": production, "machine": row, "form": form, "stops": stops, "now": now()}
    return render(request, "pages/resources_machine.html", context, status=status)


def _machine_form(
    request: HttpRequest, production: Production, row: Machine | None = None, typed: Any = None
) -> MachineForm:
    initial = {}
    if row is not None:
        initial = {name: getattr(row, name) for name in ("code", "name", "is_active")}
        initial["department"] = str(row.department.public_id)
    return MachineForm(departments_of(member_of(request), production), typed, initial=initial)


def new_machine(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, a new machine."""
    found = production_for(request, production)
    check_may(member_of(request), Permission.CHANGE_RESOURCES, found)
    if request.method == "POST":
        return _create_machine(request, production)
    return _machine_page(request, found, None, _machine_form(request, found))


@once
def _create_machine(request: HttpRequest, production: UUID) -> HttpResponse:
    found = production_for(request, production)
    form = _machine_form(request, found, typed=request.POST)
    if form.is_valid():
        with form.refusals():
            made = create_machine(found, form.department_row(), form.terms(), by=member_of(request), at=now())
            messages.success(request, _("%(name)s is added.") % {"name": made})
            return redirect("resources:list", production)
    return _machine_page(request, found, None, form, status=422)


@once
def change_one(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Take a changed machine."""
    found, member = production_for(request, production), member_of(request)
    row = machine_by_id(member, found, public_id)
    form = _machine_form(request, found, row, request.POST)
    if form.is_valid():
        try:
            with form.refusals():
                terms, version = form.terms(), version_in(request)
                change_machine(row, form.department_row(), terms, by=member, at=now(), version=version)
                messages.success(request, _("%(name)s is changed.") % {"name": row})
                return redirect("resources:list", production)
        except StaleEdit as stale:
            newest = machine_by_id(member, found, public_id)
            theirs = readable_fields(_machine_form(request, found, newest))
            back = reverse("resources:machine", args=[production, public_id])
            return stale_page(request, stale, readable_fields(form), theirs, version=newest.version, back=back)
    return _machine_page(request, found, machine_by_id(member, found, public_id), form, status=422)


@once
def stop(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """A line is down."""
    row = machine_by_id(member_of(request), production_for(request, production), public_id)
    form = StopForm(request.POST)
    if not form.is_valid():
        raise CauseUnknown()
    stop_machine(row, form.terms(), by=member_of(request), at=now())
    messages.warning(
        request, _("%(name)s is down. The clock runs until somebody says that it runs again.") % {"name": row}
    )
    return redirect("resources:list", production)


@once
def say_more(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Another cause, or an owner, for a stop under way."""
    row = stop_by_id(member_of(request), production_for(request, production), public_id)
    form = StopForm(request.POST, prefix=f"s{row.machine_id}")
    if not form.is_valid():
        raise CauseUnknown()
    change_stop(row, form.terms(), by=member_of(request), at=now(), version=version_in(request))
    return redirect("resources:list", production)


@once
def end(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """The machine runs again."""
    row = stop_by_id(member_of(request), production_for(request, production), public_id)
    end_stop(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(name)s runs again.") % {"name": row.machine})
    return redirect("resources:list", production)


@require_safe
def skills(request: HttpRequest, production: UUID) -> HttpResponse:
    """People by skills, with levels and what has ended."""
    return _skills_page(request, production)


def _skills_page(
    request: HttpRequest,
    production: UUID,
    *,
    skill_form: SkillForm | None = None,
    form: CertificationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    day = _day(request, found)
    gaps, rows = skills_matrix(member, found, day)
    people = [row.engagement for row in rows]
    context = {
        "production": found,
        "day": day,
        "gaps": gaps,
        "rows": rows,
        "skill_form": skill_form or SkillForm(),
        "form": form or CertificationForm(people, [gap.skill for gap in gaps], initial={"level": 1, "valid_from": day}),
    }
    return render(request, "pages/resources_skills.html", context, status=status)


@require_safe
def skills_table(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """Every certificate of the matrix, one a row."""
    found = production_for(request, production)
    _gaps, rows = skills_matrix(member_of(request), found, _day(request, found))
    headings = [_("Person"), _("Department"), _("Skill"), _("Level"), _("Valid from"), _("Ends on"), _("State")]
    lines: list[list[Value]] = [
        [
            row.engagement.party.name,
            row.engagement.department.name if row.engagement.department else "",
            skill.name,
            cell.certification.level,
            cell.certification.valid_from,
            cell.certification.valid_to,
            cell.state.value,
        ]
        for row in rows
        for skill, cell in row.cells
        if cell
    ]
    if suffix not in {"csv", "xlsx"}:
        raise NotFound()
    body = as_csv(headings, lines) if suffix == "csv" else as_xlsx(headings, lines, sheet=_("Skills"))
    response = HttpResponse(body, content_type=CSV_TYPE if suffix == "csv" else XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="skills.{suffix}"'
    return response


@once
def add_skill(request: HttpRequest, production: UUID) -> HttpResponse:
    """Name a skill."""
    found, form = production_for(request, production), SkillForm(request.POST)
    if form.is_valid():
        with form.refusals():
            create_skill(found, form.cleaned_data["name"], by=member_of(request), at=now())
            return redirect("resources:skills", production)
    return _skills_page(request, production, skill_form=form, status=422)


@once
def certify_person(request: HttpRequest, production: UUID) -> HttpResponse:
    """Record or renew a certificate."""
    found, member = production_for(request, production), member_of(request)
    people, known = engaged_on(found, _day(request, found)), skills_of(member, found)
    form = CertificationForm(people, known, request.POST)
    if form.is_valid():
        with form.refusals():
            person = form.people[form.cleaned_data["engagement"]]
            skill = form.skills[form.cleaned_data["skill"]]
            certify(person, skill, form.terms(), by=member, at=now())
            said = _("%(name)s is certified for %(skill)s.")
            messages.success(request, said % {"name": person.party.name, "skill": skill.name})
            return redirect("resources:skills", production)
    return _skills_page(request, production, form=form, status=422)


@require_safe
def people(request: HttpRequest, production: UUID) -> HttpResponse:
    """Who is in today, who is away, and who could stand in."""
    return _people_page(request, production)


def _people_page(
    request: HttpRequest, production: UUID, *, form: AbsenceForm | None = None, status: int = 200
) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    day = _day(request, found)
    rows = who_is_in(member, found, day)
    away = [row for row in rows if row.absence]
    known = [row.engagement for row in rows]
    context = {
        "production": found,
        "day": day,
        "previous_on": day - dt.timedelta(days=1),
        "next_on": day + dt.timedelta(days=1),
        "away": away,
        "present": [row.engagement for row in rows if not row.absence],
        "form": form or AbsenceForm(known, initial={"from_on": day, "to_on": day}),
    }
    return render(request, "pages/resources_people.html", context, status=status)


@once
def add_absence(request: HttpRequest, production: UUID) -> HttpResponse:
    """Somebody is away."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.RECORD_ABSENCE, found)
    day = _day(request, found)
    form = AbsenceForm(engaged_on(found, day), request.POST)
    if form.is_valid():
        with form.refusals():
            person = form.people[form.cleaned_data["engagement"]]
            record_absence(person, form.terms(), by=member, at=now())
            messages.success(request, _("%(name)s is marked as away.") % {"name": person.party.name})
            return redirect(f"{reverse('resources:people', args=[production])}?day={day.isoformat()}")
    return _people_page(request, production, form=form, status=422)


@once
def take_back(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """They are in after all."""
    row = absence_by_id(member_of(request), production_for(request, production), public_id)
    end_absence(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(name)s is in.") % {"name": row.engagement.party.name})
    return redirect("resources:people", production)


urlpatterns = [
    path("", machines, name="list"),
    path("machines/new/", new_machine, name="new_machine"),
    path("machines/<uuid:public_id>/", machine, name="machine"),
    path("machines/<uuid:public_id>/change/", change_one, name="change_machine"),
    path("machines/<uuid:public_id>/stop/", stop, name="stop"),
    path("stops/<uuid:public_id>/", say_more, name="change_stop"),
    path("stops/<uuid:public_id>/end/", end, name="end_stop"),
    path("skills/", skills, name="skills"),
    path("skills/table.<str:suffix>", skills_table, name="skills_table"),
    path("skills/new/", add_skill, name="add_skill"),
    path("skills/certify/", certify_person, name="certify"),
    path("people/", people, name="people"),
    path("people/away/", add_absence, name="add_absence"),
    path("absences/<uuid:public_id>/end/", take_back, name="end_absence"),
]
