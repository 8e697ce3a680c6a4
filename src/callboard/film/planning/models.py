"""What a plan is priced with, where sets are shot, and the runs of the planner."""

from __future__ import annotations

from django.db import models

from callboard.core.organizations.models import Membership, Production, TenantModel, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.core.places.models import Place
from callboard.film.planning.rules import RunState
from callboard.film.stripboard.models import Board, BoardMove


class PlanningTerms(VersionedModel):
    """What the planner must know of a production beyond its board. Empty figures: the default stands."""

    data_classes = dict.fromkeys(
        (
            "regular_minutes",
            "legal_minutes",
            "comfortable_eighths",
            "most_eighths",
            "move_minutes",
            "rest_minutes",
            "day_call_minute",
            "night_call_minute",
            "minutes_per_page",
            "first_on",
            "last_on",
            "keeps_called",
            "forbids_short_rest",
            "forbids_split_days",
            "minors_in_school",
        ),
        DataClass.CREW,
    ) | dict.fromkeys(
        (
            "crew_day_minor",
            "overtime_hour_minor",
            "eighth_over_minor",
            "move_minor",
            "short_rest_minor",
            "split_day_minor",
            "changed_call_minor",
            "forced_call_minor",
        ),
        DataClass.PAY,
    )
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="planning_terms")
    regular_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    legal_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    comfortable_eighths = models.PositiveSmallIntegerField(null=True, blank=True)
    most_eighths = models.PositiveSmallIntegerField(null=True, blank=True)
    move_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    rest_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    day_call_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    night_call_minute = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes_per_page = models.PositiveSmallIntegerField(null=True, blank=True)
    """What a page takes where a strip has no time of its own."""
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    """Between which dates the planner may shoot; empty: from tomorrow, and some days more than the board has."""
    keeps_called = models.BooleanField(default=True)
    """Whether days with a published call sheet stay as they are."""
    forbids_short_rest = models.BooleanField(default=False)
    forbids_split_days = models.BooleanField(default=True)
    minors_in_school = models.BooleanField(default=True)
    """Whether minors' schools are in session: the law then leaves them fewer hours of work."""
    crew_day_minor = models.BigIntegerField(null=True, blank=True)
    overtime_hour_minor = models.BigIntegerField(null=True, blank=True)
    eighth_over_minor = models.BigIntegerField(null=True, blank=True)
    move_minor = models.BigIntegerField(null=True, blank=True)
    short_rest_minor = models.BigIntegerField(null=True, blank=True)
    split_day_minor = models.BigIntegerField(null=True, blank=True)
    changed_call_minor = models.BigIntegerField(null=True, blank=True)
    forced_call_minor = models.BigIntegerField(null=True, blank=True)

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production"], name="planning_terms_are_one_per_production"
            ),
        ]

    def __str__(self) -> str:
        return f"Planning terms of {self.production}"


class SetPlace(TenantModel):
    """At which real place a set of the story is shot; a set without one counts as a location of its own."""

    data_classes = {"set_name": DataClass.CREW}
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="set_places")
    set_name = models.CharField(max_length=200)
    """As the scenes write it, in capitals."""
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="sets")

    class Meta(TenantModel.Meta):
        app_label = "film"
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "production", "set_name"], name="set_is_shot_at_one_place"),
        ]

    def __str__(self) -> str:
        return self.set_name


class LocationTerms(VersionedModel):
    """What a location costs and when it can be had: of a place, or of a set that has no place yet."""

    data_classes = dict.fromkeys(("set_name", "windows", "away"), DataClass.CREW) | dict.fromkeys(
        ("rent_minor", "set_up_minor"), DataClass.PAY
    )
    production = models.ForeignKey(Production, on_delete=models.CASCADE, related_name="location_terms")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.CASCADE, related_name="location_terms")
    set_name = models.CharField(max_length=200, blank=True)
    rent_minor = models.BigIntegerField(default=0)
    """For each date used."""
    set_up_minor = models.BigIntegerField(default=0)
    """Each time the company comes to it anew."""
    windows = models.JSONField(default=list)
    """When it can be had: [[first, last], …], both included, ISO dates or null for open; none: always."""
    away = models.JSONField(default=list)
    """Single dates on which it cannot be had."""

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(place__isnull=False, set_name="")
                | (models.Q(place__isnull=True) & ~models.Q(set_name="")),
                name="location_terms_are_of_a_place_or_of_a_set",
            ),
            models.UniqueConstraint(
                fields=["organization", "production", "place"],
                condition=models.Q(place__isnull=False),
                name="location_terms_are_one_per_place",
            ),
            models.UniqueConstraint(
                fields=["organization", "production", "set_name"],
                condition=~models.Q(set_name=""),
                name="location_terms_are_one_per_set",
            ),
        ]

    def __str__(self) -> str:
        return str(self.place) if self.place else self.set_name


class ShootingRun(VersionedModel):
    """One run of the shooting planner on a board: a proposal that is adopted or discarded."""

    data_classes = dict.fromkeys(
        (
            "state",
            "asked_at",
            "started_at",
            "finished_at",
            "stop_asked_at",
            "today",
            "seconds",
            "seed",
            "with_boneyard",
            "what_if",
            "layout",
            "fingerprint",
            "moves",
            "harm_before",
            "harm",
            "failure",
        ),
        DataClass.CREW,
    ) | dict.fromkeys(("assumptions", "problem", "progress", "plan", "cost_before", "cost", "bound"), DataClass.PAY)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="shooting_runs")
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="scenarios")
    """The run that a what-if is compared with."""
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in RunState], default=RunState.QUEUED)
    asked_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    stop_asked_at = models.DateTimeField(null=True, blank=True)
    today = models.DateField()
    """The production's date when it was asked for: days up to it are over."""
    seconds = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField(default=1)
    with_boneyard = models.BooleanField(default=False)
    what_if = models.JSONField(default=list)
    layout = models.JSONField(default=dict)
    """The board that it was made from (planning.rules.Layout)."""
    fingerprint = models.CharField(max_length=64)
    assumptions = models.JSONField(default=list)
    """What had to be assumed, of deals too: each {"code", "text", "parameters", "engagement"}."""
    problem = models.JSONField(default=dict)
    """The planner's problem, frozen, without birth dates: those stay with the person and are read again."""
    progress = models.JSONField(default=list)
    """[seconds, cost, harm, bound], at most two hundred rows."""
    plan = models.JSONField(null=True, blank=True)
    """The planner's answer (planner.shooting.plan_json)."""
    cost_before = models.BigIntegerField(null=True, blank=True)
    harm_before = models.BigIntegerField(null=True, blank=True)
    """Of today's board; None when it has nothing placed."""
    cost = models.BigIntegerField(null=True, blank=True)
    harm = models.BigIntegerField(null=True, blank=True)
    bound = models.BigIntegerField(null=True, blank=True)
    moves = models.BigIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    adopted_as = models.ForeignKey(BoardMove, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The board's move that adopting made: undo that one to take it back."""

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "board"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_run_of_a_board_is_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"Plan of {self.board}"
