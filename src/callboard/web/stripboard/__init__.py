"""The stripboard's pages: the board itself, its edits as operations, and the one-liner to print."""

from __future__ import annotations

from django.urls import path

from callboard.web.stripboard import edits, pages, setting_up

app_name = "stripboard"
urlpatterns = [
    path("", pages.board, name="board"),
    path("new/", setting_up.new_board, name="new"),
    path("<uuid:board>/", pages.version, name="version"),
    path("<uuid:board>/rows/", pages.rows, name="rows"),
    path("<uuid:board>/one-liner/", pages.one_liner, name="one_liner"),
    path("<uuid:board>/settings/", setting_up.settings, name="settings"),
    path("<uuid:board>/gather/", setting_up.gather, name="gather"),
    path("<uuid:board>/place/", edits.place, name="place"),
    path("<uuid:board>/break/", edits.day_break, name="break"),
    path("<uuid:board>/banner/", edits.banner, name="banner"),
    path("<uuid:board>/change/", edits.change, name="change"),
    path("<uuid:board>/remove/", edits.remove, name="remove"),
    path("<uuid:board>/split/", edits.split, name="split"),
    path("<uuid:board>/join/", edits.join, name="join"),
    path("<uuid:board>/undo/", edits.undo, name="undo"),
]
