"""The shooting planner: ask for a plan, watch it, compare it with today's board, adopt it; what it is priced with."""

from __future__ import annotations

from django.urls import path

from callboard.web.planning import asking, deciding, locations, pages, results, terms

app_name = "planning"
urlpatterns = [
    path("", pages.plan, name="plan"),
    path("boards/<uuid:board>/", pages.of_board, name="board"),
    path("boards/<uuid:board>/ask/", asking.ask, name="ask"),
    path("runs/<uuid:run>/", results.run, name="run"),
    path("runs/<uuid:run>/progress/", results.progress, name="progress"),
    path("runs/<uuid:run>/why/<uuid:strip>/", results.why, name="why"),
    path("runs/<uuid:run>/compare/<uuid:other>/", results.comparison, name="compare"),
    path("runs/<uuid:run>/what-if/", asking.what_if, name="what_if"),
    path("runs/<uuid:run>/stop/", deciding.stop, name="stop"),
    path("runs/<uuid:run>/adopt/", deciding.adopt, name="adopt"),
    path("runs/<uuid:run>/discard/", deciding.discard, name="discard"),
    path("terms/", terms.terms, name="terms"),
    path("rates/", terms.rates, name="rates"),
    path("locations/", locations.locations, name="locations"),
    path("locations/sets/", locations.place_sets, name="sets"),
    path("locations/change/", locations.location, name="location"),
]
