"""Which party needs which paper: one form per kind."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from callboard.core.errors import StaleEdit
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.rules import Permission
from callboard.paperwork.documents.kind_actions import change_paper_kind, create_paper_kind
from callboard.paperwork.documents.queries import paper_kind_of, paper_kinds_of, rule_of
from callboard.web.asking import member_of, now, once, production_for, version_in
from callboard.web.paper_forms import KindForm, kind_as_initial
from callboard.web.stale import stale_page


def show_kinds(request: HttpRequest, production: UUID) -> HttpResponse:
    """Every kind with its form, and an empty one."""
    return _page(request, production)


def _page(
    request: HttpRequest,
    production: UUID,
    *,
    wrong: tuple[UUID, KindForm] | None = None,
    new: KindForm | None = None,
    status: int = 200,
) -> HttpResponse:
    member, found = member_of(request), production_for(request, production)
    check_may(member, Permission.CHANGE_PRODUCTION, found)
    forms = []
    for kind in paper_kinds_of(member, found):
        initial = kind_as_initial(kind.name, rule_of(kind), data_class=kind.data_class, is_active=kind.is_active)
        form = KindForm(initial=initial, auto_id=f"{kind.public_id}-%s")
        is_wrong = wrong is not None and wrong[0] == kind.public_id
        forms.append((kind, wrong[1] if wrong and is_wrong else form, is_wrong))
    context = {"production": found, "forms": forms, "new": new or KindForm(auto_id="new-%s"), "is_new_wrong": bool(new)}
    return render(request, "pages/documents_kinds.html", context, status=status)


@once
def create_kind(request: HttpRequest, production: UUID) -> HttpResponse:
    """Ask for one more kind of paper."""
    form = KindForm(request.POST, auto_id="new-%s")
    if form.is_valid():
        with form.refusals():
            kind = create_paper_kind(production_for(request, production), form.asked(), by=member_of(request), at=now())
            messages.success(request, _("%(paper)s is asked for from now on.") % {"paper": kind})
            return redirect("documents:kinds", production)
    return _page(request, production, new=form, status=422)


@once
def change_kind(request: HttpRequest, production: UUID, kind: UUID) -> HttpResponse:
    """Change who needs a paper, or when."""
    form = KindForm(request.POST, auto_id=f"{kind}-%s")
    if form.is_valid():
        row = paper_kind_of(member_of(request), production_for(request, production), kind)
        try:
            with form.refusals():
                change_paper_kind(row, form.asked(), by=member_of(request), at=now(), version=version_in(request))
                messages.success(request, _("%(paper)s is changed; everybody's papers follow.") % {"paper": row})
                return redirect("documents:kinds", production)
        except StaleEdit as refusal:
            newest = paper_kind_of(member_of(request), production_for(request, production), kind)
            back = reverse("documents:kinds", args=[production])
            ours, theirs = {_("Paper"): form.asked().name}, {_("Paper"): newest.name}
            return stale_page(request, refusal, ours, theirs, version=newest.version, back=back)
    return _page(request, production, wrong=(kind, form), status=422)
