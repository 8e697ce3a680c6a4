"""The way in: the productions a member can see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from callboard.core.organizations.queries import productions_of
from callboard.web.asking import member_of


def home(request: HttpRequest) -> HttpResponse:
    """List the member's productions."""
    return render(request, "pages/home.html", {"productions": productions_of(member_of(request))})
