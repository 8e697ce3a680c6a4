"""Addresses: pages, log-in, API."""

from __future__ import annotations

from django.urls import include, path

from callboard.api.routes import mounted

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/", mounted.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("callboard.web.urls")),
]
