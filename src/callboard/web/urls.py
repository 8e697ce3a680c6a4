"""Addresses of the pages, room by room."""

from __future__ import annotations

from django.urls import include, path

from callboard.web import home, today, today_calls  # noqa: F401 - its part of the front page is added on import

urlpatterns = [
    path("", home.home, name="home"),
    path("productions/new/", home.new_production, name="new_production"),
    path("", include("callboard.web.organizations")),
    path("", include("callboard.web.links")),
    path("", include("callboard.web.health")),
    path("", include("callboard.web.messages")),
    path("p/<uuid:production>/", today.today, name="today"),
    path("p/<uuid:production>/people/", include("callboard.web.engagements")),
    path("p/<uuid:production>/parties/", include("callboard.web.people")),
    path("p/<uuid:production>/places/", include("callboard.web.places")),
    path("p/<uuid:production>/history/", include("callboard.web.audit")),
    path("p/<uuid:production>/files/", include("callboard.web.attachments")),
    path("p/<uuid:production>/documents/", include("callboard.web.documents")),
    path("p/<uuid:production>/board/", include("callboard.web.stripboard")),
    path("p/<uuid:production>/scripts/", include("callboard.web.scripts")),
    path("p/<uuid:production>/breakdown/", include("callboard.web.breakdown")),
    path("p/<uuid:production>/calls/", include("callboard.web.callsheets")),
    path("p/<uuid:production>/hours/", include("callboard.web.hours")),
]
