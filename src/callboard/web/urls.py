"""Addresses of the pages, room by room."""

from __future__ import annotations

from django.urls import path

from callboard.web import home

urlpatterns = [
    path("", home.home, name="home"),
]
