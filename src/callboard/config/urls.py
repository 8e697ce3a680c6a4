"""Addresses: pages, log-in, API."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import include, path

from callboard.api.routes import mounted
from callboard.web import passwords

urlpatterns = [
    path("accounts/password/reset/", passwords.forgotten),  # in place of allauth's, which would send mail
    path("accounts/email/", login_required(passwords.address_is_the_coordinators)),
    path("accounts/", include("allauth.urls")),
    path("api/", mounted.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("callboard.web.urls")),
]
