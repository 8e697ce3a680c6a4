"""Screenplays as they were imported, with what was found and what was guessed."""

from __future__ import annotations

from django.db import models

from callboard.core.attachments.models import Attachment
from callboard.core.facts.models import Fact
from callboard.core.organizations.models import Production
from callboard.core.organizations.rules import DataClass
from callboard.film.breakdown.models import Episode


class Script(Fact):
    """One import of a screenplay: the file, and the report of faults and notes."""

    data_classes = dict.fromkeys(
        ("title", "format", "draft", "scene_count", "eighths", "faults", "notes", "imported_at", "imported_by_name"),
        DataClass.CREW,
    )
    production = models.ForeignKey(Production, on_delete=models.PROTECT, related_name="scripts")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="scripts")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    draft = models.CharField(max_length=60, blank=True)
    """Name or color of the draft."""
    scene_count = models.PositiveIntegerField()
    eighths = models.PositiveIntegerField()
    faults = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    imported_at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=120)

    class Meta(Fact.Meta):
        app_label = "film"
