"""The stripboard: versions of the schedule, their strips, and the moves that can be undone."""

from __future__ import annotations

from django.db import models

from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Membership, Production, VersionedModel
from callboard.core.organizations.rules import DataClass
from callboard.film.breakdown.models import Scene


class Board(VersionedModel):
    """One version of the shooting schedule; exactly one of a production is active."""

    data_classes = {"name": DataClass.CREW, "is_active": DataClass.CREW, "starts_on": DataClass.CREW}
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    starts_on = models.DateField()

    class Meta(VersionedModel.Meta):
        app_label = "film"
        constraints = [
            *VersionedModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "production"],
                condition=models.Q(is_active=True),
                name="one_board_of_a_production_is_active",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Strip(VersionedModel):
    """One row of a board: (a piece of) a scene, a day break that closes the day above it, or a banner."""

    class Kind(models.TextChoices):
        """What the row is."""

        SCENE = "scene"
        DAY_BREAK = "day_break"
        BANNER = "banner"

    class Area(models.TextChoices):
        """On the board, set aside, or taken away: rows keep their ids, so that any move can be undone."""

        BOARD = "board"
        BONEYARD = "boneyard"
        REMOVED = "removed"

    data_classes = dict.fromkeys(("kind", "area", "rank", "eighths", "minutes", "text"), DataClass.CREW)
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="strips")
    kind = models.CharField(max_length=10, choices=Kind)
    scene = models.ForeignKey(Scene, null=True, blank=True, on_delete=models.PROTECT, related_name="strips")
    area = models.CharField(max_length=10, choices=Area, default=Area.BOARD)
    rank = models.CharField(max_length=60)
    """Sorts the strips of an area; a key between any two others always exists (stripboard.rules)."""
    eighths = models.PositiveIntegerField(default=0)
    """This piece's part of the scene."""
    minutes = models.PositiveIntegerField(default=0)
    text = models.CharField(max_length=200, blank=True)
    """A banner's words, or a note on a day break."""

    class Meta(VersionedModel.Meta):
        app_label = "film"
        ordering = ["area", "rank", "id"]
        constraints = [
            *VersionedModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="scene", scene__isnull=False)
                | (~models.Q(kind="scene") & models.Q(scene__isnull=True)),
                name="scene_strips_and_only_they_have_a_scene",
            ),
        ]
        indexes = [models.Index(fields=["organization", "board", "area", "rank"], name="strip_by_rank")]

    def __str__(self) -> str:
        return str(self.scene) if self.scene_id else self.text or self.kind


class BoardMove(Fact):
    """One move of strips, with where each came from and went: its inverse is the undo."""

    data_classes = {"verb": DataClass.CREW, "before": DataClass.CREW, "after": DataClass.CREW, "at": DataClass.CREW}
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="moves")
    verb = models.CharField(max_length=20)
    before = models.JSONField()
    """What each touched strip was, by public id: area, rank, eighths, minutes, text, version."""
    after = models.JSONField()
    """The same after the move; the undo is refused when a strip has moved on since."""
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Fact.Meta):
        app_label = "film"
