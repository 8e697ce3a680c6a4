"""Who is on board: crew list, contact sheet, exports, the new-hire form, departments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from callboard.core.engagements.actions import (
    DepartmentTerms,
    change_department,
    change_engagement,
    create_department,
    end_engagement,
    engage,
)
from callboard.core.engagements.queries import (
    SORTS,
    CrewFilter,
    crew_columns,
    crew_list,
    department_by_id,
    departments_of,
    engagement_by_id,
    rows_shown_to,
)
from callboard.core.errors import NotFound, StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.core.people.queries import parties_of, party_by_id
from callboard.core.people.rules import read_phone
from callboard.formats.tables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.engagement_forms import (
    KINDS,
    DepartmentForm,
    HireForm,
    PartyForm,
    TermsForm,
    form_lists,
    terms_as_initial,
)
from callboard.web.forms import readable_fields
from callboard.web.stale import stale_page

app_name = "engagements"


def crew(request: HttpRequest, production: UUID) -> HttpResponse:
    """The crew list, by department in order, with what the reader may see."""
    found, member = production_for(request, production), member_of(request)
    asked = _asked(request)
    columns = {column.key for column in crew_columns(member)}
    context = {
        "production": found,
        "rows": crew_list(member, found, asked),
        "asked": asked,
        "kinds": KINDS,
        "departments": [department.name for department in departments_of(member, found)],
        "sorts": SORTS,
        "columns": columns,
        "sees_pay": "rate" in columns,
    }
    return render(request, "pages/crew.html", context)


def contact_sheet(request: HttpRequest, production: UUID) -> HttpResponse:
    """Names and numbers by department, to print and to keep in a pocket."""
    found, member = production_for(request, production), member_of(request)
    rows = crew_list(member, found, CrewFilter())
    return render(request, "pages/contact_sheet.html", {"production": found, "rows": rows, "at": now()})


def export(request: HttpRequest, production: UUID, suffix: str) -> HttpResponse:
    """The crew list as a table, with the reader's columns and filter."""
    found, member = production_for(request, production), member_of(request)
    columns = crew_columns(member)
    headings = [_(column.label) for column in columns]
    rows = [[row.cells[column.key] for column in columns] for row in crew_list(member, found, _asked(request))]
    name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in found.title)[:60]
    if suffix == "csv":
        content, content_type = as_csv(headings, rows), CSV_TYPE
    else:
        content, content_type = as_xlsx(headings, rows, sheet=_("Crew list")), XLSX_TYPE
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="crew-list-{name}.{suffix}"'
    return response


def hire(request: HttpRequest, production: UUID) -> HttpResponse:
    """Show, or take, the new-hire form; with `party` in the address it is for somebody known."""
    found = production_for(request, production)
    check_may(member_of(request), Permission.ENGAGE, found)
    if request.method == "POST":
        return _hire(request, production)
    initial = {"currency": "EUR", "starts_on": found.starts_on}
    return _hire_page(request, production, _hire_form(request)(initial=initial))


@once
def _hire(request: HttpRequest, production: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    form = _hire_form(request)(request.POST)
    if form.is_valid():
        with form.refusals():
            known = _known_party(request)
            who = known or (form.details() if isinstance(form, PartyForm) else None)
            assert who is not None  # noqa: S101 - a form without party fields is made only for a known party
            engagement = engage(found, who, form.terms(), by=member, at=now())
            messages.success(request, _("%(name)s is on board.") % {"name": engagement.party.name})
            warn_of_phones(request, form, found.country)
            return redirect("engagements:engagement", production, engagement.public_id)
    return _hire_page(request, production, form, status=422)


def warn_of_phones(request: HttpRequest, form: Any, country: str) -> None:
    """Ask for a second look at a phone number that cannot be right; it is kept as typed."""
    for name in ("phone", "guardian_phone"):
        written = form.cleaned_data.get(name, "")
        if written and read_phone(written, country).is_odd:
            text = _("The phone number “%(number)s” looks odd. It was kept as typed; check it.")
            messages.warning(request, text % {"number": written})


def engagement(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """One engagement with everything the reader may see of it."""
    found, member = production_for(request, production), member_of(request)
    row = engagement_by_id(member, found, public_id)
    shown = rows_shown_to(member, [row])[0]
    fields = [(_(c.label), shown.cells[c.key]) for c in crew_columns(member)]
    context = {"production": found, "engagement": row, "row": shown, "fields": fields}
    return render(request, "pages/engagement.html", context)


def change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """Show, or take, changed terms."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.ENGAGE, found)
    row = engagement_by_id(member, found, public_id)
    if request.method == "POST":
        return _change(request, production, public_id)
    return _change_page(request, production, row, TermsForm(initial=terms_as_initial(row)))


@once
def _change(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    found, member = production_for(request, production), member_of(request)
    row = engagement_by_id(member, found, public_id)
    form = TermsForm(request.POST)
    if form.is_valid():
        back = reverse("engagements:engagement", args=[production, public_id])
        try:
            with form.refusals():
                change_engagement(row, form.terms(), by=member, at=now(), version=version_in(request))
                messages.success(request, _("The engagement is changed."))
                return redirect(back)
        except StaleEdit as stale:
            newest = engagement_by_id(member, found, public_id)
            theirs = TermsForm(initial=terms_as_initial(newest))
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return _change_page(request, production, row, form, status=422)


@once
def end(request: HttpRequest, production: UUID, public_id: UUID) -> HttpResponse:
    """End an engagement."""
    row = engagement_by_id(member_of(request), production_for(request, production), public_id)
    end_engagement(row, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("The engagement of %(name)s has ended.") % {"name": row.party.name})
    return redirect("engagements:list", production)


def departments(request: HttpRequest, production: UUID) -> HttpResponse:
    """The departments in order, with pre-calls and channels."""
    found, member = production_for(request, production), member_of(request)
    check_may(member, Permission.ENGAGE, found)
    names = ("name", "position", "pre_call_minutes", "channel")
    rows = [
        (department, DepartmentForm(initial={name: getattr(department, name) for name in names}, prefix=None))
        for department in departments_of(member, found)
    ]
    context = {
        "production": found,
        "rows": rows,
        "form": DepartmentForm(initial={"position": 200, "pre_call_minutes": 0}),
    }
    return render(request, "pages/departments.html", context)


@once
def save_department(request: HttpRequest, production: UUID, public_id: UUID | None = None) -> HttpResponse:
    """Add a department, or change one."""
    found, member = production_for(request, production), member_of(request)
    form = DepartmentForm(request.POST)
    if not form.is_valid():
        text = "; ".join(f"{form[name].label}: {' '.join(map(str, errors))}" for name, errors in form.errors.items())
        messages.error(request, text)
    elif public_id is None:
        create_department(found, DepartmentTerms(**form.cleaned_data), by=member, at=now())
    else:
        row = department_by_id(member, found, public_id)
        try:
            terms = DepartmentTerms(**form.cleaned_data)
            change_department(row, terms, by=member, at=now(), version=version_in(request))
        except StaleEdit as stale:
            newest = department_by_id(member, found, public_id)
            theirs = DepartmentForm(initial={name: getattr(newest, name) for name in form.fields})
            back = reverse("engagements:departments", args=[production])
            return stale_page(
                request, stale, readable_fields(form), readable_fields(theirs), version=newest.version, back=back
            )
    return redirect("engagements:departments", production)


def _asked(request: HttpRequest) -> CrewFilter:
    given = request.GET
    return CrewFilter(
        kind=given.get("kind", ""),
        department=given.get("department", ""),
        search=given.get("search", ""),
        sort=given.get("sort", "department"),
        with_ended=given.get("ended") == "1",
    )


def _known_party(request: HttpRequest) -> Any:
    wanted = request.GET.get("party", "")
    if not wanted:
        return None
    try:
        return party_by_id(member_of(request), UUID(wanted))
    except ValueError:
        raise NotFound() from None


def _hire_form(request: HttpRequest) -> type[HireForm] | type[TermsForm]:
    return TermsForm if request.GET.get("party") else HireForm


def _hire_page(request: HttpRequest, production: UUID, form: TermsForm, status: int = 200) -> HttpResponse:
    context = {
        "production": production_for(request, production),
        "form": form,
        "known": _known_party(request),
        "parties": parties_of(member_of(request)),
        **form_lists(),
    }
    return render(request, "pages/hire.html", context, status=status)


def _change_page(request: HttpRequest, production: UUID, row: Any, form: TermsForm, status: int = 200) -> HttpResponse:
    context = {"production": production_for(request, production), "engagement": row, "form": form, **form_lists()}
    return render(request, "pages/engagement_change.html", context, status=status)


urlpatterns = [
    path("", crew, name="list"),
    path("new/", hire, name="hire"),
    path("contacts/", contact_sheet, name="contacts"),
    path("crew-list.csv", export, {"suffix": "csv"}, name="csv"),
    path("crew-list.xlsx", export, {"suffix": "xlsx"}, name="xlsx"),
    path("departments/", departments, name="departments"),
    path("departments/new/", save_department, name="new_department"),
    path("departments/<uuid:public_id>/", save_department, name="department"),
    path("<uuid:public_id>/", engagement, name="engagement"),
    path("<uuid:public_id>/change/", change, name="change"),
    path("<uuid:public_id>/end/", end, name="end"),
]
