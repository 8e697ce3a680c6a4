"""Members and their roles, keys of programs, choosing an organization; a production's settings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from callboard.core.errors import NotFound, StaleEdit
from callboard.core.members.actions import (
    NewMember,
    add_member,
    allow_password_link,
    change_member,
    create_api_key,
    end_membership,
    revoke_api_key,
)
from callboard.core.members.queries import api_key_by_id, api_keys_of, member_by_id, member_list
from callboard.core.organizations.permissions import check_may
from callboard.core.organizations.queries import productions_of
from callboard.core.organizations.role_docs import SHOWN_CLASSES
from callboard.core.organizations.rules import ROLE_TABLE, Permission, Role
from callboard.web import productions
from callboard.web.asking import member_of, now, once, version_in
from callboard.web.forms import PageForm
from callboard.web.passwords import password_link
from callboard.web.shown_once import answer_shown_once
from callboard.web.stale import stale_page

app_name = "organizations"

ROLES = [(role.value, role.value.capitalize()) for role in Role]


class MemberForm(PageForm):
    """What a member is, and which productions they were given."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=ROLES)
    productions = forms.MultipleChoiceField(
        label=gettext_lazy("Productions they see"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Coordinators and line producers see every production."),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(row.public_id): row for row in productions_of(member_of(request))}
        choices = [(key, row.title) for key, row in self.offered.items()]
        self.fields["productions"].choices = choices  # type: ignore[attr-defined]

    def given(self) -> list[Any]:
        """The productions that were ticked."""
        return [self.offered[key] for key in self.cleaned_data["productions"]]


class NewMemberForm(MemberForm):
    """Who is added."""

    field_order = ("name", "email", "role", "productions")
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail, for the log-in"))


def members(request: HttpRequest) -> HttpResponse:
    """The organization's members and the keys of programs."""
    asking = member_of(request)
    context = {"members": member_list(asking), "keys": api_keys_of(asking)}
    return render(request, "pages/members.html", context)


def new_member(request: HttpRequest) -> HttpResponse:
    """Show, or take, the form that lets somebody in."""
    check_may(member_of(request), Permission.MANAGE_MEMBERS)
    if request.method == "POST":
        return answer_shown_once(request, lambda: _add(request))
    return render(request, "pages/member_new.html", {"form": NewMemberForm(request, initial={"role": Role.CREW})})


def _add(request: HttpRequest) -> HttpResponse:
    form = NewMemberForm(request, request.POST)
    if form.is_valid():
        with form.refusals():
            new = NewMember(form.cleaned_data["name"], form.cleaned_data["email"], Role(form.cleaned_data["role"]))
            member, user = add_member(new, productions=form.given(), by=member_of(request), at=now())
            link = "" if user.has_usable_password() else password_link(request, user)
            return render(request, "pages/member_added.html", {"added": member, "email": user.email, "link": link})
    return render(request, "pages/member_new.html", {"form": form}, status=422)


def member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One member: role, productions, and the way out."""
    found = member_by_id(member_of(request), public_id)
    if request.method == "POST":
        return _change(request, public_id)
    given = [str(access.production.public_id) for access in found.accesses.all()]
    form = MemberForm(request, initial={"role": found.role, "productions": given})
    return render(request, "pages/member.html", {"found": found, "form": form})


@once
def _change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = member_by_id(member_of(request), public_id)
    form = MemberForm(request, request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            with form.refusals():
                change_member(
                    found, role, productions=form.given(), by=member_of(request), at=now(), version=version_in(request)
                )
                messages.success(request, _("%(name)s is now %(role)s.") % {"name": found.name, "role": role.value})
                return redirect("organizations:members")
        except StaleEdit as stale:
            newest = member_by_id(member_of(request), public_id)
            ours, theirs = {_("Role"): role.value}, {_("Role"): newest.role}
            return stale_page(request, stale, ours, theirs, version=newest.version)
    return render(request, "pages/member.html", {"found": found, "form": form}, status=422)


@once
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End a membership."""
    found = member_by_id(member_of(request), public_id)
    end_membership(found, by=member_of(request), at=now(), version=version_in(request))
    messages.success(request, _("%(name)s is no longer a member.") % {"name": found.name})
    return redirect("organizations:members")


@require_POST
def new_password_link(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a link with which a member sets a password, to hand over."""

    def make() -> HttpResponse:
        found = member_by_id(member_of(request), public_id)
        user = allow_password_link(found, by=member_of(request), at=now())
        context = {"added": found, "email": user.email, "link": password_link(request, user)}
        return render(request, "pages/member_added.html", context)

    return answer_shown_once(request, make)


@require_POST
def new_key(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a key with which a program acts as a member; its token is shown this once."""

    def make() -> HttpResponse:
        found = member_by_id(member_of(request), public_id)
        key, token = create_api_key(found, request.POST.get("label", ""), by=member_of(request), at=now())
        return render(request, "pages/key_created.html", {"key": key, "token": token, "found": found})

    return answer_shown_once(request, make)


@once
def revoke_key(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Make a key useless at once."""
    key = api_key_by_id(member_of(request), public_id)
    revoke_api_key(key, by=member_of(request), at=now())
    messages.success(request, _("The key “%(label)s” is revoked.") % {"label": key.label})
    return redirect("organizations:members")


def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do and is shown: the table itself."""
    may = [(p.value, [p in ROLE_TABLE[role].permissions for role in Role]) for p in Permission]
    sees = [(c.value, [c in ROLE_TABLE[role].sees for role in Role]) for c in SHOWN_CLASSES]
    everywhere = [row.sees_every_production for row in ROLE_TABLE.values()]
    context = {"roles": list(Role), "may_rows": may, "sees_rows": sees, "everywhere": everywhere}
    return render(request, "pages/roles.html", context)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Act in another of the user's organizations from now on."""
    wanted = request.POST.get("organization", "")
    memberships = request.memberships  # type: ignore[attr-defined]
    found = next((m for m in memberships if str(m.organization.public_id) == wanted), None)
    if found is None:
        raise NotFound()
    request.session["organization"] = found.organization_id
    return redirect(reverse("home"))


urlpatterns = [
    path("organizations/switch/", switch, name="switch"),
    path("organizations/roles/", roles, name="roles"),
    path("organizations/members/", members, name="members"),
    path("organizations/members/new/", new_member, name="new_member"),
    path("organizations/members/<uuid:public_id>/", member, name="member"),
    path("organizations/members/<uuid:public_id>/end/", end, name="end"),
    path("organizations/members/<uuid:public_id>/password-link/", new_password_link, name="password_link"),
    path("organizations/members/<uuid:public_id>/keys/", new_key, name="new_key"),
    path("organizations/keys/<uuid:public_id>/revoke/", revoke_key, name="revoke_key"),
    path("p/<uuid:production>/settings/", productions.settings, name="settings"),
    path("p/<uuid:production>/settings/days-off/", productions.set_day, name="set_day"),
    path("p/<uuid:production>/settings/days-off/<str:on>/remove/", productions.remove_day, name="remove_day"),
    path("p/<uuid:production>/settings/close/", productions.close, name="close"),
]
