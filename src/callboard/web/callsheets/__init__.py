"""The call sheets' pages: the list of days, drafting, the sheet and its edits, push, publish, editions."""

from __future__ import annotations

from django.urls import path

from callboard.web.callsheets import calls, days, drafts, editions, heads, pages, people, pushes, releases, rows

app_name = "callsheets"
urlpatterns = [
    path("", days.days, name="list"),
    path("draft/", drafts.draft, name="draft"),
    path("draft/lines/", drafts.draft_lines, name="draft_lines"),
    path("<uuid:sheet>/", pages.sheet, name="sheet"),
    path("<uuid:sheet>/body/", pages.body, name="body"),
    path("<uuid:sheet>/state/", days.state, name="state"),
    path("<uuid:sheet>/print/", pages.working_copy, name="print"),
    path("<uuid:sheet>/pdf/", editions.draft, name="pdf"),
    path("<uuid:sheet>/head/<slug:part>/", heads.head, name="head"),
    path("<uuid:sheet>/channels/", heads.channels, name="channels"),
    path("<uuid:sheet>/notes/<uuid:department>/", heads.department_note, name="note"),
    path("<uuid:sheet>/calls/<uuid:call>/", calls.call, name="call"),
    path("<uuid:sheet>/calls/<uuid:call>/hold/", calls.hold, name="hold"),
    path("<uuid:sheet>/calls/<uuid:call>/remove/", calls.remove, name="remove_call"),
    path("<uuid:sheet>/hold/", calls.hold_all, name="hold_all"),
    path("<uuid:sheet>/add/", people.add, name="add"),
    path("<uuid:sheet>/rows/", rows.new, name="new_row"),
    path("<uuid:sheet>/rows/<uuid:row>/", rows.row, name="row"),
    path("<uuid:sheet>/rows/<uuid:row>/move/", rows.move, name="move_row"),
    path("<uuid:sheet>/rows/<uuid:row>/remove/", rows.remove, name="remove_row"),
    path("<uuid:sheet>/groups/", people.new_group, name="new_group"),
    path("<uuid:sheet>/groups/<uuid:group>/", people.group, name="group"),
    path("<uuid:sheet>/groups/<uuid:group>/remove/", people.remove_group, name="remove_group"),
    path("<uuid:sheet>/push/", pushes.push, name="push"),
    path("<uuid:sheet>/publish/", releases.publish, name="publish"),
    path("<uuid:sheet>/publish/override/", releases.override, name="override"),
    path("<uuid:sheet>/editions/", editions.history, name="editions"),
    path("<uuid:sheet>/editions/<uuid:edition>.pdf", editions.pdf, name="edition"),
]
