"""Addresses of the pages, room by room."""

from __future__ import annotations

from django.urls import include, path

from callboard.web import home, today, today_calls, today_plant  # noqa: F401 - their parts are added on import

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
    path("p/<uuid:production>/planning/", include("callboard.web.planning")),
    path("p/<uuid:production>/calls/", include("callboard.web.callsheets")),
    path("p/<uuid:production>/hours/", include("callboard.web.hours")),
    path("p/<uuid:production>/items/", include("callboard.web.items")),
    path("p/<uuid:production>/orders/", include("callboard.web.orders")),
    path("p/<uuid:production>/purchasing/", include("callboard.web.purchasing")),
    path("p/<uuid:production>/shipments/", include("callboard.web.shipping")),
    path("p/<uuid:production>/products/", include("callboard.web.products")),
    path("p/<uuid:production>/plan/", include("callboard.web.requirements")),
    path("p/<uuid:production>/where/", include("callboard.web.tracking")),
    path("p/<uuid:production>/dispatch/", include("callboard.web.dispatch")),
    path("p/<uuid:production>/stock/", include("callboard.web.stock")),
    path("p/<uuid:production>/counts/", include("callboard.web.counts")),
    path("p/<uuid:production>/resources/", include("callboard.web.resources")),
    path("p/<uuid:production>/work/", include("callboard.web.work_orders")),
    path("p/<uuid:production>/floor/", include("callboard.web.floor")),
    path("p/<uuid:production>/imports/", include("callboard.web.imports")),
]
